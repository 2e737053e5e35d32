#include "facts/workload_patch.h"

#include "facts/paths.h"
#include "facts/workload_cells.h"
#include "facts/workload_kinds.h"
#include "facts/workload_kustomize.h"

#include <string.h>

enum { BASES_MAX = 16 };

/* What a kind of rows is joined by. */
struct shape {
    size_t test;
    const size_t *cells; /* which a patch may leave out */
    size_t count;
    size_t base;    /* the cell that names what is patched; SIZE_MAX: none */
    size_t inverse; /* the cell that is better false; SIZE_MAX: none */
};

/* The manifests of one kind and name. */
struct bases {
    size_t rows[BASES_MAX], count; /* more than BASES_MAX are too many to choose from */
};

static size_t shared_folders(const char *a, const char *b)
{
    size_t count = 0;
    for (size_t i = 0; a[i] != '\0' && a[i] == b[i]; i++)
        count += a[i] == '/';
    return count;
}

/* What the kustomization that takes in the patch takes in; NULL: none in its folder or above
 * does, or it cannot be told. */
static const struct kustomize_files *taken_in(const struct workload_patching *patching,
                                              const char *path)
{
    struct kustomize_reach *reach = patching->reach;
    const struct kustomize_files *files = NULL;
    for (const char *folder = path; !files && strcmp(folder, ".") != 0;) {
        folder = path_directory(patching->arena, folder);
        if (workload_kustomize_in(patching->arena, patching->snapshot, folder))
            files = kustomize_reach_of(reach, folder);
    }
    bool is_told =
        files && kustomize_reach_step(reach, (BASES_MAX + 1) * (1 + files->folders.count));
    return is_told && kustomize_files_have(files, path) ? files : NULL;
}

/* Of what `files` has, or of all: the manifest that shares more folders with the patch than any
 * other, NULL where several do. False: `files` has none. */
static bool find_nearest(const struct workload_patching *patching, const struct bases *bases,
                         const char *path, const struct kustomize_files *files, const size_t **out)
{
    const size_t *found = NULL;
    size_t most = 0;
    bool is_tie = false;
    for (size_t i = 0; i < bases->count; i++) {
        const char *base = patching->parts->rows[bases->rows[i]].path;
        size_t shared = shared_folders(base, path);
        if (files && !kustomize_files_have(files, base))
            continue;
        if (!found || shared > most) {
            found = &bases->rows[i];
            most = shared;
            is_tie = false;
        } else if (shared == most) {
            is_tie = true;
        }
    }
    *out = is_tie ? NULL : found;
    return found != NULL;
}

/* The manifest that a patch changes: the only one of its key, or of several the one that its
 * kustomization takes in, and that is nearest. */
static const size_t *base_of(const struct workload_patching *patching, const struct table *table,
                             const char *key, const char *path)
{
    const struct bases *bases = table_find(table, key);
    if (!bases || bases->count > BASES_MAX)
        return NULL;
    const struct kustomize_files *files = bases->count > 1 ? taken_in(patching, path) : NULL;
    const size_t *found = NULL;
    if (!files || !find_nearest(patching, bases, path, files, &found))
        find_nearest(patching, bases, path, NULL, &found);
    return found;
}

static void add_base(struct arena *arena, struct table *table, const char *key, size_t row)
{
    struct bases *bases = table_find(table, key);
    if (!bases) {
        bases = ARENA_NEW(arena, struct bases);
        bases->count = 0;
        table_set(table, key, bases);
    }
    if (bases->count < BASES_MAX)
        bases->rows[bases->count] = row;
    if (bases->count <= BASES_MAX)
        bases->count++;
}

static bool is_said(const struct value *cell)
{
    if (cell->kind == VALUE_LIST)
        return cell->list->count > 0;
    return cell->kind != VALUE_ABSENT && cell->kind != VALUE_UNKNOWN;
}

/* A patch does not say false where it says nothing: its cells are unknown then. */
static bool is_left_out(const struct value *cell)
{
    return cell->kind == VALUE_ABSENT || (cell->kind == VALUE_LIST && cell->list->count == 0) ||
           (cell->kind == VALUE_UNKNOWN && strcmp(cell->unknown->reason, patch_reason) == 0);
}

/* Rights that a program may gain are the one boolean that is better false. */
static bool is_bad(const struct value *cell, bool good)
{
    return cell->kind == VALUE_ABSENT || (cell->kind == VALUE_BOOLEAN && cell->boolean != good);
}

