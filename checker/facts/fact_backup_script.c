/* backup_script - scripts of the shell that save data or bring it back. */
#include "facts/backup_reader.h"
#include "facts/gather.h"

#include <string.h>

static const char *const key[] = {"path", NULL};

const struct fact_kind fact_kind_backup_script = {
    .name = "backup_script",
    .summary = "A script that saves data or brings it back, by itself.",
    .key = key,
    .fields =
        (const struct fact_field[]){
            {"saves", {.kind = TYPE_BOOLEAN}, false, "Does a command of it save data?"},
            {"restores", {.kind = TYPE_BOOLEAN}, false, "Does a command of it bring data back?"},
            {"test",
             {.kind = TYPE_BOOLEAN},
             false,
             "stands where test material, examples and things for development stand"},
            {"vendored",
             {.kind = TYPE_BOOLEAN},
             false,
             "others' code, by .gitattributes or convention"},
            {0},
        },
};

/* A comment, what is told to people, and looking whether a program is there run nothing. */
static bool runs_nothing(const char *line)
{
    static const char *const begins[] = {"#",     "echo ", "printf ", "log ",
                                         "info ", "die ",  "fail ",   NULL};
    for (size_t i = 0; begins[i]; i++)
        if (string_starts_with(line, begins[i]))
            return true;
    return strstr(line, "command -v ") || strstr(line, "which ");
}

static void recognise(struct fact_writer *writer, struct fact_file *file)
{
    struct text rest = file->content.text, line;
    struct arena scratch;
    bool saves = false, restores = false;
    uint32_t first = 0;
    if (file->content.state != CONTENT_TEXT)
        return;
    arena_init(&scratch, 1 << 12);
    for (uint32_t number = 1; text_next_line(&rest, &line); number++) {
        struct arena_mark mark = arena_mark(&scratch);
        const char *copy = arena_copy(&scratch, text_trim(line));
        bool runs = !runs_nothing(copy);
        bool saves_here = runs && backup_text_saves(copy);
        bool restores_here = runs && backup_text_restores(copy);
        first = first == 0 && (saves_here || restores_here) ? number : first;
        saves = saves || saves_here;
        restores = restores || restores_here;
        arena_reset(&scratch, mark);
    }
    arena_release(&scratch);
    if (first == 0)
        return;
    struct value *cells = fact_add(writer, &fact_kind_backup_script, NULL, first, 1)->cells;
    cells[BACKUP_SCRIPT_SAVES] = value_boolean(saves);
    cells[BACKUP_SCRIPT_RESTORES] = value_boolean(restores);
    cells[BACKUP_SCRIPT_TEST] = value_boolean(backup_is_test(file->path));
    cells[BACKUP_SCRIPT_VENDORED] = value_boolean(snapshot_is_vendored(file->snapshot, file->path));
}

FACT(backup_script) = {
    .name = "backup_script",
    .area = FACT_AREA_OPERATIONS,
    .summary = "Scripts that save data or bring it back.",
    .version = 1,
    .kinds = (const struct fact_kind *const[]){&fact_kind_backup_script, NULL},
    .paths = (const char *const[]){"*.sh", NULL},
    .literals = (const char *const[]){"dump", "backup", "restic", "borg", "kopia", "wal-g",
                                      "duplicity", "restore", "snapshot", "litestream", "loader",
                                      "barman", NULL},
    .recognise_file = recognise,
};
