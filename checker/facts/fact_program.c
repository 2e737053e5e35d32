/* program - what each Dockerfile puts into an image, and whether the code behind it handles
 * its end. Code belongs to a program by its folder: that of the Dockerfile, the module of
 * its manifest without the folders of other programs, or a folder of its name. */
#include "base/table.h"
#include "facts/contact.h"
#include "facts/dockerfile_kinds.h"
#include "facts/gather.h"
#include "facts/manifest_read.h"
#include "facts/paths.h"
#include "facts/program_kinds.h"
#include "facts/prose_kinds.h"
#include "facts/shutdown.h"
#include "facts/supply.h"

static const struct fact_field fields[] = {
    [PROGRAM_NAMES] = {"names",
                       {.kind = TYPE_LIST, .of = TYPE_TEXT},
                       false,
                       "What its image is likely called, as of `dockerfile_stage`; at the root "
                       "also the repository's name."},
    [PROGRAM_HANDLES_END] = {"handles_end",
                             {.kind = TYPE_BOOLEAN},
                             false,
                             "Is code of it run on SIGTERM, or is it a server that ends in peace?"},
    [PROGRAM_HANDLER] = {"handler", {.kind = TYPE_PATH}, true, "The file of that code."},
    [PROGRAM_SHARED_HANDLER] = {"shared_handler",
                                {.kind = TYPE_PATH},
                                true,
                                "Where it has none: such code that is of no other program either."},
    [PROGRAM_TEST] = {"test", {.kind = TYPE_BOOLEAN}, false, "stands where test material stands"},
    [PROGRAM_VENDORED] = {"vendored",
                          {.kind = TYPE_BOOLEAN},
                          false,
                          "others' code, by .gitattributes or convention"},
    {0},
};

const struct fact_kind fact_kind_program = {
    .name = "program",
    .summary = "A program that a Dockerfile here puts into an image.",
    .key = (const char *const[]){"path", NULL},
    .fields = fields,
};

/* More pairs than this are no repository of people. */
enum { PAIRS_MOST = 1 << 22 };

struct handler {
    const struct fact_row *row;
    const char *unit;           /* the folder of its manifest; NULL: there is none */
    const char *owner;          /* the nearest folder that is a program's own; NULL: none is */
    const char *const *foreign; /* names of programs among its folders */
    size_t foreign_count;
};

struct programs {
    const struct fact_repository *repository;
    struct arena *arena;
    const struct fact_table *stages;
    size_t names_cell, test_cell, vendored_cell;
    struct table manifests; /* folders */
    struct table specific;  /* names of programs */
    struct table owners;    /* folders that are a program's own: with source, or its module */
    struct handler *handlers;
    size_t handler_count, handler_capacity;
};

/* Where source of the languages of `shutdown_is_source` is a module. */
static bool is_of_source(const struct manifest_format *format)
{
    static const char *const ecosystems[] = {"gomod",   "npm",      "deno", "maven", "gradle",
                                             "sbt",     "nuget",    "pip",  "pixi",  "cargo",
                                             "bundler", "composer", NULL};
    return format->naming == MANIFEST_NAME_OWN && string_is_one_of(format->ecosystem, ecosystems);
}

static void read_manifests(struct programs *programs)
{
    const struct snapshot *snapshot = programs->repository->snapshot;
    for (size_t i = 0; i < snapshot->count; i++) {
        const char *path = snapshot->entries[i].path;
        const struct manifest_format *format = manifest_format_of(path);
        if (format && is_of_source(format))
            table_set(&programs->manifests, path_directory(programs->arena, path), programs);
    }
}

/* The nearest folder at or above this one that has a manifest. */
static const char *unit_of(const struct programs *programs, const char *folder)
{
    while (!table_has(&programs->manifests, folder)) {
        if (strcmp(folder, ".") == 0)
            return NULL;
        folder = path_directory(programs->arena, folder);
    }
    return folder;
}

/* The name that is most its own: of the file, else of its folder. */
static const char *specific_name(const struct programs *programs, const struct fact_row *stage)
{
    const struct value *names = NULL;
    size_t count = cell_list(stage, programs->names_cell, &names);
    return count ? names[0].text : NULL;
}

static bool is_program(const struct programs *programs, size_t at)
{
    const struct fact_row *row = &programs->stages->rows[at];
    return at == 0 || strcmp(programs->stages->rows[at - 1].path, row->path) != 0;
}

/* Which of the folders above a file bear names of programs. */
static void find_foreign(struct programs *programs, struct handler *handler)
{
    const char **names = NULL;
    size_t capacity = 0;
    const char *at = handler->row->path;
    for (const char *slash; (slash = strchr(at, '/')) != NULL; at = slash + 1) {
        const char *name = arena_copy(programs->arena, (struct text){at, (size_t)(slash - at)});
        if (!table_has(&programs->specific, name))
            continue;
        names =
            arena_grow(programs->arena, names, handler->foreign_count, &capacity, sizeof(*names));
        names[handler->foreign_count++] = name;
    }
    handler->foreign = names;
}