/* Is the patch written in the kustomization that is nearest to the manifest? */
static bool always_holds(const struct workload_patching *patching, const char *patch,
                         const char *base)
{
    if (!workload_kustomize_is_name(path_base(patch)))
        return false;
    for (const char *folder = base; strcmp(folder, ".") != 0;) {
        folder = path_directory(patching->arena, folder);
        const char *nearest = workload_kustomize_in(patching->arena, patching->snapshot, folder);
        if (nearest)
            return strcmp(nearest, patch) == 0;
    }
    return false;
}

static void join(const struct workload_patching *patching, const struct shape *shape, size_t patch,
                 size_t base)
{
    struct value *patched = patching->cells[patch], *whole = patching->cells[base];
    bool is_shipped = !patched[shape->test].boolean || whole[shape->test].boolean;
    bool holds =
        always_holds(patching, patching->parts->rows[patch].path, patching->parts->rows[base].path);
    for (size_t i = 0; i < shape->count; i++) {
        struct value *cell = &patched[shape->cells[i]];
        struct value *other = &whole[shape->cells[i]];
        if (is_left_out(cell))
            *cell = *other;
        else if (holds)
            *other = *cell;
        else if (is_shipped && is_said(cell) && is_bad(other, shape->cells[i] != shape->inverse))
            *other = value_unknown(patching->arena, UNKNOWN_UNOBSERVABLE,
                                   arena_printf(patching->arena,
                                                "the patch '%s' says it, and others may not",
                                                patching->parts->rows[patch].path));
    }
}

/* `key` gives NULL for a row that takes no part. */
static void patch_all(const struct workload_patching *patching, const struct shape *shape,
                      const char *(*key)(struct arena *arena, const struct value *cells),
                      bool (*is_patch)(const struct value *cells))
{
    struct table bases;
    table_init(&bases, patching->arena);
    for (size_t i = 0; i < patching->parts->count; i++) {
        const struct fact_row *part = &patching->parts->rows[i];
        const char *name = part->gap ? NULL : key(patching->arena, part->cells);
        if (name && !is_patch(part->cells) && !part->cells[shape->test].boolean)
            add_base(patching->arena, &bases, name, i);
    }
    for (size_t i = 0; i < patching->parts->count; i++) {
        const struct fact_row *part = &patching->parts->rows[i];
        const char *name = part->gap ? NULL : key(patching->arena, patching->cells[i]);
        const size_t *base =
            name && is_patch(part->cells) ? base_of(patching, &bases, name, part->path) : NULL;
        if (!base)
            continue;
        join(patching, shape, i, *base);
        if (shape->base != SIZE_MAX)
            patching->cells[i][shape->base] = value_text(patching->parts->rows[*base].path);
    }
}

static const char *key_of_workload(struct arena *arena, const struct value *cells)
{
    if (cells[WORKLOAD_NAME].kind != VALUE_TEXT || cells[WORKLOAD_NAME].text[0] == '\0' ||
        cells[WORKLOAD_PATCH].kind != VALUE_BOOLEAN)
        return NULL;
    return arena_printf(arena, "%s\n%s", cells[WORKLOAD_KIND].text, cells[WORKLOAD_NAME].text);
}

static bool is_workload_patch(const struct value *cells)
{
    return cells[WORKLOAD_PATCH].boolean;
}

void workload_patch_workloads(const struct workload_patching *patching)
{
    static const size_t cells[] = {WORKLOAD_NAMESPACE,       WORKLOAD_LABELS,
                                   WORKLOAD_REPLICAS,        WORKLOAD_STRATEGY,
                                   WORKLOAD_MAX_UNAVAILABLE, WORKLOAD_SINGLETON};
    static const struct shape shape = {WORKLOAD_TEST, cells, sizeof(cells) / sizeof(*cells),
                                       SIZE_MAX, SIZE_MAX};
    patch_all(patching, &shape, key_of_workload, is_workload_patch);
}

static const char *key_of_container(struct arena *arena, const struct value *cells)
{
    if (cells[CONTAINER_WORKLOAD].kind != VALUE_TEXT || cells[CONTAINER_NAME].kind != VALUE_TEXT ||
        cells[CONTAINER_WORKLOAD].text[0] == '\0')
        return NULL;
    return arena_printf(arena, "%s\n%s\n%s", cells[CONTAINER_WORKLOAD_KIND].text,
                        cells[CONTAINER_WORKLOAD].text, cells[CONTAINER_NAME].text);
}

