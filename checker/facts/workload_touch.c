#include "facts/workload_touch.h"

#include "facts/kustomize_patch_kinds.h"
#include "facts/paths.h"
#include "facts/workload_choice.h"
#include "facts/workload_kinds.h"
#include "facts/workload_kustomize.h"

#include <stdlib.h>
#include <string.h>

/* Everything one application needs. */
struct applying {
    struct workload_touch *touch;
    struct value **workloads, **containers; /* one of them is NULL */
    bool adds; /* the second time: what is patched elsewhere is added */
    struct workload_touched_list added;
    struct table gaps;     /* path -> cells: what is patched there is not known */
    struct table added_by; /* patch's file and row -> cells of what is added */
    struct table patched;  /* folder, kind, name and container that a patch there is joined to */
    struct table files;    /* path -> the first row of kustomize_patch there, counted from 1 */
    struct table of_name;  /* path, kind and name of a workload -> its first container, from 1 */
    struct table nearest;  /* folder -> the nearest one at or above it with a kustomization */
    struct workload_choosing choosing;
};

static void add_gap(struct applying *applying, const char *path, struct value why)
{
    struct arena *arena = applying->touch->arena;
    const struct fact_kind *kind = applying->workloads ? &workload_part_kind : &container_part_kind;
    size_t count = 0;
    if (table_has(&applying->gaps, path))
        return;
    while (kind->fields[count].name)
        count++;
    struct value *cells = ARENA_ARRAY(arena, struct value, count);
    for (size_t i = 0; i < count; i++)
        cells[i] = why;
    cells[applying->workloads ? (size_t)WORKLOAD_TEST : (size_t)CONTAINER_TEST] =
        value_boolean(path_is_test(path));
    cells[applying->workloads ? (size_t)WORKLOAD_VENDORED : (size_t)CONTAINER_VENDORED] =
        value_boolean(snapshot_is_vendored(applying->touch->snapshot, path));
    table_set(&applying->gaps, path, cells);
}

/* Who says it, and of what. */
struct voice {
    const struct value *target; /* cells of the row that has the target */
    const char *folder;
    const struct fact_row *at;
    bool is_gitops;
};

/* One setting that is changed. */
struct setting_change {
    const char *container; /* NULL: all */
    const char *setting;
    const char *value; /* NULL: it is not known */
    bool removed;
};

static const char *text_in(const struct value *cells, size_t field)
{
    return cells[field].kind == VALUE_TEXT ? cells[field].text : NULL;
}

/* Is the kustomization in the nearest folder above the manifest that has one? */
static bool is_nearest(struct applying *applying, const char *folder, const char *path)
{
    const struct workload_touch *touch = applying->touch;
    const char *own = path_directory(touch->arena, path);
    const char *nearest = table_find(&applying->nearest, own);
    for (const char *at = own; !nearest; at = path_directory(touch->arena, at)) {
        if (workload_kustomize_in(touch->arena, touch->snapshot, at))
            nearest = at;
        else if (strcmp(at, ".") == 0)
            nearest = "";
    }
    table_set(&applying->nearest, own, (void *)(uintptr_t)nearest);
    return strcmp(nearest, folder) == 0;
}

/* Of a list it is told only that it is empty. */
static struct value typed(struct arena *arena, const struct type *type, const char *text)
{
    if (type->kind == TYPE_LIST)
        return value_texts(arena, NULL, 0);
    if (type->kind == TYPE_INTEGER)
        return value_integer(strtoll(text, NULL, 10));
    if (type->kind == TYPE_BOOLEAN)
        return value_boolean(strcmp(text, "true") == 0);
    return value_text(text);
}

static bool is_same(const struct value *a, const struct value *b)
{
    if (a->kind != b->kind)
        return false;
    if (a->kind == VALUE_TEXT)
        return strcmp(a->text, b->text) == 0;
    if (a->kind == VALUE_INTEGER)
        return a->integer == b->integer;
    if (a->kind == VALUE_BOOLEAN)
        return a->boolean == b->boolean;
    if (a->kind == VALUE_LIST)
        return a->list->count == 0 && b->list->count == 0;
    return a->kind == VALUE_ABSENT;
}

