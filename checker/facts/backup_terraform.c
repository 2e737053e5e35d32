/* Stores of Terraform's providers. What each does when nothing is said is in the
 * provider's documentation of the argument. */
#include "facts/backup_reader.h"
#include "facts/operations_paths.h"

#include <string.h>

/* A path of blocks and an argument, parted by '.'; NULL: it has no such setting. */
struct store {
    const char *type, *setting;
    enum backup_saved default_;
};

static const struct store stores[] = {
    {"aws_db_instance", "backup_retention_period", BACKUP_SAVED_NO},
    {"aws_rds_cluster", "backup_retention_period", BACKUP_SAVED_YES},
    {"aws_docdb_cluster", "backup_retention_period", BACKUP_SAVED_YES},
    {"aws_neptune_cluster", "backup_retention_period", BACKUP_SAVED_YES},
    {"aws_redshift_cluster", "automated_snapshot_retention_period", BACKUP_SAVED_YES},
    {"aws_dynamodb_table", "point_in_time_recovery.enabled", BACKUP_SAVED_NO},
    {"aws_efs_file_system", NULL, BACKUP_SAVED_NOT_SAID},
    {"aws_ebs_volume", NULL, BACKUP_SAVED_NOT_SAID},
    {"google_sql_database_instance", "settings.backup_configuration.enabled", BACKUP_SAVED_NO},
    {"google_spanner_instance", NULL, BACKUP_SAVED_NOT_SAID},
    {"google_bigtable_instance", NULL, BACKUP_SAVED_NOT_SAID},
    {"azurerm_postgresql_server", "backup_retention_days", BACKUP_SAVED_YES},
    {"azurerm_postgresql_flexible_server", "backup_retention_days", BACKUP_SAVED_YES},
    {"azurerm_mysql_flexible_server", "backup_retention_days", BACKUP_SAVED_YES},
    {"azurerm_mssql_database", "short_term_retention_policy.retention_days", BACKUP_SAVED_YES},
    {"azurerm_cosmosdb_account", NULL, BACKUP_SAVED_YES},
    {"digitalocean_database_cluster", NULL, BACKUP_SAVED_YES},
    {"mongodbatlas_cluster", "cloud_backup", BACKUP_SAVED_NO},
    {"mongodbatlas_advanced_cluster", "backup_enabled", BACKUP_SAVED_NO},
    {NULL, NULL, BACKUP_SAVED_NOT_SAID},
};

static const char *const means[] = {"aws_backup_plan",
                                    "aws_dlm_lifecycle_policy",
                                    "aws_efs_backup_policy",
                                    "aws_fsx_backup",
                                    "google_gke_backup_backup_plan",
                                    "azurerm_backup_policy_vm",
                                    "azurerm_backup_policy_file_share",
                                    "azurerm_data_protection_backup_policy_disk",
                                    "azurerm_data_protection_backup_policy_postgresql",
                                    "mongodbatlas_cloud_backup_schedule",
                                    NULL};

/* The blocks of a body are in sequences: the first one is looked into. */
static const struct node *setting_of(const struct node *body, const char *path)
{
    const struct node *node = body;
    while (node) {
        size_t size = strcspn(path, ".");
        char name[64];
        if (size >= sizeof(name))
            return NULL;
        memcpy(name, path, size);
        name[size] = '\0';
        if (node->kind == NODE_SEQUENCE)
            node = node->count ? node->items[0] : NULL;
        node = node_find(node, name);
        if (!path[size])
            return node;
        path += size + 1;
    }
    return NULL;
}

static enum backup_saved saved_by(const struct store *store, const struct node *body)
{
    const struct node *node = store->setting ? setting_of(body, store->setting) : NULL;
    if (!node || node->kind == NODE_NULL)
        return store->default_;
    if (!node_is_scalar(node) || operations_is_templated(node->text))
        return BACKUP_SAVED_NOT_KNOWN;
    return strcmp(node->text, "0") == 0 || strcmp(node->text, "false") == 0 ? BACKUP_SAVED_NO
                                                                            : BACKUP_SAVED_YES;
}

static void read_body(struct backup_reading *reading, const char *type, const char *label,
                      const struct node *body)
{
    const struct store *store = stores;
    while (store->type && strcmp(store->type, type) != 0)
        store++;
    /* A replica is saved with what it copies. */
    bool is_replica =
        node_find(body, "replicate_source_db") || node_find(body, "master_instance_name");
    if (store->type && !is_replica)
        backup_add_store(reading, "terraform", label, saved_by(store, body), body->line);
    if (string_is_one_of(type, means))
        backup_add(reading, "terraform", label, BACKUP_SAVED_YES, true, body->line);
    if (strcmp(type, "google_compute_resource_policy") == 0 &&
        node_find(body, "snapshot_schedule_policy"))
        backup_add(reading, "terraform", label, BACKUP_SAVED_YES, true, body->line);
}

/* A module of another place may save what the repository keeps. */
static void read_modules(struct backup_reading *reading, const struct node *modules)
{
    for (size_t i = 0; modules && modules->kind == NODE_MAPPING && i < modules->count; i++) {
        const struct node *const *bodies = NULL;
        size_t count = operations_items(modules->items[i], &bodies);
        for (size_t k = 0; k < count; k++) {
            const char *source = operations_string(bodies[k], "source");
            if (source && source[0] != '.' &&
                text_find_folded(text_of(source), "backup") != SIZE_MAX)
                backup_add(reading, "terraform", modules->keys[i]->text, BACKUP_SAVED_NOT_KNOWN,
                           true, bodies[k]->line);
        }
    }
}

void backup_read_terraform(struct backup_reading *reading, const struct node *root)
{
    const struct node *types = node_find(root, "resource");
    read_modules(reading, node_find(root, "module"));
    for (size_t i = 0; types && types->kind == NODE_MAPPING && i < types->count; i++) {
        const struct node *named = types->items[i];
        for (size_t k = 0; named->kind == NODE_MAPPING && k < named->count; k++) {
            const struct node *const *bodies = NULL;
            size_t count = operations_items(named->items[k], &bodies);
            for (size_t n = 0; n < count; n++)
                read_body(reading, types->keys[i]->text, named->keys[k]->text, bodies[n]);
        }
    }
}
