/* terraform_secret - secrets that files of settings give to variables of Terraform and OpenTofu:
 * developer.hashicorp.com/terraform/language/values/variables#variable-definitions-tfvars-files.
 * How a file of the format for people is read: secret_settings.h. */
#include "facts/infrastructure_kinds.h"
#include "facts/paths.h"
#include "facts/secret_kinds.h"
#include "facts/secret_name.h"
#include "facts/secret_settings.h"
#include "facts/secret_value.h"

struct reading {
    struct fact_writer *writer;
    struct arena *arena;
    bool test, vendored;
};

static void add(const struct reading *reading, unsigned line, unsigned column, const char *name)
{
    struct value *cells =
        fact_add(reading->writer, &fact_kind_infrastructure_secret, NULL, line, column)->cells;
    cells[SHOWN_SECRET_SYSTEM] = value_text("terraform");
    cells[SHOWN_SECRET_SORT] = value_text("input");
    cells[SHOWN_SECRET_NAME] = fact_text(reading->writer, name);
    cells[SHOWN_SECRET_TEST] = value_boolean(reading->test);
    cells[SHOWN_SECRET_VENDORED] = value_boolean(reading->vendored);
}

static void read_settings(const struct reading *reading, const struct fact_file *file)
{
    struct secret_settings settings = {0};
    struct secret_cursor cursor = {.text = file->content.text, .line = 1};
    secret_settings_find(reading->arena, file->path, file->content.text, &settings);
    for (size_t i = 0; i < settings.count; i++) {
        secret_cursor_move(&cursor, settings.items[i].start);
        add(reading, cursor.line, secret_cursor_column(&cursor), settings.items[i].name);
    }
}

static void read_object(const struct reading *reading, const struct node *node)
{
    for (size_t i = 0; i < node->count; i++) {
        const struct node *value = node->items[i];
        const char *key = node->kind == NODE_MAPPING ? node->keys[i]->text : "";
        if (value->kind == NODE_TEXT && secret_name_is_one(reading->arena, key) &&
            !secret_password_is_stand_in((struct text){value->text, value->size}))
            add(reading, value->line, value->column, key);
        read_object(reading, value);
    }
}

static void recognise(struct fact_writer *writer, struct fact_file *file)
{
    if (file->content.state == CONTENT_LINK || file->content.state == CONTENT_SUBMODULE)
        return;
    const struct reading reading = {
        .writer = writer,
        .arena = fact_arena(writer),
        .test = path_is_test(file->path),
        .vendored = snapshot_is_vendored(file->snapshot, file->path),
    };
    enum unknown_class class = UNKNOWN_UNREADABLE;
    const char *reason = fact_file_unreadable(file, &class);
    const struct document *document = NULL;
    const struct document_problem *problem = NULL;
    bool is_json = string_ends_with(file->path, ".json");
    if (!reason && is_json)
        document = fact_file_json(file, false, &problem);
    if (!reason && is_json && !document)
        reason = "it is no JSON";
    if (reason) {
        shown_secret_add_gap(writer, class, reason, reading.test, reading.vendored);
        return;
    }
    if (document && document->count > 0)
        read_object(&reading, document->roots[0]);
    else if (!is_json)
        read_settings(&reading, file);
}

static const struct fact_kind *const kinds[] = {&fact_kind_infrastructure_secret, NULL};
static const char *const paths[] = {"*.tfvars", "*.tfvars.json", NULL};

FACT(terraform_secret) = {
    .name = "terraform_secret",
    .area = FACT_AREA_WORKLOADS,
    .summary = "secrets that files of settings give to variables of Terraform",
    .version = 2,
    .kinds = kinds,
    .paths = paths,
    .recognise_file = recognise,
    .judges_lost_content = true,
};