static const char *owner_of(const struct programs *programs, const char *path)
{
    const char *folder = path_directory(programs->arena, path);
    for (; strcmp(folder, ".") != 0; folder = path_directory(programs->arena, folder))
        if (table_has(&programs->owners, folder))
            return folder;
    return NULL;
}

static void read_handlers(struct programs *programs)
{
    const struct fact_table *table =
        programs->repository->table(programs->repository, &fact_kind_shutdown_handler);
    for (size_t i = 0; i < table->count; i++) {
        const struct fact_row *row = &table->rows[i];
        if (cell_is_true(row, SHUTDOWN_HANDLER_TEST) ||
            cell_is_true(row, SHUTDOWN_HANDLER_VENDORED))
            continue;
        programs->handlers =
            arena_grow(programs->arena, programs->handlers, programs->handler_count,
                       &programs->handler_capacity, sizeof(*programs->handlers));
        struct handler *handler = &programs->handlers[programs->handler_count++];
        *handler = (struct handler){
            .row = row,
            .unit = unit_of(programs, path_directory(programs->arena, row->path)),
            .owner = owner_of(programs, row->path),
        };
        find_foreign(programs, handler);
    }
}

/* Does any program stand in the folder? The entries are in order, those of it together. */
static bool holds_source(const struct programs *programs, const char *folder)
{
    const struct snapshot *snapshot = programs->repository->snapshot;
    const char *prefix = arena_printf(programs->arena, "%s/", folder);
    size_t first = 0, end = snapshot->count;
    while (first < end) {
        size_t middle = first + (end - first) / 2;
        if (strcmp(snapshot->entries[middle].path, prefix) < 0)
            first = middle + 1;
        else
            end = middle;
    }
    for (; first < snapshot->count && string_starts_with(snapshot->entries[first].path, prefix);
         first++)
        if (shutdown_is_source(snapshot->entries[first].path))
            return true;
    return false;
}

struct program {
    const struct fact_row *stage;
    const char *folder, *unit, *name;
    bool has_source; /* in a folder of its own */
};

static bool is_own_name(const struct programs *programs, const struct program *program,
                        const char *name)
{
    const struct value *names = NULL;
    size_t count = cell_list(program->stage, programs->names_cell, &names);
    for (size_t i = 0; i < count; i++)
        if (strcmp(names[i].text, name) == 0)
            return true;
    return false;
}

enum belonging { BELONGS_TO_OTHERS, BELONGS_TO_NOBODY, BELONGS };

static enum belonging belonging_of(const struct programs *programs, const struct program *program,
                                   const struct handler *handler)
{
    bool is_named = false;
    bool has_folder = strcmp(program->folder, ".") != 0;
    if (has_folder && program->has_source && path_is_within(handler->row->path, program->folder))
        return BELONGS;
    if (strcmp(handler->row->path, program->stage->path) == 0)
        return BELONGS;
    for (size_t i = 0; i < handler->foreign_count; i++) {
        if (!is_own_name(programs, program, handler->foreign[i]))
            return BELONGS_TO_OTHERS;
        is_named = is_named || (program->name && strcmp(program->name, handler->foreign[i]) == 0);
    }
    if (is_named && !program->has_source)
        return BELONGS;
    if (handler->owner && strcmp(handler->owner, program->folder) != 0 &&
        !(program->unit && strcmp(handler->owner, program->unit) == 0))
        return BELONGS_TO_OTHERS;
    if (has_folder && program->has_source && cell_is_true(handler->row, SHUTDOWN_HANDLER_ALONE))
        return BELONGS_TO_OTHERS;
    /* Where no manifest tells the modules apart, a folder with source is one. */
    bool is_alone = !program->unit && has_folder && program->has_source;
    bool is_same = program->unit && handler->unit ? strcmp(program->unit, handler->unit) == 0
                                                  : program->unit == handler->unit;
    return is_same && !is_alone ? BELONGS : BELONGS_TO_NOBODY;
}

static struct value names_of(const struct programs *programs, const struct program *program)
{
    const struct value *names = NULL;
    size_t count = cell_list(program->stage, programs->names_cell, &names), total = count;
    if (strcmp(program->folder, ".") != 0)
        return program->stage->cells[programs->names_cell];
    const struct fact_table *own =
        programs->repository->table(programs->repository, &fact_kind_repository_name);
    struct value *all = ARENA_ARRAY(programs->arena, struct value, count + own->count + 2);
    for (size_t i = 0; i < count; i++)
        all[i] = names[i];
    /* Badges name other projects too. */
    for (size_t i = 0; i < own->count; i++)
        if (!own->rows[i].gap && cell_is(&own->rows[i], REPOSITORY_NAME_STATED_BY, "manifest"))
            all[total++] = own->rows[i].cells[REPOSITORY_NAME_NAME];
    struct repository *repository = programs->repository->repository;
    const char *remote = repository ? repository_remote(repository, programs->arena) : NULL;
    const char *owner, *name;
    if (remote && contact_remote_names(programs->arena, remote, &owner, &name))
        all[total++] = value_text(name);
    return value_list_of(programs->arena, all, total);
}

