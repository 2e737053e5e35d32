#include "facts/scanner_languages.h"

#include "facts/invocation_kinds.h"
#include "facts/language.h"
#include "facts/supply.h"
#include "facts/wild.h"
#include "facts/workflow_kinds.h"

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

/* The values of a variable of the job's matrix; false when none is written out. */
static bool add_matrix(struct languages *languages, const struct fact_row *invocation,
                       const char *key, const struct fact_table *jobs)
{
    const char *job = cell_text(invocation, INVOCATION_JOB);
    size_t length = key ? strlen(key) : 0;
    bool found = false;
    for (size_t i = 0; key && job && i < jobs->count; i++) {
        const struct fact_row *row = &jobs->rows[i];
        const char *its_job = row->gap ? NULL : cell_text(row, WORKFLOW_JOB_JOB);
        const struct value *values = NULL;
        size_t count = 0;
        if (its_job && strcmp(its_job, job) == 0 && strcmp(row->path, invocation->path) == 0)
            count = cell_list(row, WORKFLOW_JOB_MATRIX, &values);
        for (size_t k = 0; k < count; k++)
            if (strncmp(values[k].text, key, length) == 0 && values[k].text[length] == '=') {
                add_words(languages, values[k].text + length + 1);
                found = true;
            }
    }
    return found;
}

/* Is it the step of the same job that names the languages for this one? A matrix makes
 * several of it. */
static bool is_companion(const struct scanner_match *match, const struct fact_row *row)
{
    const char *wanted = match->pattern->languages_with;
    const char *job = cell_text(match->invocation, INVOCATION_JOB);
    const char *name = row->gap ? NULL : cell_text(row, INVOCATION_NAME);
    const char *its_job = row->gap ? NULL : cell_text(row, INVOCATION_JOB);
    return wanted && name && strcmp(row->path, match->invocation->path) == 0 &&
           (job ? its_job && strcmp(job, its_job) == 0 : !its_job) &&
           wild_matches(text_of(wanted), text_of(name), true);
}

/* False when only a run knows. */
static bool add_given(struct languages *languages, const struct scanner_match *match,
                      const struct scanner_options *options, const struct fact_table *jobs)
{
    struct option given = scanner_first_option(options, &match->pattern->languages_by);
    if (given.state == OPTION_TEXT)
        add_words(languages, given.text);
    return given.state != OPTION_OPEN ||
           add_matrix(languages, match->invocation, matrix_key(languages->arena, given.text), jobs);
}

static bool add_all(struct languages *languages, const struct scanner_match *match,
                    const struct fact_table *invocations, const struct fact_table *jobs)
{
    if (!add_given(languages, match, &match->options, jobs))
        return false;
    bool own = languages->count > 0 || !match->pattern->languages_with;
    for (size_t i = 0; !own && i < invocations->count; i++) {
        const struct fact_row *row = &invocations->rows[i];
        if (!is_companion(match, row))
            continue;
        struct scanner_options options = {
            .arena = languages->arena,
            .pattern = match->pattern,
            .inputs_unknown = row->cells[INVOCATION_INPUTS].kind == VALUE_UNKNOWN,
        };
        options.input_count = cell_list(row, INVOCATION_INPUTS, &options.inputs);
        if (!add_given(languages, match, &options, jobs))
            return false;
    }
    return true;
}

struct value scanner_languages_of(const struct scanner_match *match,
                                  const struct fact_table *invocations,
                                  const struct fact_table *jobs)
{
    const struct tool_pattern *pattern = match->pattern;
    struct languages languages = {.arena = match->options.arena};
    if (!add_all(&languages, match, invocations, jobs))
        return value_unknown(languages.arena, UNKNOWN_UNOBSERVABLE,
                             "the languages are not constant");
    if (languages.count > 0)
        return value_texts(languages.arena, languages.items, languages.count);
    if (pattern->languages.count > 0)
        return value_texts(languages.arena, (const char *const *)pattern->languages.items,
                           pattern->languages.count);
    return value_text(NULL);
}
