#include "facts/paths.h"
#include "facts/update_kinds.h"

#include <string.h>

static const struct fact_field fields[] = {
    [INCLUDE_TARGET] = {"target", {.kind = TYPE_PATH}, false, "the file that is included"},
    {0},
};

static const char *const key[] = {"path", "target", NULL};

const struct fact_kind requirement_include_kind = {
    .name = "requirement_include",
    .summary = "a file of Python requirements or constraints that another one includes",
    .key = key,
    .fields = fields,
};

/* What stands behind -r, -c or their long forms: pip, "Requirements File Format". */
static struct text included(struct text line)
{
    static const char *const options[] = {"--requirement", "--constraint", "-r", "-c"};
    for (size_t i = 0; i < sizeof(options) / sizeof(*options); i++) {
        if (!text_starts_with(line, options[i]))
            continue;
        size_t length = strlen(options[i]);
        struct text rest = {line.bytes + length, line.size - length};
        if (length > 2 && rest.size > 0 && !strchr(" \t=", rest.bytes[0]))
            continue;
        if (rest.size > 0 && rest.bytes[0] == '=')
            rest = (struct text){rest.bytes + 1, rest.size - 1};
        rest = text_trim(rest);
        for (size_t end = 0; end < rest.size; end++)
            if (strchr(" \t#", rest.bytes[end]))
                return (struct text){rest.bytes, end};
        return rest;
    }
    return (struct text){0};
}

static void recognise(struct fact_writer *writer, struct fact_file *file)
{
    if (file->content.state != CONTENT_TEXT)
        return;
    struct arena *arena = fact_arena(writer);
    struct text rest = file->content.text;
    struct text line;
    for (uint32_t number = 1; text_next_line(&rest, &line); number++) {
        struct text target = included(text_trim(line));
        if (target.size == 0 || text_find(target, "://") != SIZE_MAX)
            continue;
        const char *path =
            path_resolve(arena, path_directory(arena, file->path), arena_copy(arena, target));
        if (!path || !snapshot_find(file->snapshot, path))
            continue;
        struct value *cells = fact_add(writer, &requirement_include_kind, NULL, number, 1)->cells;
        cells[INCLUDE_TARGET] = fact_text(writer, path);
    }
}

static const struct fact_kind *const kinds[] = {&requirement_include_kind, NULL};
static const char *const paths[] = {
    "*[rR]equirements*.txt", "*[rR]equirements*.in", "**/requirements/*.txt",
    "**/requirements/*.in",  "*constraints*.txt",    NULL,
};

FACT(requirement_include) = {
    .name = "requirement_include",
    .area = FACT_AREA_SUPPLY_CHAIN,
    .summary = "which files of Python requirements include which",
    .version = 1,
    .kinds = kinds,
    .paths = paths,
    .recognise_file = recognise,
};
