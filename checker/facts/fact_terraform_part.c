#include "facts/paths.h"
#include "facts/terraform_kinds.h"
#include "facts/terraform_source.h"
#include "facts/workload_cells.h"

#include <string.h>

/* One file while it is read. */
struct reading {
    struct fact_writer *writer;
    struct arena *arena;
    const char *directory;
    bool test, vendored;
};

/* The bodies of blocks: a sequence; in the JSON syntax one may stand alone. */
static size_t body_count(const struct node *node)
{
    if (!node)
        return 0;
    return node->kind == NODE_SEQUENCE ? node->count : 1;
}

static const struct node *body(const struct node *node, size_t i)
{
    return node->kind == NODE_SEQUENCE ? node->items[i] : node;
}

static size_t pair_count(const struct node *node)
{
    return node && node->kind == NODE_MAPPING ? node->count : 0;
}

static bool is_set(const struct node *node)
{
    return node_is_scalar(node) && node->kind != NODE_NULL && node->size > 0;
}

static bool is_true(const struct node *node)
{
    bool value = false;
    return node_boolean(node, &value) && value;
}

/* What is left out of a backend's block is given when it is initialised. */
static struct value unless_partial(const struct reading *reading, bool said, bool whole)
{
    if (said || whole)
        return value_boolean(said);
    return value_unknown(reading->arena, UNKNOWN_UNOBSERVABLE,
                         "the backend's settings are given when it is initialised");
}

/* https://developer.hashicorp.com/terraform/language/backend: which of them lock. */
static struct value locks(const struct reading *reading, const char *name, const struct node *body)
{
    static const char *const always[] = {"azurerm",    "cloud", "cos",    "gcs",
                                         "kubernetes", "pg",    "remote", NULL};
    static const char *const never[] = {"local", "artifactory", "etcd", "manta", "swift", NULL};
    bool value = true;
    if (string_is_one_of(name, always))
        return value_boolean(true);
    if (string_is_one_of(name, never))
        return value_boolean(false);
    if (strcmp(name, "s3") == 0)
        return unless_partial(reading,
                              is_true(node_find(body, "use_lockfile")) ||
                                  is_set(node_find(body, "dynamodb_table")) ||
                                  is_set(node_find(body, "lock_table")),
                              node_find(body, "bucket") && node_find(body, "key"));
    if (strcmp(name, "http") == 0)
        return unless_partial(reading, is_set(node_find(body, "lock_address")),
                              node_find(body, "address") != NULL);
    if (strcmp(name, "oss") == 0)
        return unless_partial(reading, is_set(node_find(body, "tablestore_table")),
                              node_find(body, "bucket") != NULL);
    if (strcmp(name, "consul") == 0)
        return value_boolean(!node_boolean(node_find(body, "lock"), &value) || value);
    return value_unknown(reading->arena, UNKNOWN_UNOBSERVABLE,
                         arena_printf(reading->arena, "a backend '%s' that is not known", name));
}

static struct value encrypts(const struct reading *reading, const char *name,
                             const struct node *terraform, const struct node *body)
{
    static const char *const always[] = {"azurerm", "cloud", "gcs", "remote", NULL};
    static const char *const by_itself[] = {"s3", "cos", NULL};
    bool value = true;
    if (string_is_one_of(name, always) || node_find(terraform, "encryption"))
        return value_boolean(true);
    if (string_is_one_of(name, by_itself))
        return value_boolean(!node_boolean(node_find(body, "encrypt"), &value) || value);
    if (strcmp(name, "oss") == 0)
        return unless_partial(reading, is_true(node_find(body, "encrypt")),
                              node_find(body, "bucket") != NULL);
    if (strcmp(name, "local") == 0)
        return value_boolean(false);
    return value_unknown(reading->arena, UNKNOWN_UNOBSERVABLE,
                         "what keeps its state decides whether it is encrypted");
}

static void write_backend(const struct reading *reading, const struct node *terraform,
                          struct value *cells)
{
    const struct node *backends = node_find(terraform, "backend");
    const struct node *cloud = node_key(terraform, "cloud");
    const char *name = NULL;
    const struct node *settings = NULL;
    uint32_t line = 0;
    if (pair_count(backends) > 0) {
        name = arena_strdup(reading->arena, backends->keys[0]->text);
        settings = body_count(backends->items[0]) > 0 ? body(backends->items[0], 0) : NULL;
        line = backends->keys[0]->line;
    } else if (cloud) {
        name = "cloud";
        line = cloud->line;
    }
    if (!name)
        return;
    cells[TERRAFORM_PART_BACKEND] = value_text(name);
    cells[TERRAFORM_PART_BACKEND_LINE] = value_integer(line);
    cells[TERRAFORM_PART_LOCKS] = locks(reading, name, settings);
    cells[TERRAFORM_PART_ENCRYPTS] = encrypts(reading, name, terraform, settings);
}