/* Rights that a program may gain are better false. */
static bool is_bad(size_t field, bool is_container, const struct value *cell)
{
    bool is_inverse = is_container && (field == CONTAINER_ESCALATION || field == CONTAINER_ROOT ||
                                       field == CONTAINER_PRIVILEGED);
    return cell->kind == VALUE_ABSENT ||
           (cell->kind == VALUE_BOOLEAN && cell->boolean == is_inverse);
}

/* Of texts it is asked that they are there, of numbers that they are not less. */
static bool is_worse(size_t field, bool is_container, const struct value *before,
                     const struct value *after, bool is_known)
{
    if (before->kind == VALUE_UNKNOWN || is_bad(field, is_container, before))
        return false;
    if (!is_known || is_bad(field, is_container, after))
        return true;
    return before->kind == VALUE_INTEGER && after->kind == VALUE_INTEGER &&
           after->integer < before->integer;
}

static bool may_be_better(size_t field, bool is_container, const struct value *before,
                          const struct value *after, bool is_known)
{
    if (before->kind == VALUE_INTEGER)
        return !is_known || (after->kind == VALUE_INTEGER && after->integer > before->integer);
    return is_bad(field, is_container, before) && !(is_known && is_bad(field, is_container, after));
}

/* The cells of the row as this patch leaves it; NULL: nothing was added for it. */
static struct value *added_cells(struct applying *applying, const struct voice *voice,
                                 bool is_container, size_t row, bool is_wanted)
{
    struct workload_touch *touch = applying->touch;
    const char *key = arena_printf(touch->arena, "%s\n%zu", voice->at->path, row);
    struct value *cells = table_find(&applying->added_by, key);
    if (cells || !is_wanted)
        return cells;
    struct workload_touched_list *list = &applying->added;
    if (list->count == list->capacity) {
        size_t capacity = list->capacity == 0 ? 16 : 2 * list->capacity;
        struct workload_touched *items =
            ARENA_ARRAY(touch->arena, struct workload_touched, capacity);
        if (list->count > 0)
            memcpy(items, list->items, list->count * sizeof(*items));
        list->items = items;
        list->capacity = capacity;
    }
    size_t fields = is_container ? (size_t)CONTAINER_FIELD_COUNT : (size_t)WORKLOAD_FIELD_COUNT;
    cells = ARENA_ARRAY(touch->arena, struct value, fields);
    memcpy(cells, is_container ? applying->containers[row] : applying->workloads[row],
           fields * sizeof(*cells));
    size_t test = is_container ? (size_t)CONTAINER_TEST : (size_t)WORKLOAD_TEST;
    if (path_is_test(voice->at->path))
        cells[test] = value_boolean(true);
    if (is_container)
        cells[CONTAINER_PATCHES] = value_text(touch->containers->rows[row].path);
    else
        cells[WORKLOAD_PATCH] = value_boolean(true);
    list->items[list->count++] = (struct workload_touched){row, voice->at, cells};
    table_set(&applying->added_by, key, cells);
    return cells;
}

static struct value opened(const struct applying *applying, const struct voice *voice,
                           const struct setting_change *change)
{
    return value_unknown(applying->touch->arena, UNKNOWN_UNOBSERVABLE,
                         arena_printf(applying->touch->arena,
                                      change->removed
                                          ? "the patch in '%s' takes it away where it is applied"
                                          : "the patch in '%s' changes it where it is applied",
                                      voice->at->path));
}

/* What is left of a row when a patch changes it that holds for sure (`is_nearest`), maybe, or
 * where somebody applies it. */
struct hold {
    bool is_nearest, maybe;
    bool is_joined; /* a patch there is a row of its own, which this one changes as well */
};

/* What the change says the field is; a zero where it does not say. */
static struct value value_said(const struct applying *applying, const struct type *type,
                               const struct setting_change *change)
{
    if (change->removed && type->kind == TYPE_BOOLEAN)
        return value_boolean(false);
    if (change->value)
        return typed(applying->touch->arena, type, change->value);
    return (struct value){0};
}

