/* backup - what keeps data, what saves it, and jobs that bring it back to see whether they
 * can: Kubernetes, CloudFormation, Terraform, workflows, crontabs and scripts. */
#include "facts/backup_reader.h"
#include "facts/gather.h"
#include "facts/operations_paths.h"
#include "facts/paths.h"

#include <string.h>

static const char *const sorts[] = {"kubernetes", "terraform", "cloudformation", "workflow",
                                    "crontab",    "script",    "migrations",     NULL};
static const char *const sources[] = {"document", "job", NULL};

#define PLACE_FIELDS                                                                               \
    {"test",                                                                                       \
     {.kind = TYPE_BOOLEAN},                                                                       \
     false,                                                                                        \
     "stands where test material, examples and things for development stand"},                     \
    {                                                                                              \
        "vendored", {.kind = TYPE_BOOLEAN}, false, "others' code, by .gitattributes or convention" \
    }

const struct fact_kind fact_kind_data_store = {
    .name = "data_store",
    .summary = "Something that keeps data which would be missed.",
    .key = (const char *const[]){"path", "name", NULL},
    .fields =
        (const struct fact_field[]){
            {"sort", {.kind = TYPE_WORD, .words = sorts}, false, "How it is described here."},
            {"name", {.kind = TYPE_TEXT}, false, "Its name there; of migrations the folder."},
            {"saved",
             {.kind = TYPE_BOOLEAN},
             true,
             "Does its own setting save it, or what its provider does when nothing is said? Absent "
             "where it has no such setting."},
            PLACE_FIELDS,
            {0},
        },
};

const struct fact_kind fact_kind_data_store_template = {
    .name = "data_store_template",
    .summary = "A template of a chart that may keep data, and is not rendered.",
    .key = (const char *const[]){"path", NULL},
    .fields =
        (const struct fact_field[]){
            {"chart", {.kind = TYPE_PATH}, false, "The Chart.yaml of its chart."},
            PLACE_FIELDS,
            {0},
        },
};

const struct fact_kind fact_kind_backup = {
    .name = "backup",
    .summary = "Something that saves data.",
    .key = (const char *const[]){"path", "name", NULL},
    .fields =
        (const struct fact_field[]){
            {"sort", {.kind = TYPE_WORD, .words = sorts}, false, "What it is."},
            {"name", {.kind = TYPE_TEXT}, false, "Its name there."},
            {"enabled", {.kind = TYPE_BOOLEAN}, false, "Is it not paused?"},
            {"scheduled", {.kind = TYPE_BOOLEAN}, false, "Does it run without anybody?"},
            PLACE_FIELDS,
            {0},
        },
};

const struct fact_kind fact_kind_restore_record = {
    .name = "restore_record",
    .summary = "What shows that data was brought back.",
    .key = (const char *const[]){"path", "text", NULL},
    .fields =
        (const struct fact_field[]){
            {"source",
             {.kind = TYPE_WORD, .words = sources},
             false,
             "A dated line of a document, or a job that runs by a schedule."},
            {"date", {.kind = TYPE_DATE}, true, "Of the document's line."},
            {"text", {.kind = TYPE_TEXT}, false, "The line, or the name of the job."},
            {"test",
             {.kind = TYPE_BOOLEAN},
             false,
             "stands where test material and examples stand"},
            {0},
        },
};

static struct value saved_value(struct fact_writer *writer, enum backup_saved saved)
{
    if (saved == BACKUP_SAVED_NOT_SAID)
        return (struct value){.kind = VALUE_ABSENT};
    if (saved == BACKUP_SAVED_NOT_KNOWN)
        return value_unknown(fact_arena(writer), UNKNOWN_UNOBSERVABLE,
                             "a variable or a module of another place decides it");
    return value_boolean(saved == BACKUP_SAVED_YES);
}

void backup_add_store(struct backup_reading *reading, const char *sort, const char *name,
                      enum backup_saved saved, uint32_t line)
{
    if (text_find_folded(text_of(name), "cache") != SIZE_MAX)
        return;
    struct value *cells = fact_add(reading->writer, &fact_kind_data_store, NULL, line, 1)->cells;
    cells[DATA_STORE_SORT] = value_text(sort);
    cells[DATA_STORE_NAME] = fact_text(reading->writer, name);
    cells[DATA_STORE_SAVED] = saved_value(reading->writer, saved);
    cells[DATA_STORE_TEST] = value_boolean(reading->test);
    cells[DATA_STORE_VENDORED] = value_boolean(reading->vendored);
}

void backup_add(struct backup_reading *reading, const char *sort, const char *name,
                enum backup_saved enabled, bool is_scheduled, uint32_t line)
{
    struct value *cells = fact_add(reading->writer, &fact_kind_backup, NULL, line, 1)->cells;
    cells[BACKUP_SORT] = value_text(sort);
    cells[BACKUP_NAME] = fact_text(reading->writer, name);
    cells[BACKUP_ENABLED] = saved_value(reading->writer, enabled);
    cells[BACKUP_SCHEDULED] = value_boolean(is_scheduled);
    cells[BACKUP_TEST] = value_boolean(reading->test);
    cells[BACKUP_VENDORED] = value_boolean(reading->vendored);
}

void backup_add_restore_job(struct backup_reading *reading, const char *text, uint32_t line)
{
    struct value *cells =
        fact_add(reading->writer, &fact_kind_restore_record, NULL, line, 1)->cells;
    cells[RESTORE_RECORD_SOURCE] = value_text(sources[1]);
    cells[RESTORE_RECORD_TEXT] = fact_text(reading->writer, text);
    cells[RESTORE_RECORD_TEST] = value_boolean(reading->test);
}

