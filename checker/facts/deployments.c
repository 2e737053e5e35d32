#include "facts/deployments.h"

#include "base/date.h"
#include "base/limits.h"
#include "document/json.h"
#include "document/schema.h"
#include "facts/words.h"

#include <string.h>

enum { SUCCESS, FAILURE };

static const char *const statuses[] = {"success", "failure", NULL};

struct form {
    const struct node *node;
    const char *time, *commit, *environment;
    int status;
};

static const struct schema_field fields[] = {
    {.name = "time",
     .type = SCHEMA_TEXT,
     .offset = offsetof(struct form, time),
     .required = true,
     .summary = "When it was there, with the time of day and an offset or Z."},
    {.name = "sha",
     .type = SCHEMA_TEXT,
     .offset = offsetof(struct form, commit),
     .required = true,
     .pattern = "^[0-9a-f]{40}$",
     .pattern_hint = "the 40 lower-case hexadecimal digits of a commit",
     .summary = "The commit that was deployed."},
    {.name = "env",
     .type = SCHEMA_TEXT,
     .offset = offsetof(struct form, environment),
     .required = true,
     .summary = "Where to."},
    {.name = "status",
     .type = SCHEMA_WORD,
     .offset = offsetof(struct form, status),
     .required = true,
     .words = statuses,
     .summary = "How it went."},
    {0},
};

static const struct schema schema = {
    .name = "deployment",
    .summary = "A deployment.",
    .size = sizeof(struct form),
    .node_offset = offsetof(struct form, node),
    .fields = fields,
};

bool deployments_are_in(const char *name)
{
    return string_ends_with(name, ".jsonl");
}

static struct failure *refuse(const char *name, uint32_t line, const struct diagnostic *mistake)
{
    return failure_new(FAILURE_USAGE, "%s:%u:%u: %s%s%s%s%s%s", name, line, mistake->place.column,
                       mistake->message, mistake->expected ? "; expected " : "",
                       mistake->expected ? mistake->expected : "",
                       mistake->meant ? "; did you mean '" : "",
                       mistake->meant ? mistake->meant : "", mistake->meant ? "'?" : "");
}

/* RFC 3339 with the time of day: a day alone would make minutes out of hours. */
static bool read_time(const char *written, int64_t *out)
{
    return strlen(written) > sizeof("2026-05-03") && time_parse(written, out);
}

static bool is_production(struct arena *arena, const char *environment)
{
    struct words words = words_read(arena, text_of(environment));
    return words_have_one(&words, 0, words.count, "prod|production|prd|live") &&
           !words_have_one(&words, 0, words.count, "non|not|pre|no");
}

static struct failure *read_line(const char *name, uint32_t line, struct text text,
                                 struct arena *arena, struct deployment_event *out)
{
    struct document document;
    struct document_problem problem = {0};
    struct diagnostics diagnostics;
    if (!json_parse(arena, text, false, &document, &problem) || document.count == 0)
        return failure_new(FAILURE_USAGE, "%s:%u:%u: no JSON that can be read: %s", name, line,
                           problem.column, problem.message);
    diagnostics_init(&diagnostics, arena);
    const struct form *form = schema_load(&schema, arena, name, document.roots[0], &diagnostics);
    if (diagnostics.count > 0)
        return refuse(name, line, &diagnostics.items[0]);
    if (!read_time(form->time, &out->time))
        return failure_new(FAILURE_USAGE,
                           "%s:%u:%u: '%.40s' is no instant; expected one as 2026-05-03T14:05:00Z",
                           name, line, node_find(form->node, "time")->column, form->time);
    object_id_parse(text_of(form->commit), &out->id);
    out->line = line;
    out->commit = form->commit;
    out->environment = form->environment;
    out->production = is_production(arena, form->environment);
    out->success = form->status == SUCCESS;
    return NULL;
}

struct failure *deployments_read(const char *name, struct text text, struct arena *arena,
                                 struct deployments *out)
{
    if (text.size > LIMIT_DEPLOYMENTS_BYTES)
        return failure_new(FAILURE_USAGE, "'%s' is larger than %d MiB", name,
                           LIMIT_DEPLOYMENTS_BYTES >> 20);
    struct deployment_event *items = NULL;
    size_t count = 0;
    size_t capacity = 0;
    uint32_t line = 0;
    for (size_t start = 0; start < text.size;) {
        const char *end = memchr(text.bytes + start, '\n', text.size - start);
        size_t size = end ? (size_t)(end - text.bytes) - start : text.size - start;
        struct text content = {.bytes = text.bytes + start, .size = size};
        start += size + 1;
        line++;
        if (text_trim(content).size == 0)
            continue;
        items = arena_grow(arena, items, count, &capacity, sizeof(*items));
        TRY(read_line(name, line, content, arena, &items[count]));
        count++;
    }
    *out = (struct deployments){.items = items, .count = count};
    return NULL;
}
