#include "base/table.h"
#include "facts/paths.h"
#include "facts/terraform_kinds.h"

#include <string.h>

/* A folder while its files are put together. */
struct module {
    const char *directory;
    const char *first; /* the file that stands for it where it has no backend */
    const struct fact_row *said, *backend;
    const struct value *gap;          /* why not all of its files are known; NULL: they are */
    int64_t resources, own_resources; /* its own do not stand in files that it links to */
    bool configures, has_values, has_lock_file, has_wrapper, is_called, is_linked;
    struct table *required; /* providers that its required_providers name */
};

struct joining {
    struct fact_writer *writer;
    struct arena *arena;
    const struct fact_repository *repository;
    struct table modules; /* folder -> struct module */
    struct table files;   /* path -> the row of that file */
};

static struct module *module_of(struct joining *joining, const char *directory)
{
    return table_find(&joining->modules, directory);
}

/* What `row` says holds for the folder of `path`: its own, or that of a link to it. */
static void add_part(struct joining *joining, const char *path, const struct fact_row *row)
{
    const char *directory = path_directory(joining->arena, path);
    struct module *module = module_of(joining, directory);
    if (!module) {
        module = ARENA_NEW(joining->arena, struct module);
        *module = (struct module){.directory = directory, .first = path};
        module->required = ARENA_NEW(joining->arena, struct table);
        table_init(module->required, joining->arena);
        table_set(&joining->modules, directory, module);
    }
    if (row->gap) {
        module->gap = &row->cells[TERRAFORM_PART_REQUIRED_VERSION];
        return;
    }
    if (string_starts_with(path_base(path), "main."))
        module->first = path;
    if (row->cells[TERRAFORM_PART_REQUIRED_VERSION].kind != VALUE_ABSENT)
        module->said = row;
    if (row->cells[TERRAFORM_PART_BACKEND].kind != VALUE_ABSENT)
        module->backend = row;
    const int64_t resources = row->cells[TERRAFORM_PART_RESOURCES].integer;
    module->resources += resources;
    module->own_resources += path == row->path ? resources : 0;
    module->configures |= row->cells[TERRAFORM_PART_CONFIGURES].boolean;
}

/* A file that others link to is shared: where it stands nothing is applied. */
static void add_link(struct joining *joining, const struct fact_row *link)
{
    const struct fact_row *target =
        table_find(&joining->files, link->cells[TERRAFORM_PART_LINK].text);
    if (!target || target == link || target->cells[TERRAFORM_PART_LINK].kind == VALUE_TEXT)
        return;
    add_part(joining, link->path, target);
    module_of(joining, path_directory(joining->arena, target->path))->is_linked = true;
}

static bool is_link(const struct fact_row *row)
{
    return !row->gap && row->cells[TERRAFORM_PART_LINK].kind == VALUE_TEXT;
}

static void add_parts(struct joining *joining, const struct fact_table *parts)
{
    for (size_t i = 0; i < parts->count; i++)
        table_set(&joining->files, parts->rows[i].path, &parts->rows[i]);
    for (size_t i = 0; i < parts->count; i++)
        if (!is_link(&parts->rows[i]))
            add_part(joining, parts->rows[i].path, &parts->rows[i]);
    for (size_t i = 0; i < parts->count; i++)
        if (is_link(&parts->rows[i]))
            add_link(joining, &parts->rows[i]);
}

/* Values of variables, the lock file and Terragrunt's settings are files beside it. */
static void look_beside(struct joining *joining)
{
    const struct snapshot *snapshot = joining->repository->snapshot;
    for (size_t i = 0; i < snapshot->count; i++) {
        const char *path = snapshot->entries[i].path, *base = path_base(path);
        bool is_values =
            string_ends_with(base, ".tfvars") || string_ends_with(base, ".tfvars.json");
        bool is_lock_file = strcmp(base, ".terraform.lock.hcl") == 0;
        bool is_wrapper = strcmp(base, "terragrunt.hcl") == 0;
        if (!is_values && !is_lock_file && !is_wrapper)
            continue;
        struct module *module = module_of(joining, path_directory(joining->arena, path));
        if (!module)
            continue;
        module->has_values |= is_values;
        module->has_lock_file |= is_lock_file;
        module->has_wrapper |= is_wrapper;
    }
}

static void mark_called(struct joining *joining, const struct fact_table *calls)
{
    for (size_t i = 0; i < calls->count; i++) {
        const struct value *target = &calls->rows[i].cells[CALL_TARGET];
        struct module *module =
            target->kind == VALUE_TEXT ? module_of(joining, target->text) : NULL;
        if (module)
            module->is_called = true;
    }
}

static struct value is_root(const struct module *module)
{
    if (module->is_linked && !module->has_values)
        return value_boolean(false);
    if (module->backend || module->has_wrapper)
        return value_boolean(true);
    if (module->is_called)
        return value_boolean(false);
    /* By the standard structure of modules others call what stands there. */
    bool is_nested = strstr(module->directory, "modules/") != NULL;
    if (module->own_resources > 0 && !is_nested && (module->configures || module->has_values))
        return value_boolean(true);
    return module->gap ? *module->gap : value_boolean(false);
}

static struct value said_by(const struct module *module, const struct fact_row *row, size_t cell)
{
    if (row)
        return row->cells[cell];
    return module->gap ? *module->gap : (struct value){0};
}