/* Lines of a crontab; a comment runs nothing. */
static void read_crontab(struct backup_reading *reading)
{
    struct text rest = reading->file->content.text, line;
    struct arena scratch;
    arena_init(&scratch, 1 << 12);
    const char *name = path_base(reading->file->path);
    bool saves = false;
    for (uint32_t number = 1; text_next_line(&rest, &line); number++) {
        struct arena_mark mark = arena_mark(&scratch);
        const char *copy = arena_copy(&scratch, text_trim(line));
        if (copy[0] != '#' && !saves && backup_text_saves(copy)) {
            saves = true;
            backup_add(reading, "crontab", name, BACKUP_SAVED_YES, true, number);
        }
        if (copy[0] != '#' && backup_text_restores(copy))
            backup_add_restore_job(reading, name, number);
        arena_reset(&scratch, mark);
    }
    arena_release(&scratch);
}

static void add_store_gap(struct backup_reading *reading, enum unknown_class class,
                          const char *reason)
{
    const char *chart = path_chart_of_template(fact_arena(reading->writer), reading->file->snapshot,
                                               reading->file->path);
    if (chart) {
        struct value *cells =
            fact_add(reading->writer, &fact_kind_data_store_template, NULL, 1, 1)->cells;
        cells[DATA_STORE_TEMPLATE_CHART] = fact_text(reading->writer, chart);
        cells[DATA_STORE_TEMPLATE_TEST] = value_boolean(reading->test);
        cells[DATA_STORE_TEMPLATE_VENDORED] = value_boolean(reading->vendored);
        return;
    }
    struct fact_row *gap =
        fact_add_gap(reading->writer, &fact_kind_data_store, NULL, class, reason);
    gap->cells[DATA_STORE_TEST] = value_boolean(reading->test);
    gap->cells[DATA_STORE_VENDORED] = value_boolean(reading->vendored);
}

/* Templates that bear these may keep or save data. */
static void add_gaps(struct backup_reading *reading, enum unknown_class class, const char *reason)
{
    static const char *const stores[] = {
        "\nkind: StatefulSet", "\nkind: PersistentVolumeClaim",    "AWS::RDS::DB",
        "\"aws_db_instance\"", "\"google_sql_database_instance\"", NULL};
    static const char *const means[] = {"kind: ScheduledBackup",
                                        "kind: BackupConfiguration",
                                        "velero.io/",
                                        "AWS::Backup",
                                        "pg_dump",
                                        "mysqldump",
                                        NULL};
    struct text text = reading->file->content.text;
    if (reading->file->content.state != CONTENT_TEXT)
        return;
    for (size_t i = 0; stores[i]; i++) {
        if (text_find(text, stores[i]) == SIZE_MAX &&
            !(stores[i][0] == '\n' && text_starts_with(text, stores[i] + 1)))
            continue;
        add_store_gap(reading, class, reason);
        break;
    }
    for (size_t i = 0; means[i]; i++) {
        if (text_find(text, means[i]) == SIZE_MAX)
            continue;
        struct fact_row *gap =
            fact_add_gap(reading->writer, &fact_kind_backup, NULL, class, reason);
        gap->cells[BACKUP_TEST] = value_boolean(reading->test);
        gap->cells[BACKUP_VENDORED] = value_boolean(reading->vendored);
        break;
    }
}

static void recognise(struct fact_writer *writer, struct fact_file *file)
{
    struct backup_reading reading = {
        .writer = writer,
        .file = file,
        .test = backup_is_test(file->path),
        .vendored = snapshot_is_vendored(file->snapshot, file->path),
    };
    enum unknown_class class;
    const char *reason;
    if (backup_is_crontab(file->path)) {
        if (file->content.state == CONTENT_TEXT)
            read_crontab(&reading);
        return;
    }
    const struct document *document = operations_document(file, &class, &reason);
    if (!document) {
        add_gaps(&reading, class, reason);
        return;
    }
    for (size_t i = 0; i < document->count; i++) {
        if (string_ends_with(file->path, ".tf"))
            backup_read_terraform(&reading, document->roots[i]);
        else
            backup_read_objects(&reading, document->roots[i]);
    }
}

FACT(backup) = {
    .name = "backup",
    .area = FACT_AREA_OPERATIONS,
    .summary = "What keeps data, what saves it, and jobs that bring it back.",
    .version = 2,
    .kinds = (const struct fact_kind *const[]){&fact_kind_data_store,
                                               &fact_kind_data_store_template, &fact_kind_backup,
                                               &fact_kind_restore_record,
                                               &fact_kind_scheduled_script, NULL},
    .paths = (const char *const[]){"*.yaml", "*.yml", "*.tf", "*.template", "crontab*", "*.crontab",
                                   "*.cron", "**/cron.d/**", NULL},
    .literals = (const char *const[]){"StatefulSet",
                                      "PersistentVolumeClaim",
                                      "postgresql",
                                      "PostgresCluster",
                                      "Percona",
                                      "_db_instance",
                                      "_rds_cluster",
                                      "_cluster\"",
                                      "_table\"",
                                      "efs_",
                                      "ebs_volume",
                                      "google_",
                                      "azurerm_",
                                      "AWS::RDS",
                                      "AWS::DynamoDB",
                                      "AWS::EFS",
                                      "ackup",
                                      "napshot",
                                      "chedule",
                                      "dump",
                                      "restic",
                                      "borg",
                                      "kopia",
                                      "wal-g",
                                      "duplicity",
                                      "restore",
                                      NULL},
    .recognise_file = recognise,
    .judges_lost_content = true,
};
