#include "facts/paths.h"
#include "facts/supply.h"

static const struct fact_field fields[] = {
    [IGNORE_DIRECTORY] = {"directory", {.kind = TYPE_PATH}, false, "the folder of the .gitignore"},
    [IGNORE_PATTERN] = {"pattern", {.kind = TYPE_TEXT}, false, "as it is written, with its '!'"},
    [IGNORE_FIELD_COUNT] = {0},
};

static const char *const key[] = {"path", "pattern", NULL};

const struct fact_kind ignore_rule_kind = {
    .name = "ignore_rule",
    .summary = "a line of a .gitignore",
    .key = key,
    .fields = fields,
};

static void recognise(struct fact_writer *writer, struct fact_file *file)
{
    enum unknown_class class = UNKNOWN_UNREADABLE;
    const char *directory = path_directory(fact_arena(writer), file->path);
    /* git reads no .gitignore through a link. */
    if (file->content.state == CONTENT_LINK || file->content.state == CONTENT_SUBMODULE)
        return;
    const char *reason = fact_file_unreadable(file, &class);
    if (reason) {
        struct fact_row *row = fact_add_gap(writer, &ignore_rule_kind, NULL, class, reason);
        row->cells[IGNORE_DIRECTORY] = value_text(directory);
        return;
    }
    struct text rest = file->content.text;
    struct text line;
    for (uint32_t number = 1; text_next_line(&rest, &line); number++) {
        struct text trimmed = text_trim(line);
        if (trimmed.size == 0 || trimmed.bytes[0] == '#')
            continue;
        struct value *cells = fact_add(writer, &ignore_rule_kind, NULL, number, 1)->cells;
        cells[IGNORE_DIRECTORY] = value_text(directory);
        cells[IGNORE_PATTERN] = value_text(arena_copy(fact_arena(writer), line));
    }
}

static const struct fact_kind *const kinds[] = {&ignore_rule_kind, NULL};
static const char *const paths[] = {".gitignore", NULL};

FACT(ignore_rule) = {
    .name = "ignore_rule",
    .area = FACT_AREA_FILES,
    .summary = "what the tree's own .gitignore files hide",
    .version = 1,
    .kinds = kinds,
    .paths = paths,
    .recognise_file = recognise,
};