static void change_cell(struct applying *applying, const struct voice *voice,
                        const struct setting_change *change, bool is_container,
                        const struct hold *hold, size_t row)
{
    const struct fact_kind *kind = is_container ? &container_part_kind : &workload_part_kind;
    struct value *cells = is_container ? applying->containers[row] : applying->workloads[row];
    int found = fact_field_find(kind, change->setting);
    if (found < 0)
        return;
    size_t field = (size_t)found, test = is_container ? CONTAINER_TEST : WORKLOAD_TEST;
    const struct value said = value_said(applying, &kind->fields[field].type, change);
    bool is_known = change->removed || change->value;
    bool is_shipped = cells[test].boolean || !path_is_test(voice->at->path);
    const struct value next = is_known && !hold->maybe ? said : opened(applying, voice, change);
    if (is_known && is_same(&said, &cells[field]))
        return;
    /* Whether it is this or that is the same to who asks. */
    if (hold->maybe && !is_worse(field, is_container, &cells[field], &said, is_known) &&
        !may_be_better(field, is_container, &cells[field], &said, is_known))
        return;
    if (hold->is_nearest) {
        if (!applying->adds && (cells[field].kind != VALUE_UNKNOWN || next.kind != VALUE_UNKNOWN))
            cells[field] = next;
        return;
    }
    if (!applying->adds) {
        if (is_shipped && may_be_better(field, is_container, &cells[field], &said, is_known))
            cells[field] = opened(applying, voice, change);
        return;
    }
    bool is_wanted = is_worse(field, is_container, &cells[field], &said, is_known && !hold->maybe);
    struct value *patched =
        hold->is_joined ? NULL : added_cells(applying, voice, is_container, row, is_wanted);
    if (patched)
        patched[field] = next;
}

/* Its name, or its number among those before or beside the others. */
static bool is_named(const struct value *cells, const char *name, size_t number, size_t init_number)
{
    if (!name)
        return true;
    const char *prefix = cells[CONTAINER_INIT].boolean ? workload_kustomize_init_container
                                                       : workload_kustomize_container;
    /* Numbers are those of the manifest; a patch has its containers in an order of its own. */
    if (!string_starts_with(name, workload_kustomize_container) ||
        cells[CONTAINER_IMAGE].kind == VALUE_ABSENT)
        return cells[CONTAINER_NAME].kind == VALUE_TEXT &&
               strcmp(cells[CONTAINER_NAME].text, name) == 0;
    if (!string_starts_with(name, prefix))
        return false;
    char *end = NULL;
    unsigned long long asked = strtoull(name + strlen(prefix), &end, 10);
    return end != name + strlen(prefix) && *end == '\0' &&
           asked == (cells[CONTAINER_INIT].boolean ? init_number : number);
}

static const char *key_of_workload(struct arena *arena, const char *path, const struct value *kind,
                                   const struct value *name)
{
    if (kind->kind != VALUE_TEXT || name->kind != VALUE_TEXT)
        return NULL;
    return arena_printf(arena, "%s\n%s\n%s", path, kind->text, name->text);
}

/* Is a patch of that folder a row of its own, which stands for the patched manifest? */
static bool is_joined(const struct applying *applying, const char *folder, const char *kind,
                      const char *name, const char *container)
{
    return table_has(&applying->patched, arena_printf(applying->touch->arena, "%s\n%s\n%s\n%s",
                                                      folder, kind, name, container));
}

