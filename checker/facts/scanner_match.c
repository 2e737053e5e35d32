#include "facts/scanner_match.h"

#include "facts/commands.h"
#include "facts/github_uses.h"
#include "facts/invocation_kinds.h"
#include "facts/paths.h"
#include "facts/supply.h"
#include "facts/wild.h"

#include <string.h>

struct search {
    const struct tool_catalogue *catalogue;
    struct arena *arena;
    const struct fact_row *invocation;
    const char *const *globals;
    void (*each)(void *context, const struct scanner_match *match);
    void *context;
    const char *const *words; /* behind the program */
    size_t word_count;
    bool in_container;
};

/* Options in an input may stand on several lines. */
static const char *const *split(struct arena *arena, const char *text, size_t *count)
{
    char *line = arena_strdup(arena, text);
    for (char *at = line; *at; at++)
        *at = *at == '\n' || *at == '\r' ? ' ' : *at;
    return command_words(arena, line, count);
}

static void add_arguments(struct scanner_options *options, const struct schema_texts *inputs)
{
    for (size_t i = 0; i < inputs->count; i++) {
        struct option input = scanner_option(options, inputs->items[i]);
        if (input.state != OPTION_TEXT && input.state != OPTION_OPEN)
            continue;
        size_t count = 0;
        const char *const *words = split(options->arena, input.text, &count);
        const char **all =
            ARENA_ARRAY(options->arena, const char *, options->word_count + count + 1);
        for (size_t k = 0; k < options->word_count + count; k++)
            all[k] = k < options->word_count ? options->words[k] : words[k - options->word_count];
        options->words = all;
        options->word_count += count;
    }
}

static void try_pattern(void *context, const struct tool_pattern *pattern, const char *as_written)
{
    const struct search *search = context;
    const struct fact_row *row = search->invocation;
    struct scanner_match match = {
        .pattern = pattern,
        .invocation = row,
        .in_container = search->in_container,
        .options = {.arena = search->arena,
                    .pattern = pattern,
                    .words = search->words,
                    .word_count = search->word_count,
                    .inputs_unknown = row->cells[INVOCATION_INPUTS].kind == VALUE_UNKNOWN,
                    .globals = search->globals},
    };
    struct scanner_options *options = &match.options;
    options->input_count = cell_list(row, INVOCATION_INPUTS, &options->inputs);
    options->variable_count = cell_list(row, INVOCATION_VARIABLES, &options->variables);
    add_arguments(options, &pattern->arguments_of);
    if (strcmp(pattern->sort, "command") == 0 && !scanner_words_match(options, as_written))
        return;
    if (pattern->with.count > 0 && !scanner_has_word(options, &pattern->with))
        return;
    if (scanner_has_word(options, &pattern->without))
        return;
    enum condition_result when = scanner_conditions_all(options, &pattern->when);
    if (when == CONDITION_FALSE)
        return;
    match.unsure = when == CONDITION_OPEN;
    search->each(search->context, &match);
}

static const char *image_name(struct arena *arena, const char *image)
{
    if (string_starts_with(image, "docker://"))
        image += strlen("docker://");
    struct github_use use = github_image_parse(arena, image);
    const char *name = use.name ? use.name : image;
    static const char *const hubs[] = {"docker.io/", "index.docker.io/", "registry-1.docker.io/"};
    for (size_t i = 0; i < sizeof(hubs) / sizeof(*hubs); i++)
        if (string_starts_with(name, hubs[i]))
            return name + strlen(hubs[i]);
    return name;
}

/* An image of a tool runs its program: what stands behind it are the words. */
static void try_image(struct search *search, const struct tool *tool, const char *const *words,
                      size_t count)
{
    if (count > 0 && strcmp(path_base(words[0]), tool->entrypoint) == 0) {
        words++;
        count--;
    }
    search->words = words;
    search->word_count = count;
    search->in_container = true;
    tool_catalogue_find(search->catalogue, "command", tool->entrypoint, try_pattern, search);
}

