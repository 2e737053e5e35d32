#include "facts/scanner_languages.h"

#include "base/limits.h"
#include "document/yaml.h"
#include "facts/invocation_kinds.h"
#include "facts/language.h"
#include "facts/supply.h"
#include "facts/wild.h"

#include <string.h>

struct languages {
    struct arena *arena;
    const char **items;
    size_t count, capacity;
};

static void add(void *context, const char *language)
{
    struct languages *languages = context;
    for (size_t i = 0; i < languages->count; i++)
        if (strcmp(languages->items[i], language) == 0)
            return;
    languages->items = arena_grow(languages->arena, languages->items, languages->count,
                                  &languages->capacity, sizeof(*languages->items));
    languages->items[languages->count++] = language;
}

/* A word that nobody knows stays as it is. */
static void add_word(struct languages *languages, const char *word)
{
    if (!language_each(word, add, languages))
        add(languages, arena_strdup(languages->arena, word));
}

static void add_words(struct languages *languages, const char *text)
{
    for (const char *at = text; *at;) {
        size_t length = strcspn(at, ", \n");
        if (length > 0)
            add_word(languages, arena_copy(languages->arena, (struct text){at, length}));
        at += length + (at[length] != '\0');
    }
}

/* `${{ matrix.language }}`: the key, or NULL. */
static const char *matrix_key(struct arena *arena, const char *text)
{
    static const char start[] = "${{";
    struct text rest = text_trim(text_of(text));
    if (!text_starts_with(rest, start) || rest.size < 5 ||
        memcmp(rest.bytes + rest.size - 2, "}}", 2) != 0)
        return NULL;
    rest = text_trim((struct text){rest.bytes + 3, rest.size - 5});
    if (!text_starts_with(rest, "matrix."))
        return NULL;
    rest = (struct text){rest.bytes + 7, rest.size - 7};
    for (size_t i = 0; i < rest.size; i++)
        if (strchr(" .[(&|", rest.bytes[i]))
            return NULL;
    return arena_copy(arena, rest);
}

static bool add_scalars(struct languages *languages, const struct node *node)
{
    for (size_t i = 0; i < node->count; i++) {
        if (!node_is_scalar(node->items[i]) || scanner_is_open(node->items[i]->text))
            return false;
        add_words(languages, node->items[i]->text);
    }
    return node->count > 0;
}

/* What a key of the job's matrix may be: its list, and what `include` adds. */
static bool add_matrix(struct languages *languages, const struct node *root, const char *job,
                       const char *key)
{
    const struct node *matrix =
        node_find(node_find(node_find(node_find(root, "jobs"), job), "strategy"), "matrix");
    if (!matrix || matrix->kind != NODE_MAPPING)
        return false;
    const struct node *list = node_find(matrix, key);
    const struct node *include = node_find(matrix, "include");
    if (list && (list->kind != NODE_SEQUENCE || !add_scalars(languages, list)))
        return false;
    if (include && include->kind != NODE_SEQUENCE)
        return false;
    for (size_t i = 0; include && i < include->count; i++) {
        const char *text = node_string(include->items[i], key);
        if (text && !scanner_is_open(text))
            add_words(languages, text);
    }
    return languages->count > 0;
}

static bool read_matrix(struct languages *languages, const struct fact_row *invocation,
                        const char *key, const struct fact_repository *repository)
{
    const char *job = cell_text(invocation, INVOCATION_JOB);
    const struct entry *entry = snapshot_find(repository->snapshot, invocation->path);
    if (!job || !entry || !repository->reader)
        return false;
    struct arena scratch;
    struct content content;
    struct document document;
    struct document_problem problem;
    arena_init(&scratch, 1 << 14);
    reader_read(repository->reader, entry, LIMIT_BLOB_BYTES, &scratch, &content);
    bool done = content.state == CONTENT_TEXT &&
                yaml_parse(&scratch, content.text, &document, &problem) && document.count > 0 &&
                add_matrix(languages, document.roots[0], job, key);
    arena_release(&scratch);
    return done;
}

/* The step of the same job that names them for it. */
static const struct fact_row *companion(const struct scanner_match *match,
                                        const struct fact_table *invocations)
{
    const char *wanted = match->pattern->languages_with;
    const char *job = cell_text(match->invocation, INVOCATION_JOB);
    for (size_t i = 0; wanted && i < invocations->count; i++) {
        const struct fact_row *row = &invocations->rows[i];
        const char *name = row->gap ? NULL : cell_text(row, INVOCATION_NAME);
        const char *its_job = row->gap ? NULL : cell_text(row, INVOCATION_JOB);
        if (name && strcmp(row->path, match->invocation->path) == 0 &&
            (job ? its_job && strcmp(job, its_job) == 0 : !its_job) &&
            wild_matches(text_of(wanted), text_of(name), true))
            return row;
    }
    return NULL;
}

static struct option given_languages(const struct scanner_match *match,
                                     const struct fact_table *invocations)
{
    const struct tool_pattern *pattern = match->pattern;
    struct option given = scanner_first_option(&match->options, &pattern->languages_by);
    const struct fact_row *other =
        given.state == OPTION_ABSENT ? companion(match, invocations) : NULL;
    if (!other)
        return given;
    struct scanner_options options = {
        .arena = match->options.arena,
        .pattern = pattern,
        .inputs_unknown = other->cells[INVOCATION_INPUTS].kind == VALUE_UNKNOWN,
    };
    options.input_count = cell_list(other, INVOCATION_INPUTS, &options.inputs);
    return scanner_first_option(&options, &pattern->languages_by);
}

struct value scanner_languages_of(const struct scanner_match *match,
                                  const struct fact_table *invocations,
                                  const struct fact_repository *repository)
{
    const struct tool_pattern *pattern = match->pattern;
    struct languages languages = {.arena = match->options.arena};
    struct option given = given_languages(match, invocations);
    if (given.state == OPTION_TEXT)
        add_words(&languages, given.text);
    if (given.state == OPTION_OPEN) {
        const char *key = matrix_key(languages.arena, given.text);
        if (!key || !read_matrix(&languages, match->invocation, key, repository))
            return value_unknown(languages.arena, UNKNOWN_UNOBSERVABLE,
                                 "the languages are not constant");
    }
    if (languages.count == 0 && pattern->languages.count > 0)
        return value_texts(languages.arena, (const char *const *)pattern->languages.items,
                           pattern->languages.count);
    if (languages.count == 0)
        return value_text(NULL);
    return value_texts(languages.arena, languages.items, languages.count);
}
