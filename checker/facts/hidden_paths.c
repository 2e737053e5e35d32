#include "facts/hidden_paths.h"

#include "base/table.h"
#include "facts/paths.h"
#include "source/rules.h"

#include <string.h>

struct hidden_paths {
    struct arena *arena;
    struct table files;  /* folder -> struct text of its .gitignore */
    struct table chains; /* folder -> struct ignore, NULL never stored */
};

static void add_line(struct hidden_paths *hidden, const char *directory, const char *line)
{
    struct text *text = table_find(&hidden->files, directory);
    const char *before = text ? text->bytes : "";
    if (!text) {
        text = ARENA_NEW(hidden->arena, struct text);
        table_set(&hidden->files, directory, text);
    }
    *text = text_of(arena_printf(hidden->arena, "%s%s\n", before, line));
}

struct hidden_paths *hidden_paths_new(struct arena *arena, const struct fact_table *ignore_rules)
{
    struct hidden_paths *hidden = ARENA_NEW(arena, struct hidden_paths);
    hidden->arena = arena;
    table_init(&hidden->files, arena);
    table_init(&hidden->chains, arena);
    for (size_t i = 0; i < ignore_rules->count; i++) {
        const struct fact_row *row = &ignore_rules->rows[i];
        if (!row->gap)
            add_line(hidden, cell_text(row, IGNORE_DIRECTORY), cell_text(row, IGNORE_PATTERN));
    }
    return hidden;
}

/* The rules of a folder and of those above it. */
static struct ignore *chain_of(struct hidden_paths *hidden, const char *directory)
{
    struct ignore *chain = table_find(&hidden->chains, directory);
    if (chain)
        return chain;
    bool is_root = strcmp(directory, ".") == 0;
    const struct ignore *above =
        is_root ? NULL : chain_of(hidden, path_directory(hidden->arena, directory));
    const struct text *lines = table_find(&hidden->files, directory);
    const char *folder = is_root ? "" : arena_printf(hidden->arena, "%s/", directory);
    chain = ARENA_NEW(hidden->arena, struct ignore);
    *chain = *ignore_new(above, folder, lines ? *lines : (struct text){"", 0}, hidden->arena);
    table_set(&hidden->chains, directory, chain);
    return chain;
}

static bool is_hidden(struct hidden_paths *hidden, const char *path, bool is_folder)
{
    return ignore_has(chain_of(hidden, path_directory(hidden->arena, path)), path, is_folder);
}

bool hidden_paths_have(struct hidden_paths *hidden, const char *path)
{
    for (const char *slash = strchr(path, '/'); slash; slash = strchr(slash + 1, '/'))
        if (is_hidden(hidden,
                      arena_copy(hidden->arena, (struct text){path, (size_t)(slash - path)}), true))
            return true;
    return is_hidden(hidden, path, false);
}