static bool is_container_patch(const struct value *cells)
{
    return cells[CONTAINER_IMAGE].kind == VALUE_ABSENT;
}

/* What a patch of a container may leave out; before SETTINGS what it may leave out and nobody
 * judges. */
enum { SETTINGS = 3 };
static const size_t container_cells[] = {
    CONTAINER_NAMESPACE,       CONTAINER_PORTS,          CONTAINER_PORT_NAMES,
    CONTAINER_READINESS_PROBE, CONTAINER_LIVENESS_PROBE, CONTAINER_STARTUP_PROBE,
    CONTAINER_LIVENESS_ASKS,   CONTAINER_LIVENESS_WAITS, CONTAINER_CPU_REQUEST,
    CONTAINER_CPU_LIMIT,       CONTAINER_MEMORY_REQUEST, CONTAINER_MEMORY_LIMIT,
    CONTAINER_NON_ROOT,        CONTAINER_ESCALATION,     CONTAINER_DROPS_ALL,
    CONTAINER_SECCOMP,         CONTAINER_READ_ONLY_ROOT, CONTAINER_PRE_STOP};
enum { CONTAINER_CELLS = sizeof(container_cells) / sizeof(*container_cells) };

void container_patch_open(struct arena *arena, struct value *cells)
{
    const struct value open = value_unknown(arena, UNKNOWN_UNOBSERVABLE, patch_reason);
    for (size_t i = SETTINGS; i < CONTAINER_CELLS; i++)
        if (is_bad(&cells[container_cells[i]], container_cells[i] != CONTAINER_ESCALATION))
            cells[container_cells[i]] = open;
}

static const char *key_of_number(struct arena *arena, const struct value *cells, const char *number)
{
    return arena_printf(arena, "%s\n%s\n%s", cells[CONTAINER_WORKLOAD_KIND].text,
                        cells[CONTAINER_WORKLOAD].text, number);
}

/* The names of the containers of manifests by their numbers, where one manifest has them. */
static void number_containers(const struct workload_patching *patching, struct table *names)
{
    struct table counts;
    table_init(&counts, patching->arena);
    for (size_t i = 0; i < patching->parts->count; i++) {
        const struct fact_row *part = &patching->parts->rows[i];
        if (part->gap || is_container_patch(part->cells) || part->cells[CONTAINER_TEST].boolean ||
            !key_of_container(patching->arena, part->cells))
            continue;
        const bool init = part->cells[CONTAINER_INIT].boolean;
        const char *prefix =
            init ? workload_kustomize_init_container : workload_kustomize_container;
        const char *place =
            key_of_number(patching->arena, part->cells,
                          arena_printf(patching->arena, "%s%s", prefix, part->path));
        size_t *count = table_find(&counts, place);
        if (!count) {
            count = ARENA_NEW(patching->arena, size_t);
            *count = 0;
            table_set(&counts, place, count);
        }
        const char *number =
            key_of_number(patching->arena, part->cells,
                          arena_printf(patching->arena, "%s%zu", prefix, (*count)++));
        table_set(names, number, table_has(names, number) ? NULL : (void *)(uintptr_t)part);
    }
}

/* A list of operations names containers by their numbers. */
static void name_containers(const struct workload_patching *patching)
{
    struct table names;
    table_init(&names, patching->arena);
    number_containers(patching, &names);
    for (size_t i = 0; i < patching->parts->count; i++) {
        struct value *cells = patching->cells[i];
        if (patching->parts->rows[i].gap || !key_of_container(patching->arena, cells) ||
            !string_starts_with(cells[CONTAINER_NAME].text, workload_kustomize_container))
            continue;
        const struct fact_row *base =
            table_find(&names, key_of_number(patching->arena, cells, cells[CONTAINER_NAME].text));
        cells[CONTAINER_NAME] =
            base ? base->cells[CONTAINER_NAME]
                 : value_unknown(patching->arena, UNKNOWN_UNOBSERVABLE,
                                 "a patch by number: the name stands in what it patches");
    }
}

void workload_patch_containers(const struct workload_patching *patching)
{
    static const struct shape shape = {CONTAINER_TEST, container_cells, CONTAINER_CELLS,
                                       CONTAINER_PATCHES, CONTAINER_ESCALATION};
    name_containers(patching);
    patch_all(patching, &shape, key_of_container, is_container_patch);
}
