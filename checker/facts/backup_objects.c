#include "facts/backup_reader.h"
#include "facts/kubernetes.h"
#include "facts/operations_paths.h"

#include <string.h>

/* A word of a command stands alone: `pg_dump`, `/usr/bin/restic`, not `pg_dumper`. */
static bool has_command(const char *text, const char *command)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";
    size_t size = strlen(command);
    for (const char *at = strstr(text, command); at; at = strstr(at + 1, command)) {
        char before = at == text ? ' ' : at[-1], after = at[size];
        if ((before == ' ' || !strchr(letters, before)) && before != '-' && before != '.' &&
            (!after || (!strchr(letters, after) && after != '-')))
            return true;
    }
    return false;
}

static bool has_one(const char *text, const char *const *commands)
{
    for (size_t i = 0; text && commands[i]; i++)
        if (has_command(text, commands[i]))
            return true;
    return false;
}

bool backup_text_saves(const char *text)
{
    static const char *const commands[] = {"pg_dump",
                                           "pg_dumpall",
                                           "pg_basebackup",
                                           "mysqldump",
                                           "mariadb-dump",
                                           "mongodump",
                                           "xtrabackup",
                                           "mariabackup",
                                           "mydumper",
                                           "clickhouse-backup create",
                                           "restic backup",
                                           "borg create",
                                           "borgmatic",
                                           "kopia snapshot create",
                                           "wal-g backup-push",
                                           "barman backup",
                                           "velero backup create",
                                           "etcdctl snapshot save",
                                           "influx backup",
                                           "duplicity",
                                           "litestream replicate",
                                           "autorestic backup",
                                           NULL};
    return has_one(text, commands) ||
           (text && strstr(text, "pgbackrest") && has_command(text, "backup")) ||
           (text && strstr(text, ".backup ") && has_command(text, "sqlite3"));
}

bool backup_text_restores(const char *text)
{
    static const char *const commands[] = {"pg_restore",
                                           "mongorestore",
                                           "restic restore",
                                           "borg extract",
                                           "wal-g backup-fetch",
                                           "barman recover",
                                           "velero restore create",
                                           "kopia snapshot restore",
                                           "myloader",
                                           "litestream restore",
                                           "etcdctl snapshot restore",
                                           NULL};
    return has_one(text, commands) ||
           (text && strstr(text, "pgbackrest") && has_command(text, "restore"));
}

static void add_scheduled_below(struct backup_reading *reading, const struct node *node)
{
    if (node && node->kind == NODE_TEXT)
        backup_add_scheduled(reading->writer, node->text, NULL, reading->test, node->line);
    for (size_t i = 0; node && !node_is_scalar(node) && i < node->count; i++)
        add_scheduled_below(reading, node->items[i]);
}

static bool any_text(const struct node *node, bool (*test)(const char *text))
{
    if (!node)
        return false;
    if (node_is_scalar(node))
        return node->kind == NODE_TEXT && test(node->text);
    for (size_t i = 0; i < node->count; i++)
        if (any_text(node->items[i], test))
            return true;
    return false;
}

bool backup_node_saves(const struct node *node)
{
    return any_text(node, backup_text_saves);
}

bool backup_node_restores(const struct node *node)
{
    return any_text(node, backup_text_restores);
}

static const char *name_of(const struct node *object)
{
    const char *name = node_string(node_find(object, "metadata"), "name");
    return name ? name : "";
}

static bool is_true(const struct node *node, const char *key)
{
    bool yes = false;
    return node_boolean(node_find(node, key), &yes) && yes;
}

static bool holds(const char *text, const char *part)
{
    return text_find_folded(text_of(text), part) != SIZE_MAX;
}

/* Operators have many kinds for it: each says when, and most can be paused. */
static bool is_backup_kind(const char *version, const char *kind)
{
    return holds(kind, "backup") || holds(kind, "snapshotpolicy") ||
           holds(kind, "snapshotschedule") ||
           (strcmp(kind, "Schedule") == 0 && (string_starts_with(version, "velero.io/") ||
                                              string_starts_with(version, "k8up.io/"))) ||
           (strcmp(kind, "ReplicationSource") == 0 && string_starts_with(version, "volsync"));
}

static bool has_schedule(const struct node *node, unsigned depth)
{
    if (!node || node_is_scalar(node) || depth > 4)
        return false;
    for (size_t i = 0; i < node->count; i++)
        if ((node->kind == NODE_MAPPING && holds(node->keys[i]->text, "schedule") &&
             (!node_is_scalar(node->items[i]) || node->items[i]->kind == NODE_TEXT)) ||
            has_schedule(node->items[i], depth + 1))
            return true;
    return false;
}