static void add_provider(const struct reading *reading, const struct node *key, const char *source,
                         const char *version)
{
    struct value *cells =
        fact_add(reading->writer, &terraform_provider_part_kind, NULL, key->line, key->column)
            ->cells;
    cells[PROVIDER_DIRECTORY] = value_text(reading->directory);
    cells[PROVIDER_NAME] = fact_text(reading->writer, key->text);
    cells[PROVIDER_SOURCE] = cell_of_text(reading->arena, source);
    cells[PROVIDER_VERSION] = cell_of_text(reading->arena, version);
    cells[PROVIDER_BOUNDED] = cells[PROVIDER_VERSION].kind == VALUE_UNKNOWN
                                  ? cells[PROVIDER_VERSION]
                                  : value_boolean(terraform_is_bounded(version));
    cells[PROVIDER_TEST] = value_boolean(reading->test);
    cells[PROVIDER_VENDORED] = value_boolean(reading->vendored);
}

/* { aws = "~> 5.0" } is how Terraform 0.12 wrote { aws = { version = "~> 5.0" } }. */
static void read_requirements(const struct reading *reading, const struct node *requirements)
{
    for (size_t i = 0; i < body_count(requirements); i++) {
        const struct node *block = body(requirements, i);
        for (size_t j = 0; j < pair_count(block); j++) {
            const struct node *item = block->items[j];
            add_provider(reading, block->keys[j], node_string(item, "source"),
                         node_is_scalar(item) ? item->text : node_string(item, "version"));
        }
    }
}

static void read_settings(const struct reading *reading, const struct node *blocks,
                          struct value *cells)
{
    for (size_t i = 0; i < body_count(blocks); i++) {
        const struct node *terraform = body(blocks, i);
        const char *version = node_string(terraform, "required_version");
        if (version)
            cells[TERRAFORM_PART_REQUIRED_VERSION] = cell_of_text(reading->arena, version);
        write_backend(reading, terraform, cells);
    }
}

static bool configures(const struct node *providers)
{
    for (size_t i = 0; i < pair_count(providers); i++)
        for (size_t j = 0; j < body_count(providers->items[i]); j++)
            if (pair_count(body(providers->items[i], j)) > 0)
                return true;
    return false;
}

static void add_call(const struct reading *reading, const struct node *key,
                     const struct node *settings)
{
    struct value *cells =
        fact_add(reading->writer, &fact_kind_terraform_call, NULL, key->line, key->column)->cells;
    const char *source = node_string(settings, "source");
    const char *version = node_string(settings, "version");
    cells[CALL_DIRECTORY] = value_text(reading->directory);
    cells[CALL_NAME] = fact_text(reading->writer, key->text);
    cells[CALL_SOURCE] = cell_of_text(reading->arena, source);
    cells[CALL_VERSION] = cell_of_text(reading->arena, version);
    cells[CALL_TEST] = value_boolean(reading->test);
    cells[CALL_VENDORED] = value_boolean(reading->vendored);
    if (cells[CALL_SOURCE].kind == VALUE_UNKNOWN || cells[CALL_VERSION].kind == VALUE_UNKNOWN) {
        cells[CALL_PINNED] =
            cells[CALL_SOURCE].kind == VALUE_UNKNOWN ? cells[CALL_SOURCE] : cells[CALL_VERSION];
        return;
    }
    if (!source)
        return;
    struct terraform_source read = terraform_source_read(reading->arena, source, version);
    cells[CALL_SORT] = value_text(read.sort);
    cells[CALL_PINNED] = value_boolean(read.pinned);
    if (read.ref)
        cells[CALL_VERSION] = value_text(read.ref);
    if (strcmp(read.sort, "local") == 0)
        cells[CALL_TARGET] = value_text(path_resolve(reading->arena, reading->directory, source));
}