static void judge(struct programs *programs, const struct program *program, struct value *cells)
{
    const struct fact_row *unread = NULL;
    cells[PROGRAM_HANDLES_END] = value_boolean(false);
    for (size_t i = 0; i < programs->handler_count; i++) {
        const struct handler *handler = &programs->handlers[i];
        enum belonging belonging = belonging_of(programs, program, handler);
        if (belonging == BELONGS && handler->row->gap) {
            unread = unread ? unread : handler->row;
        } else if (belonging == BELONGS) {
            cells[PROGRAM_HANDLES_END] = value_boolean(true);
            cells[PROGRAM_HANDLER] = value_text(handler->row->path);
            cells[PROGRAM_SHARED_HANDLER] = (struct value){0};
            return;
        } else if (belonging == BELONGS_TO_NOBODY && !handler->row->gap &&
                   cells[PROGRAM_SHARED_HANDLER].kind == VALUE_ABSENT) {
            cells[PROGRAM_SHARED_HANDLER] = value_text(handler->row->path);
        }
    }
    if (unread)
        cells[PROGRAM_HANDLES_END] = unread->cells[SHUTDOWN_HANDLER_WAY];
}

static struct program program_of(const struct programs *programs, const struct fact_row *stage)
{
    struct program program = {
        .stage = stage,
        .folder = path_directory(programs->arena, stage->path),
        .name = specific_name(programs, stage),
    };
    program.unit = unit_of(programs, program.folder);
    program.has_source = strcmp(program.folder, ".") == 0 || holds_source(programs, program.folder);
    return program;
}

static void read_owners(struct programs *programs)
{
    for (size_t i = 0; i < programs->stages->count; i++) {
        const struct fact_row *stage = &programs->stages->rows[i];
        if (!is_program(programs, i) || cell_is_true(stage, programs->test_cell))
            continue;
        struct program program = program_of(programs, stage);
        if (program.name)
            table_set(&programs->specific, program.name, programs);
        if (program.has_source)
            table_set(&programs->owners, program.folder, programs);
        if (program.unit)
            table_set(&programs->owners, program.unit, programs);
    }
}

static void add_program(struct programs *programs, struct fact_writer *writer,
                        const struct fact_row *stage)
{
    struct value *cells = fact_add(writer, &fact_kind_program, stage->path, stage->line, 1)->cells;
    struct program program = program_of(programs, stage);
    cells[PROGRAM_NAMES] = names_of(programs, &program);
    cells[PROGRAM_TEST] = stage->cells[programs->test_cell];
    cells[PROGRAM_VENDORED] = stage->cells[programs->vendored_cell];
    if (programs->stages->count * programs->handler_count > PAIRS_MOST)
        cells[PROGRAM_HANDLES_END] =
            value_unknown(programs->arena, UNKNOWN_UNOBSERVABLE,
                          "there are more Dockerfiles and programs than are compared");
    else
        judge(programs, &program, cells);
}

static struct failure *recognise(struct fact_writer *writer,
                                 const struct fact_repository *repository)
{
    const struct fact_kind *stage = &fact_kind_dockerfile_stage;
    struct programs programs = {
        .repository = repository,
        .arena = fact_arena(writer),
        .stages = repository->table(repository, stage),
        .names_cell = (size_t)fact_field_find(stage, "names"),
        .test_cell = (size_t)fact_field_find(stage, "test"),
        .vendored_cell = (size_t)fact_field_find(stage, "vendored"),
    };
    if (programs.stages->count == 0)
        return NULL;
    table_init(&programs.manifests, programs.arena);
    table_init(&programs.specific, programs.arena);
    table_init(&programs.owners, programs.arena);
    read_manifests(&programs);
    read_owners(&programs);
    read_handlers(&programs);
    for (size_t i = 0; i < programs.stages->count; i++)
        if (is_program(&programs, i))
            add_program(&programs, writer, &programs.stages->rows[i]);
    return NULL;
}

FACT(program) = {
    .name = "program",
    .area = FACT_AREA_WORKLOADS,
    .summary = "Programs that Dockerfiles put into images, and whether their code handles its end.",
    .version = 1,
    .kinds = (const struct fact_kind *const[]){&fact_kind_program, NULL},
    .needs = (const struct fact_kind *const[]){&fact_kind_dockerfile_stage,
                                               &fact_kind_shutdown_handler,
                                               &fact_kind_repository_name, NULL},
    .recognise_repository = recognise,
};