static void read_store(struct backup_reading *reading, const struct node *object, const char *kind)
{
    const struct node *spec = node_find(object, "spec");
    const struct node *claims = node_find(spec, "volumeClaimTemplates");
    bool is_set = strcmp(kind, "StatefulSet") == 0 && claims && claims->count;
    /* Operators of databases have a section for it. */
    const struct node *backup = node_find(spec, "backup");
    bool is_database = strcmp(kind, "PostgresCluster") == 0 || strcmp(kind, "postgresql") == 0 ||
                       strcmp(kind, "PerconaXtraDBCluster") == 0 ||
                       strcmp(kind, "PerconaServerMongoDB") == 0 ||
                       (strcmp(kind, "Cluster") == 0 &&
                        string_starts_with(node_string(object, "apiVersion"), "postgresql.cnpg"));
    if (is_set || is_database || strcmp(kind, "PersistentVolumeClaim") == 0)
        backup_add_store(reading, "kubernetes", name_of(object),
                         has_schedule(backup ? backup : node_find(spec, "backups"), 0)
                             ? BACKUP_SAVED_YES
                             : BACKUP_SAVED_NOT_SAID,
                         object->line);
}

static void read_cron_job(struct backup_reading *reading, const struct node *object)
{
    const struct node *pod = kubernetes_pod_spec(object);
    bool saves = backup_node_saves(pod), restores = backup_node_restores(pod);
    bool is_paused = is_true(node_find(object, "spec"), "suspend");
    if (saves)
        backup_add(reading, "kubernetes", name_of(object),
                   is_paused ? BACKUP_SAVED_NO : BACKUP_SAVED_YES, true, object->line);
    if (restores && !is_paused)
        backup_add_restore_job(reading, name_of(object), object->line);
    if (!is_paused)
        add_scheduled_below(reading, pod);
}

static void read_object(struct backup_reading *reading, const struct node *object)
{
    const char *kind = node_string(object, "kind"), *version = node_string(object, "apiVersion");
    const struct node *spec = node_find(object, "spec");
    if (!kind || !version || strcmp(kind, "CustomResourceDefinition") == 0)
        return;
    if (kubernetes_is_list(object)) {
        const struct node *const *items = NULL;
        size_t count = operations_items(node_find(object, "items"), &items);
        for (size_t i = 0; i < count; i++)
            read_object(reading, items[i]);
    }
    read_store(reading, object, kind);
    if (strcmp(kind, "CronJob") == 0)
        read_cron_job(reading, object);
    else if (is_backup_kind(version, kind) && has_schedule(spec, 0))
        backup_add(reading, "kubernetes", name_of(object),
                   is_true(spec, "suspend") || is_true(spec, "paused") ? BACKUP_SAVED_NO
                                                                       : BACKUP_SAVED_YES,
                   true, object->line);
}

static enum backup_saved retention(const struct node *node, enum backup_saved otherwise)
{
    if (!node)
        return otherwise;
    if (!node_is_scalar(node))
        return BACKUP_SAVED_NOT_KNOWN;
    return strcmp(node->text, "0") == 0 || strcmp(node->text, "false") == 0 ? BACKUP_SAVED_NO
                                                                            : BACKUP_SAVED_YES;
}

/* AWS CloudFormation, "Resource and property types". */
static void read_stack(struct backup_reading *reading, const struct node *resources)
{
    for (size_t i = 0; resources && resources->kind == NODE_MAPPING && i < resources->count; i++) {
        const char *type = node_string(resources->items[i], "Type");
        const char *name = resources->keys[i]->text;
        const struct node *properties = node_find(resources->items[i], "Properties");
        uint32_t line = resources->keys[i]->line;
        if (!type)
            continue;
        if ((strcmp(type, "AWS::RDS::DBInstance") == 0 &&
             !node_find(properties, "SourceDBInstanceIdentifier")) ||
            strcmp(type, "AWS::RDS::DBCluster") == 0)
            backup_add_store(
                reading, "cloudformation", name,
                retention(node_find(properties, "BackupRetentionPeriod"), BACKUP_SAVED_YES), line);
        else if (strcmp(type, "AWS::DynamoDB::Table") == 0)
            backup_add_store(
                reading, "cloudformation", name,
                retention(node_find(node_find(properties, "PointInTimeRecoverySpecification"),
                                    "PointInTimeRecoveryEnabled"),
                          BACKUP_SAVED_NO),
                line);
        else if (strcmp(type, "AWS::EFS::FileSystem") == 0)
            backup_add_store(reading, "cloudformation", name, BACKUP_SAVED_NOT_SAID, line);
        else if (strcmp(type, "AWS::Backup::BackupPlan") == 0)
            backup_add(reading, "cloudformation", name, BACKUP_SAVED_YES, true, line);
    }
}

static void read_workflow(struct backup_reading *reading, const struct node *root)
{
    const struct node *jobs = node_find(root, "jobs");
    const struct node *schedule = node_find(node_find(root, "on"), "schedule");
    const char *name = node_string(root, "name");
    if (!jobs || !schedule)
        return;
    if (backup_node_saves(jobs))
        backup_add(reading, "workflow", name ? name : "", BACKUP_SAVED_YES, true, schedule->line);
    if (backup_node_restores(jobs))
        backup_add_restore_job(reading, name ? name : "", schedule->line);
    add_scheduled_below(reading, jobs);
}

void backup_read_objects(struct backup_reading *reading, const struct node *root)
{
    read_object(reading, root);
    read_stack(reading, node_find(root, "Resources"));
    if (string_starts_with(reading->file->path, ".github/workflows/"))
        read_workflow(reading, root);
}
