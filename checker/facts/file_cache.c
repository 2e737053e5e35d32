#include "base/limits.h"
#include "facts/gather.h"

#include <string.h>

struct parsed {
    bool good;
    struct document document;
    struct document_problem problem;
};

struct fact_file_cache {
    struct arena *arena;
    struct parsed *parsed[DOCUMENT_FORMATS_MAX]; /* by the format's place in its table */
    const struct markdown *markdown;             /* NULL until somebody asks */
    bool markdown_limit;
};

struct fact_file_cache *fact_file_cache_new(struct arena *arena)
{
    struct fact_file_cache *cache = ARENA_NEW(arena, struct fact_file_cache);
    cache->arena = arena;
    return cache;
}

const struct document *fact_file_document(struct fact_file *file,
                                          const struct document_format *format,
                                          const struct document_problem **problem)
{
    struct fact_file_cache *cache = file->cache;
    struct parsed **kept = &cache->parsed[format - document_formats];
    if (!*kept) {
        *kept = ARENA_NEW(cache->arena, struct parsed);
        (*kept)->good =
            format->parse(cache->arena, file->content.text, &(*kept)->document, &(*kept)->problem);
    }
    if (problem)
        *problem = (*kept)->good ? NULL : &(*kept)->problem;
    return (*kept)->good ? &(*kept)->document : NULL;
}

const struct document *fact_file_yaml(struct fact_file *file,
                                      const struct document_problem **problem)
{
    return fact_file_document(file, document_format_find("yaml"), problem);
}

const struct document *fact_file_toml(struct fact_file *file,
                                      const struct document_problem **problem)
{
    return fact_file_document(file, document_format_find("toml"), problem);
}

const struct document *fact_file_json(struct fact_file *file, bool comments,
                                      const struct document_problem **problem)
{
    return fact_file_document(file, document_format_find(comments ? "jsonc" : "json"), problem);
}

const struct markdown *fact_file_markdown(struct fact_file *file)
{
    struct fact_file_cache *cache = file->cache;
    if (!cache->markdown)
        cache->markdown = markdown_parse(cache->arena, file->content.text, &cache->markdown_limit);
    return cache->markdown;
}

bool fact_file_markdown_is_whole(struct fact_file *file)
{
    fact_file_markdown(file);
    return !file->cache->markdown_limit;
}

static bool holds_pair(struct text text, const char *open, const char *close)
{
    size_t at = text_find(text, open);
    if (at == SIZE_MAX)
        return false;
    struct text rest = {.bytes = text.bytes + at + 2, .size = text.size - at - 2};
    return text_find(rest, close) != SIZE_MAX;
}

/* `${{ }}` of GitHub Actions is no template mark: such files are plain YAML. */
static bool holds_braces(struct text text)
{
    for (size_t from = 0; from < text.size;) {
        struct text rest = {.bytes = text.bytes + from, .size = text.size - from};
        size_t at = text_find(rest, "{{");
        if (at == SIZE_MAX)
            return false;
        if (from + at == 0 || text.bytes[from + at - 1] != '$')
            return holds_pair(rest, "{{", "}}");
        from += at + 2;
    }
    return false;
}

/* Below templates/ of a Helm chart? */
static bool is_in_chart(const struct fact_file *file)
{
    const char *folder = strstr(file->path, "templates/");
    for (; folder; folder = strstr(folder + 1, "templates/")) {
        if (folder != file->path && folder[-1] != '/')
            continue;
        size_t size = (size_t)(folder - file->path);
        char chart[LIMIT_PATH_BYTES + sizeof("Chart.yaml")];
        if (size > LIMIT_PATH_BYTES)
            return false;
        memcpy(chart, file->path, size);
        memcpy(chart + size, "Chart.yaml", sizeof("Chart.yaml"));
        if (file->snapshot && snapshot_find(file->snapshot, chart))
            return true;
    }
    return false;
}

bool fact_file_is_template(const struct fact_file *file)
{
    struct text text = file->content.text;
    return holds_braces(text) || holds_pair(text, "{%", "%}") || holds_pair(text, "<%", "%>") ||
           is_in_chart(file);
}

const char *fact_file_unreadable(const struct fact_file *file, enum unknown_class *class)
{
    enum unknown_class why = UNKNOWN_UNREADABLE;
    const char *reason = NULL;
    switch (file->content.state) {
    case CONTENT_TEXT:
        return NULL;
    case CONTENT_BINARY:
        reason = "binary content where text was expected";
        break;
    case CONTENT_LFS_POINTER:
        why = UNKNOWN_UNOBSERVABLE;
        reason = "the content is kept in Git LFS, not in the repository";
        break;
    case CONTENT_LINK:
        why = UNKNOWN_UNOBSERVABLE;
        reason = "a symbolic link: only its target's own path is read";
        break;
    case CONTENT_SUBMODULE:
        why = UNKNOWN_UNOBSERVABLE;
        reason = "a submodule: its content is in another repository";
        break;
    case CONTENT_TOO_LARGE:
        reason = "larger than the limit of what is read";
        break;
    case CONTENT_MISSING:
        reason = "the object is not in this repository (a partial clone, or damage)";
        break;
    case CONTENT_CORRUPT:
        reason = "the object is corrupt";
        break;
    }
    if (class)
        *class = why;
    return reason;
}