static void change_containers(struct applying *applying, const struct voice *voice,
                              const struct setting_change *change, const struct hold *hold,
                              const char *key)
{
    const struct fact_table *parts = applying->touch->containers;
    size_t number = 0, init_number = 0;
    size_t first = (size_t)(uintptr_t)table_find(&applying->of_name, key);
    for (size_t i = first; first > 0 && i <= parts->count; i++) {
        const struct fact_row *part = &parts->rows[i - 1];
        const char *own = part->gap ? NULL
                                    : key_of_workload(applying->touch->arena, part->path,
                                                      &part->cells[CONTAINER_WORKLOAD_KIND],
                                                      &part->cells[CONTAINER_WORKLOAD]);
        if (!own || strcmp(own, key) != 0)
            break;
        struct hold of_one = *hold;
        if (part->cells[CONTAINER_NAME].kind == VALUE_TEXT)
            of_one.is_joined =
                is_joined(applying, voice->folder, part->cells[CONTAINER_WORKLOAD_KIND].text,
                          part->cells[CONTAINER_WORKLOAD].text, part->cells[CONTAINER_NAME].text);
        if (is_named(part->cells, change->container, number, init_number))
            change_cell(applying, voice, change, true, &of_one, i - 1);
        number += !part->cells[CONTAINER_INIT].boolean;
        init_number += part->cells[CONTAINER_INIT].boolean;
    }
}

static void apply(struct applying *applying, const struct voice *voice,
                  const struct setting_change *change)
{
    const struct workload_choice *choice =
        workload_choice_of(&applying->choosing, voice->folder, voice->target);
    for (size_t i = 0; i < choice->count; i++) {
        if (!kustomize_reach_step(&applying->touch->reach, 1))
            return;
        size_t row = choice->items[i].row;
        const struct fact_row *part = &applying->touch->workloads->rows[row];
        struct hold hold = {
            .is_nearest = !voice->is_gitops && is_nearest(applying, voice->folder, part->path),
            .maybe = choice->items[i].maybe,
        };
        const char *key = key_of_workload(applying->touch->arena, part->path,
                                          &part->cells[WORKLOAD_KIND], &part->cells[WORKLOAD_NAME]);
        if (key)
            hold.is_joined = is_joined(applying, voice->folder, part->cells[WORKLOAD_KIND].text,
                                       part->cells[WORKLOAD_NAME].text, "");
        if (applying->workloads)
            change_cell(applying, voice, change, false, &hold, row);
        else if (key)
            change_containers(applying, voice, change, &hold, key);
    }
}

static void apply_row(struct applying *applying, const struct voice *voice,
                      const struct value *cells)
{
    const struct setting_change change = {text_in(cells, KUSTOMIZE_PATCH_CONTAINER),
                                          text_in(cells, KUSTOMIZE_PATCH_SETTING),
                                          text_in(cells, KUSTOMIZE_PATCH_VALUE),
                                          cells[KUSTOMIZE_PATCH_REMOVED].kind == VALUE_BOOLEAN &&
                                              cells[KUSTOMIZE_PATCH_REMOVED].boolean};
    if (change.setting)
        apply(applying, voice, &change);
}

/* A strategic merge in a file whose target names others than the patch itself: what the file
 * says is not joined to them, so that it is open. */
static void apply_merge_file(struct applying *applying, const struct voice *voice, const char *path)
{
    static const size_t settings[] = {
        CONTAINER_PORTS,       CONTAINER_PORT_NAMES,     CONTAINER_READINESS_PROBE,
        CONTAINER_CPU_REQUEST, CONTAINER_LIVENESS_PROBE, CONTAINER_STARTUP_PROBE,
        CONTAINER_CPU_LIMIT,   CONTAINER_MEMORY_REQUEST, CONTAINER_MEMORY_LIMIT,
        CONTAINER_NON_ROOT,    CONTAINER_ESCALATION,     CONTAINER_DROPS_ALL,
        CONTAINER_SECCOMP,     CONTAINER_READ_ONLY_ROOT, CONTAINER_PRE_STOP};
    const struct fact_table *parts = applying->touch->containers;
    for (size_t i = 0; i < parts->count; i++) {
        const struct fact_row *part = &parts->rows[i];
        if (part->gap || strcmp(part->path, path) != 0)
            continue;
        for (size_t k = 0; k < sizeof(settings) / sizeof(*settings); k++) {
            const struct value *cell = &part->cells[settings[k]];
            bool is_said = (cell->kind == VALUE_LIST && cell->list->count > 0) ||
                           (cell->kind != VALUE_LIST && cell->kind != VALUE_UNKNOWN &&
                            cell->kind != VALUE_ABSENT);
            if (is_said)
                apply(applying, voice,
                      &(struct setting_change){text_in(part->cells, CONTAINER_NAME),
                                               container_part_kind.fields[settings[k]].name,
                                               cell->kind == VALUE_TEXT ? cell->text : NULL,
                                               false});
        }
    }
}