static void read_root(const struct reading *reading, const struct node *root)
{
    const struct node *modules = node_find(root, "module");
    const struct node *providers = node_find(root, "provider");
    const struct node *resources = node_find(root, "resource");
    const struct node *terraform = node_find(root, "terraform");
    struct value *cells = fact_add(reading->writer, &terraform_part_kind, NULL, 1, 1)->cells;
    size_t declared = pair_count(modules);
    for (size_t i = 0; i < pair_count(resources); i++)
        declared += pair_count(resources->items[i]);
    cells[TERRAFORM_PART_RESOURCES] = value_integer((int64_t)declared);
    cells[TERRAFORM_PART_CONFIGURES] = value_boolean(configures(providers));
    read_settings(reading, terraform, cells);
    for (size_t i = 0; i < body_count(terraform); i++)
        read_requirements(reading, node_find(body(terraform, i), "required_providers"));
    for (size_t i = 0; i < pair_count(providers); i++)
        if (body_count(providers->items[i]) > 0)
            add_provider(reading, providers->keys[i], NULL,
                         node_string(body(providers->items[i], 0), "version"));
    for (size_t i = 0; i < pair_count(modules); i++)
        if (body_count(modules->items[i]) > 0)
            add_call(reading, modules->keys[i], body(modules->items[i], 0));
}

static void add_gaps(const struct reading *reading, enum unknown_class class, const char *reason)
{
    fact_add_gap(reading->writer, &terraform_part_kind, NULL, class, reason);
    struct value *cells =
        fact_add_gap(reading->writer, &terraform_provider_part_kind, NULL, class, reason)->cells;
    cells[PROVIDER_DIRECTORY] = value_text(reading->directory);
    cells[PROVIDER_TEST] = value_boolean(reading->test);
    cells[PROVIDER_VENDORED] = value_boolean(reading->vendored);
    cells = fact_add_gap(reading->writer, &fact_kind_terraform_call, NULL, class, reason)->cells;
    cells[CALL_DIRECTORY] = value_text(reading->directory);
    cells[CALL_TEST] = value_boolean(reading->test);
    cells[CALL_VENDORED] = value_boolean(reading->vendored);
}

/* One backend for many modules is often a link in each of them. */
static void add_link(const struct reading *reading, struct text target)
{
    const char *path = target.bytes ? path_resolve(reading->arena, reading->directory,
                                                   arena_copy(reading->arena, text_trim(target)))
                                    : NULL;
    if (!path)
        return;
    struct value *cells = fact_add(reading->writer, &terraform_part_kind, NULL, 1, 1)->cells;
    cells[TERRAFORM_PART_RESOURCES] = value_integer(0);
    cells[TERRAFORM_PART_CONFIGURES] = value_boolean(false);
    cells[TERRAFORM_PART_LINK] = value_text(path);
}

static void recognise(struct fact_writer *writer, struct fact_file *file)
{
    struct reading reading = {
        .writer = writer,
        .arena = fact_arena(writer),
        .test = path_is_test(file->path),
        .vendored = snapshot_is_vendored(file->snapshot, file->path),
    };
    reading.directory = path_directory(reading.arena, file->path);
    if (file->content.state == CONTENT_LINK)
        add_link(&reading, file->content.text);
    if (file->content.state == CONTENT_LINK || file->content.state == CONTENT_SUBMODULE)
        return;
    enum unknown_class class = UNKNOWN_UNREADABLE;
    const char *reason = fact_file_unreadable(file, &class);
    const struct document_problem *problem = NULL;
    const struct document *document = NULL;
    if (!reason && string_ends_with(file->path, ".json"))
        document = fact_file_json(file, false, &problem);
    else if (!reason)
        document = fact_file_document(file, document_format_find("hcl"), &problem);
    if (!document) {
        bool is_template = !reason && fact_file_is_template(file);
        add_gaps(&reading, is_template ? UNKNOWN_UNOBSERVABLE : class,
                 reason ? reason
                 : is_template
                     ? "a template that is not rendered"
                     : arena_printf(reading.arena, "line %u: %s", problem->line, problem->message));
        return;
    }
    for (size_t i = 0; i < document->count; i++)
        read_root(&reading, document->roots[i]);
}

static const struct fact_kind *const kinds[] = {&terraform_part_kind, &terraform_provider_part_kind,
                                                &fact_kind_terraform_call, NULL};
static const char *const paths[] = {"*.tf", "*.tofu", "*.tf.json", "*.tofu.json", NULL};

FACT(terraform_part) = {
    .name = "terraform_part",
    .area = FACT_AREA_WORKLOADS,
    .summary = "what each file of Terraform and OpenTofu says, and the modules that it calls",
    .version = 1,
    .kinds = kinds,
    .paths = paths,
    .recognise_file = recognise,
};
