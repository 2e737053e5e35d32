/* backup and restore_record, of scripts: whether anything here runs them by a clock. */
#include "base/table.h"
#include "facts/backup_reader.h"
#include "facts/gather.h"
#include "facts/paths.h"
#include "facts/supply.h"

/* The names of scripts that run by a clock: by their own, or by a timer of their unit. */
static void read_scheduled(struct table *scheduled, struct arena *arena,
                           const struct fact_table *table)
{
    struct table timers;
    table_init(&timers, arena);
    for (size_t i = 0; i < table->count; i++) {
        const char *unit = cell_text(&table->rows[i], SCHEDULED_SCRIPT_UNIT);
        if (unit && cell_is_true(&table->rows[i], SCHEDULED_SCRIPT_STARTED) &&
            !cell_is_true(&table->rows[i], SCHEDULED_SCRIPT_TEST))
            table_set(&timers, unit, scheduled);
    }
    for (size_t i = 0; i < table->count; i++) {
        const struct fact_row *row = &table->rows[i];
        const char *script = cell_text(row, SCHEDULED_SCRIPT_SCRIPT);
        const char *unit = cell_text(row, SCHEDULED_SCRIPT_UNIT);
        if (script && !cell_is_true(row, SCHEDULED_SCRIPT_TEST) &&
            (cell_is_true(row, SCHEDULED_SCRIPT_STARTED) || (unit && table_has(&timers, unit))))
            table_set(scheduled, script, scheduled);
    }
}

static struct failure *recognise(struct fact_writer *writer,
                                 const struct fact_repository *repository)
{
    const struct fact_table *scripts = repository->table(repository, &fact_kind_backup_script);
    struct table scheduled;
    table_init(&scheduled, fact_arena(writer));
    read_scheduled(&scheduled, fact_arena(writer),
                   repository->table(repository, &fact_kind_scheduled_script));
    for (size_t i = 0; i < scripts->count; i++) {
        const struct fact_row *row = &scripts->rows[i];
        if (row->gap) {
            const struct unknown *why = row->cells[BACKUP_SCRIPT_SAVES].unknown;
            struct value *cells =
                fact_add_gap(writer, &fact_kind_backup, row->path, why->class, why->reason)->cells;
            cells[BACKUP_TEST] = value_boolean(backup_is_test(row->path));
            cells[BACKUP_VENDORED] =
                value_boolean(snapshot_is_vendored(repository->snapshot, row->path));
            continue;
        }
        const char *name = path_base(row->path);
        bool is_scheduled = table_has(&scheduled, name);
        if (cell_is_true(row, BACKUP_SCRIPT_SAVES)) {
            struct value *cells =
                fact_add(writer, &fact_kind_backup, row->path, row->line, 1)->cells;
            cells[BACKUP_SORT] = value_text("script");
            cells[BACKUP_NAME] = value_text(name);
            cells[BACKUP_ENABLED] = value_boolean(true);
            cells[BACKUP_SCHEDULED] = value_boolean(is_scheduled);
            cells[BACKUP_TEST] = row->cells[BACKUP_SCRIPT_TEST];
            cells[BACKUP_VENDORED] = row->cells[BACKUP_SCRIPT_VENDORED];
        }
        if (is_scheduled && cell_is_true(row, BACKUP_SCRIPT_RESTORES)) {
            struct value *cells =
                fact_add(writer, &fact_kind_restore_record, row->path, row->line, 1)->cells;
            cells[RESTORE_RECORD_SOURCE] = value_text("job");
            cells[RESTORE_RECORD_TEXT] = value_text(name);
            cells[RESTORE_RECORD_TEST] = row->cells[BACKUP_SCRIPT_TEST];
        }
    }
    return NULL;
}

FACT(backup_run) = {
    .name = "backup_run",
    .area = FACT_AREA_OPERATIONS,
    .summary = "Scripts that save data or bring it back, and whether a clock runs them.",
    .version = 1,
    .kinds = (const struct fact_kind *const[]){&fact_kind_backup, &fact_kind_restore_record, NULL},
    .needs = (const struct fact_kind *const[]){&fact_kind_backup_script,
                                               &fact_kind_scheduled_script, NULL},
    .recognise_repository = recognise,
};