static bool has_target(const struct value *cells)
{
    for (size_t k = KUSTOMIZE_PATCH_TARGET_KIND; k <= KUSTOMIZE_PATCH_TARGET_ANNOTATIONS; k++)
        if (cells[k].kind == VALUE_TEXT)
            return true;
    return false;
}

static void apply_file(struct applying *applying, const struct voice *voice, const char *path)
{
    const struct fact_table *patches = applying->touch->patches;
    size_t first = (size_t)(uintptr_t)table_find(&applying->files, path);
    for (size_t i = first; first > 0 && i <= patches->count; i++) {
        const struct fact_row *row = &patches->rows[i - 1];
        if (strcmp(row->path, path) != 0)
            break;
        if (row->gap)
            add_gap(applying, path, row->cells[0]);
        struct voice of_file = *voice;
        if (!has_target(voice->target))
            of_file.target = row->cells;
        if (!row->gap && has_target(of_file.target))
            apply_row(applying, &of_file, row->cells);
    }
    if (has_target(voice->target))
        apply_merge_file(applying, voice, path);
}

static void index_parts(struct applying *applying)
{
    struct arena *arena = applying->touch->arena;
    const struct fact_table *patches = applying->touch->patches,
                            *containers = applying->touch->containers;
    table_init(&applying->files, arena);
    table_init(&applying->of_name, arena);
    table_init(&applying->nearest, arena);
    workload_choosing_init(&applying->choosing, arena, &applying->touch->reach,
                           applying->touch->workloads, applying->touch->labels);
    for (size_t i = patches->count; i > 0; i--)
        table_set(&applying->files, patches->rows[i - 1].path, (void *)(uintptr_t)i);
    for (size_t i = containers->count; i > 0; i--) {
        const struct fact_row *row = &containers->rows[i - 1];
        const char *key =
            row->gap ? NULL
                     : key_of_workload(arena, row->path, &row->cells[CONTAINER_WORKLOAD_KIND],
                                       &row->cells[CONTAINER_WORKLOAD]);
        if (key)
            table_set(&applying->of_name, key, (void *)(uintptr_t)i);
    }
}

/* Patches that workload_patch.h joins stand in their folder, or in the nearest one above it
 * that has a kustomization. */
static void index_patched(struct applying *applying)
{
    const struct workload_touch *touch = applying->touch;
    table_init(&applying->patched, touch->arena);
    for (size_t i = 0; i < touch->workloads->count; i++) {
        const struct fact_row *row = &touch->workloads->rows[i];
        if (!row->gap && row->cells[WORKLOAD_PATCH].kind == VALUE_BOOLEAN &&
            row->cells[WORKLOAD_PATCH].boolean && row->cells[WORKLOAD_NAME].kind == VALUE_TEXT)
            table_set(&applying->patched,
                      arena_printf(touch->arena, "%s\n%s\n%s\n",
                                   path_directory(touch->arena, row->path),
                                   row->cells[WORKLOAD_KIND].text, row->cells[WORKLOAD_NAME].text),
                      applying);
    }
    for (size_t i = 0; i < touch->containers->count; i++) {
        const struct fact_row *row = &touch->containers->rows[i];
        if (!row->gap && row->cells[CONTAINER_IMAGE].kind == VALUE_ABSENT &&
            row->cells[CONTAINER_WORKLOAD].kind == VALUE_TEXT &&
            row->cells[CONTAINER_NAME].kind == VALUE_TEXT)
            table_set(&applying->patched,
                      arena_printf(
                          touch->arena, "%s\n%s\n%s\n%s", path_directory(touch->arena, row->path),
                          row->cells[CONTAINER_WORKLOAD_KIND].text,
                          row->cells[CONTAINER_WORKLOAD].text, row->cells[CONTAINER_NAME].text),
                      applying);
    }
}