const char *scanner_repository_name(struct arena *arena, const char *url)
{
    const char *at = strstr(url, "://");
    const char *name = at ? at + 3 : url;
    if (at || strchr(name, '@')) {
        size_t host = strcspn(name, at ? "/" : ":");
        name += host + (name[host] != '\0');
    }
    struct text text = text_of(name);
    while (text.size > 0 && text.bytes[text.size - 1] == '/')
        text.size--;
    if (text.size > 4 && memcmp(text.bytes + text.size - 4, ".git", 4) == 0)
        text.size -= 4;
    return arena_copy(arena, text);
}

static const char *hook_name(struct arena *arena, const char *name)
{
    const char *hash = strrchr(name, '#');
    if (!hash)
        return name;
    const char *url = arena_copy(arena, (struct text){name, (size_t)(hash - name)});
    return arena_printf(arena, "%s%s", scanner_repository_name(arena, url), hash);
}

static const char *const *words_of(struct arena *arena, const struct fact_row *row, size_t field,
                                   size_t *count)
{
    const struct value *items = NULL;
    *count = cell_list(row, field, &items);
    const char **words = ARENA_ARRAY(arena, const char *, *count + 1);
    for (size_t i = 0; items && i < *count; i++)
        words[i] = items[i].kind == VALUE_TEXT ? items[i].text : "$";
    return words;
}

/* Without `> file`, `2>&1`, `<file`: they are no words of the command. */
static const char *const *command_words_of(struct arena *arena, const struct fact_row *row,
                                           size_t *count)
{
    size_t all = 0;
    const char *const *words = words_of(arena, row, INVOCATION_WORDS, &all);
    const char **kept = ARENA_ARRAY(arena, const char *, all + 1);
    *count = 0;
    for (size_t i = 0; i < all; i++) {
        const char *sign = words[i] + strspn(words[i], "0123456789&");
        if (*sign != '<' && *sign != '>')
            kept[(*count)++] = words[i];
        else if (strspn(sign, "<>|") == strlen(sign))
            i++; /* the file stands in the next word */
    }
    return kept;
}

static void try_command(struct search *search, const char *name)
{
    size_t count = 0;
    const char *const *words = command_words_of(search->arena, search->invocation, &count);
    search->words = count > 0 ? words + 1 : words;
    search->word_count = count > 0 ? count - 1 : 0;
    tool_catalogue_find(search->catalogue, "command", name, try_pattern, search);
}

static void try_run_image(struct search *search, const char *name)
{
    const struct tool *tool =
        tool_catalogue_image(search->catalogue, image_name(search->arena, name));
    size_t count = 0;
    const char *const *words =
        words_of(search->arena, search->invocation, INVOCATION_WORDS, &count);
    const struct value *inputs = NULL;
    size_t input_count = cell_list(search->invocation, INVOCATION_INPUTS, &inputs);
    if (count > 0) { /* the image itself is the first */
        words++;
        count--;
    }
    for (size_t i = 0; count == 0 && i < input_count; i++)
        if (inputs[i].kind == VALUE_TEXT && string_starts_with(inputs[i].text, "args="))
            words = split(search->arena, inputs[i].text + strlen("args="), &count);
    if (tool && count > 0)
        try_image(search, tool, words, count);
    if (tool || count == 0)
        return;
    /* Of another image the first word is the program: `node:20 npm audit`. */
    search->words = words + 1;
    search->word_count = count - 1;
    search->in_container = true;
    tool_catalogue_find(search->catalogue, "command", path_base(words[0]), try_pattern, search);
}

void scanner_matches(const struct tool_catalogue *catalogue, struct arena *arena,
                     const struct fact_row *invocation, const char *const *globals,
                     void (*each)(void *context, const struct scanner_match *match), void *context)
{
    const char *sort = cell_text(invocation, INVOCATION_SORT);
    const char *name = cell_text(invocation, INVOCATION_NAME);
    if (!sort || !name)
        return;
    struct search search = {.catalogue = catalogue,
                            .arena = arena,
                            .invocation = invocation,
                            .globals = globals,
                            .each = each,
                            .context = context};
    if (strcmp(sort, "command") == 0) {
        try_command(&search, name);
        return;
    }
    if (strcmp(sort, "image") == 0)
        try_run_image(&search, name);
    if (strcmp(sort, "hook") == 0) {
        search.words = words_of(arena, invocation, INVOCATION_INPUTS, &search.word_count);
        name = hook_name(arena, name);
    }
    tool_catalogue_find(catalogue, sort, name, try_pattern, &search);
}