static void add_module(const struct joining *joining, const struct module *module)
{
    /* A link to a backend elsewhere is no place of this module. */
    bool is_here = module->backend && strcmp(path_directory(joining->arena, module->backend->path),
                                             module->directory) == 0;
    const char *path = is_here ? module->backend->path : module->first;
    uint32_t line =
        is_here ? (uint32_t)module->backend->cells[TERRAFORM_PART_BACKEND_LINE].integer : 1;
    struct value *cells =
        fact_add(joining->writer, &fact_kind_terraform_module, path, line, 1)->cells;
    struct value wrapped =
        value_unknown(joining->arena, UNKNOWN_UNOBSERVABLE, "Terragrunt may write the backend");
    cells[TERRAFORM_DIRECTORY] = value_text(module->directory);
    cells[TERRAFORM_ROOT] = is_root(module);
    cells[TERRAFORM_REQUIRED_VERSION] =
        said_by(module, module->said, TERRAFORM_PART_REQUIRED_VERSION);
    static const struct {
        enum terraform_module_field field;
        enum terraform_part_field part;
    } asked[] = {{TERRAFORM_BACKEND, TERRAFORM_PART_BACKEND},
                 {TERRAFORM_LOCKS, TERRAFORM_PART_LOCKS},
                 {TERRAFORM_ENCRYPTS, TERRAFORM_PART_ENCRYPTS}};
    for (size_t i = 0; i < sizeof(asked) / sizeof(*asked); i++) {
        struct value said = said_by(module, module->backend, asked[i].part);
        bool is_open = module->has_wrapper && (!module->backend || said.kind == VALUE_UNKNOWN ||
                                               (said.kind == VALUE_BOOLEAN && !said.boolean));
        cells[asked[i].field] = is_open ? wrapped : said;
    }
    cells[TERRAFORM_RESOURCES] = value_integer(module->resources);
    cells[TERRAFORM_LOCK_FILE] = value_boolean(module->has_lock_file);
    cells[TERRAFORM_TEST] = value_boolean(path_is_test(path));
    cells[TERRAFORM_VENDORED] =
        value_boolean(snapshot_is_vendored(joining->repository->snapshot, path));
}

/* A block that configures a provider asks for it too, where nothing else does. */
static void add_providers(struct joining *joining, const struct fact_table *parts)
{
    for (size_t i = 0; i < parts->count; i++) {
        const struct fact_row *part = &parts->rows[i];
        struct module *module = module_of(joining, path_directory(joining->arena, part->path));
        const struct value *cells = part->cells;
        if (module && !part->gap &&
            (cells[PROVIDER_SOURCE].kind != VALUE_ABSENT ||
             cells[PROVIDER_VERSION].kind != VALUE_ABSENT))
            table_set(module->required, cells[PROVIDER_NAME].text, module);
    }
    for (size_t i = 0; i < parts->count; i++) {
        const struct fact_row *part = &parts->rows[i];
        struct module *module = module_of(joining, path_directory(joining->arena, part->path));
        bool is_said = part->cells[PROVIDER_SOURCE].kind != VALUE_ABSENT ||
                       part->cells[PROVIDER_VERSION].kind != VALUE_ABSENT;
        if (!part->gap && !is_said && module &&
            table_has(module->required, part->cells[PROVIDER_NAME].text))
            continue;
        struct fact_row *row = fact_add(joining->writer, &fact_kind_terraform_provider, part->path,
                                        part->line, part->column);
        row->gap = part->gap;
        memcpy(row->cells, part->cells, PROVIDER_FIELD_COUNT * sizeof(*row->cells));
        if (!part->gap && module)
            row->cells[PROVIDER_ROOT] = is_root(module);
        if (!part->gap && !is_said && module) {
            if (module->gap)
                row->cells[PROVIDER_BOUNDED] = *module->gap;
            table_set(module->required, part->cells[PROVIDER_NAME].text, module);
        }
    }
}

static struct failure *recognise(struct fact_writer *writer,
                                 const struct fact_repository *repository)
{
    struct joining joining = {
        .writer = writer, .arena = fact_arena(writer), .repository = repository};
    const struct fact_table *parts = repository->table(repository, &terraform_part_kind);
    table_init(&joining.modules, joining.arena);
    table_init(&joining.files, joining.arena);
    add_parts(&joining, parts);
    look_beside(&joining);
    mark_called(&joining, repository->table(repository, &fact_kind_terraform_call));
    for (size_t i = 0;
         fact_is_wanted(writer, &fact_kind_terraform_module) && i < joining.modules.count; i++)
        add_module(&joining, joining.modules.entries[i].value);
    if (fact_is_wanted(writer, &fact_kind_terraform_provider))
        add_providers(&joining, repository->table(repository, &terraform_provider_part_kind));
    return NULL;
}

static const struct fact_kind *const kinds[] = {&fact_kind_terraform_module,
                                                &fact_kind_terraform_provider, NULL};
static const struct fact_kind *const needs[] = {&terraform_part_kind, &terraform_provider_part_kind,
                                                &fact_kind_terraform_call, NULL};

FACT(terraform) = {
    .name = "terraform",
    .area = FACT_AREA_WORKLOADS,
    .summary = "modules of Terraform and OpenTofu: versions, backends, providers",
    .version = 1,
    .kinds = kinds,
    .needs = needs,
    .recognise_repository = recognise,
};
