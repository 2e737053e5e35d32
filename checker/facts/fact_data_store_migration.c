/* data_store, of migrations: who changes tables step by step keeps what is in them. */
#include "facts/backup_kinds.h"
#include "facts/gather.h"
#include "facts/paths.h"

#include <string.h>

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

/* Names as tools of migrations ask for them: 0001_initial.py, V1__orders.sql,
 * 20260301120000_orders.rb; Prisma has a folder of that name for each. */
static bool is_step(const char *base)
{
    static const char *const endings[] = {".sql", ".py", ".rb", ".ts",   ".js",  ".go",
                                          ".php", ".cs", ".kt", ".java", ".exs", NULL};
    bool is_code = false;
    for (size_t i = 0; endings[i]; i++)
        is_code = is_code || string_ends_with(base, endings[i]);
    bool is_flyway = (base[0] == 'V' || base[0] == 'U') && is_digit(base[1]);
    return is_code && (is_flyway || (is_digit(base[0]) && is_digit(base[1])) ||
                       strcmp(base, "migration.sql") == 0);
}

/* The folder that holds the steps; NULL when it is none. */
static const char *folder_of(struct arena *arena, const char *path)
{
    static const char *const names[] = {"migrations", "migrate", "migration", "versions", NULL};
    const char *folder = path_directory(arena, path);
    if (string_ends_with(path, "/migration.sql"))
        folder = path_directory(arena, folder);
    const char *base = path_base(folder);
    if (!is_step(path_base(path)) || !string_is_one_of(base, names))
        return NULL;
    /* `versions` is Alembic's, and a common word. */
    return strcmp(base, "versions") == 0 && !strstr(folder, "alembic") &&
                   !strstr(folder, "migrations")
               ? NULL
               : folder;
}

static struct failure *recognise(struct fact_writer *writer,
                                 const struct fact_repository *repository)
{
    const struct snapshot *snapshot = repository->snapshot;
    struct arena *arena = fact_arena(writer);
    const char *last = "";
    for (size_t i = 0; i < snapshot->count; i++) {
        const char *path = snapshot->entries[i].path;
        const char *folder = folder_of(arena, path);
        if (!folder || strcmp(folder, last) == 0)
            continue;
        last = folder;
        struct value *cells = fact_add(writer, &fact_kind_data_store, path, 1, 1)->cells;
        cells[DATA_STORE_SORT] = value_text("migrations");
        cells[DATA_STORE_NAME] = value_text(folder);
        cells[DATA_STORE_TEST] = value_boolean(path_is_test(path));
        cells[DATA_STORE_VENDORED] = value_boolean(snapshot_is_vendored(snapshot, path));
    }
    return NULL;
}

FACT(data_store_migration) = {
    .name = "data_store_migration",
    .area = FACT_AREA_OPERATIONS,
    .names_only = true,
    .summary = "Folders of migrations of a database.",
    .version = 1,
    .kinds = (const struct fact_kind *const[]){&fact_kind_data_store, NULL},
    .recognise_repository = recognise,
};