static void apply_all(struct applying *applying)
{
    const struct workload_touch *touch = applying->touch;
    for (size_t i = 0; i < touch->patches->count; i++) {
        const struct fact_row *row = &touch->patches->rows[i];
        if (row->gap) {
            if (workload_kustomize_is_name(path_base(row->path)))
                add_gap(applying, row->path, row->cells[0]);
            continue;
        }
        const char *gitops = text_in(row->cells, KUSTOMIZE_PATCH_FOLDER);
        const char *file = text_in(row->cells, KUSTOMIZE_PATCH_FILE);
        if (!gitops && !workload_kustomize_is_name(path_base(row->path)))
            continue;
        const char *own = path_directory(touch->arena, row->path);
        const char *folder = gitops ? path_resolve(touch->arena, ".", gitops) : own;
        const char *path = file ? path_resolve(touch->arena, own, file) : NULL;
        const struct voice voice = {row->cells, folder, row, gitops != NULL};
        if (folder && path)
            apply_file(applying, &voice, path);
        else if (folder && !file && has_target(row->cells))
            apply_row(applying, &voice, row->cells);
        if (touch->reach.is_cut) {
            add_gap(applying, row->path,
                    value_unknown(touch->arena, UNKNOWN_UNREADABLE,
                                  "there are more patches, of more workloads, than are followed"));
            return;
        }
    }
}

/* The manifests first: what is added begins with what all patches leave of them. */
static void apply_twice(struct applying *applying, struct value ***cells,
                        const struct fact_table **parts)
{
    struct workload_touch *touch = applying->touch;
    if (touch->patches->count == 0)
        return;
    index_parts(applying);
    index_patched(applying);
    table_init(&applying->added_by, touch->arena);
    table_init(&applying->gaps, touch->arena);
    apply_all(applying);
    applying->adds = true;
    apply_all(applying);
    workload_choosing_end(&applying->choosing);
    size_t before = (*parts)->count, count = before + applying->added.count + applying->gaps.count;
    if (count == before)
        return;
    struct fact_table *table = ARENA_NEW(touch->arena, struct fact_table);
    struct value **all = ARENA_ARRAY(touch->arena, struct value *, count);
    *table = (struct fact_table){.kind = (*parts)->kind, .count = count};
    table->rows = ARENA_ARRAY(touch->arena, struct fact_row, count);
    memcpy(table->rows, (*parts)->rows, before * sizeof(*table->rows));
    memcpy(all, *cells, before * sizeof(*all));
    for (size_t i = 0; i < applying->added.count; i++) {
        const struct workload_touched *added = &applying->added.items[i];
        all[before + i] = added->cells;
        table->rows[before + i] = (struct fact_row){.path = added->at->path,
                                                    .line = added->at->line,
                                                    .column = added->at->column,
                                                    .cells = added->cells};
    }
    for (size_t i = 0; i < applying->gaps.count; i++) {
        const struct table_entry *gap = &applying->gaps.entries[i];
        size_t at = before + applying->added.count + i;
        all[at] = gap->value;
        table->rows[at] = (struct fact_row){
            .path = gap->key, .line = 1, .column = 1, .gap = true, .cells = gap->value};
    }
    *cells = all;
    *parts = table;
}

void workload_touch_workloads(struct workload_touch *touch, struct value ***cells,
                              const struct fact_table **parts)
{
    struct applying applying = {.touch = touch, .workloads = *cells};
    apply_twice(&applying, cells, parts);
}

void workload_touch_containers(struct workload_touch *touch, struct value ***cells,
                               const struct fact_table **parts)
{
    struct applying applying = {.touch = touch, .containers = *cells};
    apply_twice(&applying, cells, parts);
}
