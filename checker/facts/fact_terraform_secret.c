/* terraform_secret - secrets that files of settings give to variables of Terraform and OpenTofu:
 * developer.hashicorp.com/terraform/language/values/variables#variable-definitions-tfvars-files.
 * How a file of the format for people is read: secret_settings.h. */
#include "facts/infrastructure_kinds.h"
#include "facts/paths.h"
#include "facts/secret_name.h"
#include "facts/secret_settings.h"
#include "facts/secret_value.h"

enum { DEPTH_MAX = 12 };

struct reading {
    struct fact_writer *writer;
    struct arena *arena;
    bool test, vendored;
};

static void set_place(const struct reading *reading, struct value *cells)
{
    cells[SHOWN_SECRET_TEST] = value_boolean(reading->test);
    cells[SHOWN_SECRET_VENDORED] = value_boolean(reading->vendored);
}

static void add(const struct reading *reading, unsigned line, unsigned column, const char *name)
{
    struct value *cells =
        fact_add(reading->writer, &fact_kind_infrastructure_secret, NULL, line, column)->cells;
    cells[SHOWN_SECRET_SYSTEM] = value_text("terraform");
    cells[SHOWN_SECRET_SORT] = value_text("input");
    cells[SHOWN_SECRET_NAME] = fact_text(reading->writer, name);
    set_place(reading, cells);
}

static void read_settings(const struct reading *reading, const struct fact_file *file)
{
    struct secret_settings settings = {0};
    const char *text = file->content.text.bytes;
    secret_settings_find(reading->arena, file->path, file->content.text, &settings);
    unsigned line = 1;
    size_t at = 0, start = 0;
    for (size_t i = 0; i < settings.count; i++) {
        for (; at < settings.items[i].start; at++)
            if (text[at] == '\n') {
                line++;
                start = at + 1;
            }
        add(reading, line, (unsigned)(at - start + 1), settings.items[i].name);
    }
}

static void read_object(const struct reading *reading, const struct node *node, unsigned depth)
{
    for (size_t i = 0; depth < DEPTH_MAX && i < node->count; i++) {
        const struct node *value = node->items[i];
        const char *key = node->kind == NODE_MAPPING ? node->keys[i]->text : "";
        if (value->kind == NODE_TEXT && secret_name_is_one(reading->arena, key) &&
            !secret_password_is_stand_in((struct text){value->text, value->size}))
            add(reading, value->line, value->column, key);
        read_object(reading, value, depth + 1);
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
    if (reason && !reading.test)
        set_place(
            &reading,
            fact_add_gap(writer, &fact_kind_infrastructure_secret, NULL, class, reason)->cells);
    if (reason)
        return;
    if (document && document->count > 0)
        read_object(&reading, document->roots[0], 0);
    else if (!is_json)
        read_settings(&reading, file);
}

static const struct fact_kind *const kinds[] = {&fact_kind_infrastructure_secret, NULL};
static const char *const paths[] = {"*.tfvars", "*.tfvars.json", NULL};

FACT(terraform_secret) = {
    .name = "terraform_secret",
    .area = FACT_AREA_WORKLOADS,
    .summary = "secrets that files of settings give to variables of Terraform",
    .version = 1,
    .kinds = kinds,
    .paths = paths,
    .recognise_file = recognise,
    .judges_lost_content = true,
};
