/* uv.lock: of each project of the workspace it repeats the requirements, with their
 * specifiers (astral-sh/uv, uv-resolver/src/lock, satisfies_requires_dist; `uv lock
 * --check`). poetry.lock and pdm.lock hold every package that is asked for, by its normal
 * name (PEP 503); their content hashes take in other keys from version to version and are
 * not compared. Pipfile.lock holds those of [packages] in `default` and those of
 * [dev-packages] in `develop` (Pipfile spec). */
#include "facts/lock_check.h"

#include <stdlib.h>
#include <string.h>

static char present[] = "present";

/* PEP 503: letters folded, runs of `-`, `_` and `.` one `-`. */
static const char *normal_name(struct arena *arena, struct text name)
{
    char *out = arena_copy(arena, name);
    char *to = out;
    for (const char *from = out; *from != '\0'; from++) {
        bool is_mark = strchr("-_.", *from);
        if (is_mark && to > out && to[-1] == '-')
            continue;
        *to++ = (char)(is_mark ? '-' : *from >= 'A' && *from <= 'Z' ? *from + 32 : *from);
    }
    *to = '\0';
    return out;
}

struct requirement {
    const char *name;
    const char *specifier; /* without blanks; NULL when there is none, or an address */
};

/* `Name[extra] >=1,<2 ; marker`; `name @ address` (PEP 508). */
static bool read_requirement(struct arena *arena, const char *written, struct requirement *out)
{
    size_t size = 0;
    while ((written[size] >= 'a' && written[size] <= 'z') ||
           (written[size] >= 'A' && written[size] <= 'Z') ||
           (written[size] >= '0' && written[size] <= '9') ||
           (size > 0 && written[size] != '\0' && strchr("-_.", written[size])))
        size++;
    if (size == 0)
        return false;
    *out = (struct requirement){.name = normal_name(arena, (struct text){written, size})};
    const char *at = written + size;
    at += strspn(at, " \t");
    if (*at == '[') {
        at += strcspn(at, "]");
        at += *at == ']';
        at += strspn(at, " \t");
    }
    if (*at == '@')
        return true;
    struct buffer specifier = BUFFER_EMPTY;
    for (; *at != '\0' && *at != ';'; at++)
        if (!strchr(" \t()", *at))
            buffer_add_byte(&specifier, *at);
    if (specifier.size > 0)
        out->specifier = arena_strdup(arena, buffer_string(&specifier));
    buffer_release(&specifier);
    return true;
}

static int compare_clauses(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The clauses of a specifier in one order: uv sorts them, people do not. */
static const char *sorted(struct arena *arena, const char *specifier)
{
    enum { CLAUSES_MAX = 16 };
    const char *clauses[CLAUSES_MAX];
    size_t count = 0;
    for (const char *at = specifier; *at != '\0' && count < CLAUSES_MAX;) {
        size_t size = strcspn(at, ",");
        if (size > 0)
            clauses[count++] = arena_copy(arena, (struct text){at, size});
        at += size + (at[size] == ',');
    }
    qsort(clauses, count, sizeof(*clauses), compare_clauses);
    const char *out = "";
    for (size_t i = 0; i < count; i++)
        out = arena_printf(arena, "%s%s,", out, clauses[i]);
    return out;
}

struct python {
    struct lock_check *check;
    const struct lock_manifest *manifest;
    const char *own_name;         /* of the project, which may name its own extras */
    struct table names;           /* in the lock file */
    const struct node *lists[64]; /* of uv: what the lock file says of the project */
    size_t list_count;
    struct table declared; /* names of the manifest */
};

static void report_missing(const struct python *python, const char *name)
{
    lock_problem_add(python->check, 0, "missing_entry", python->manifest, name,
                     arena_printf(python->check->scratch, "'%s' of '%s' is not in it", name,
                                  python->manifest->path));
}

/* Calls `each` for every text of a list. */
static void each_requirement(struct python *python, const struct node *list,
                             void (*each)(struct python *python, const struct requirement *))
{
    for (size_t i = 0; list && list->kind == NODE_SEQUENCE && i < list->count; i++) {
        struct requirement requirement;
        if (list->items[i]->kind == NODE_TEXT &&
            read_requirement(python->check->scratch, list->items[i]->text, &requirement) &&
            (!python->own_name || strcmp(requirement.name, python->own_name) != 0))
            each(python, &requirement);
    }
}

static void each_list(struct python *python, const struct node *table,
                      void (*each)(struct python *python, const struct requirement *))
{
    for (size_t i = 0; table && table->kind == NODE_MAPPING && i < table->count; i++)
        each_requirement(python, table->items[i], each);
}

static void each_of_project(struct python *python, const struct node *root,
                            void (*each)(struct python *python, const struct requirement *))
{
    const struct node *project = node_find(root, "project");
    each_requirement(python, node_find(project, "dependencies"), each);
    each_list(python, node_find(project, "optional-dependencies"), each);
    each_list(python, node_find(root, "dependency-groups"), each);
}

/* What a Python that cannot be asked decides: `dynamic = ["dependencies"]`. */
static bool is_dynamic(const struct node *root)
{
    const struct node *list = node_find(node_find(root, "project"), "dynamic");
    for (size_t i = 0; list && list->kind == NODE_SEQUENCE && i < list->count; i++)
        if (node_is_scalar(list->items[i]) &&
            string_ends_with(list->items[i]->text, "dependencies"))
            return true;
    return false;
}

static const struct node *open_project(struct python *python)
{
    struct lock_check *check = python->check;
    const struct node *root =
        lock_document(check, python->manifest->path, python->manifest->text, "toml");
    const char *name = node_string(node_find(root, "project"), "name");
    python->own_name = name ? normal_name(check->scratch, text_of(name)) : NULL;
    return root;
}

/* The block of uv.lock for the project in a folder: a package whose source is it. */
static struct text block_of(struct lock_check *check, const char *below)
{
    static const char *const sources[] = {"editable", "virtual", "directory", NULL};
    static const char mark[] = "[[package]]\n";
    for (size_t s = 0; sources[s]; s++) {
        const char *source =
            arena_printf(check->scratch, "\nsource = { %s = \"%s\" }", sources[s], below);
        size_t at = text_find(check->text, source);
        if (at == SIZE_MAX)
            continue;
        size_t start = at;
        while (start > 0 &&
               !text_starts_with((struct text){check->text.bytes + start, check->text.size - start},
                                 mark))
            start--;
        struct text rest = {check->text.bytes + start, check->text.size - start};
        size_t end = text_find((struct text){rest.bytes + 1, rest.size - 1}, "\n[[package]]");
        return (struct text){rest.bytes, end == SIZE_MAX ? rest.size : end + 2};
    }
    return (struct text){"", 0};
}

/* Clauses of plain numbers: uv writes others in its own way ("1.0-rc1" as "1.0rc1"). */
static bool is_comparable(const char *specifier)
{
    return strspn(specifier, "0123456789.*<>=!~,") == strlen(specifier);
}

static bool is_same_specifier(struct arena *arena, const char *wanted, const char *locked)
{
    return !wanted || !locked || !is_comparable(wanted) || !is_comparable(locked) ||
           strcmp(sorted(arena, wanted), sorted(arena, locked)) == 0;
}

static void check_uv_requirement(struct python *python, const struct requirement *requirement)
{
    struct lock_check *check = python->check;
    const struct node *other = NULL;
    table_set(&python->declared, requirement->name, present);
    bool is_found = false;
    for (size_t l = 0; l < python->list_count; l++) {
        const struct node *list = python->lists[l];
        for (size_t i = 0; i < list->count; i++) {
            const char *name = node_string(list->items[i], "name");
            if (!name || strcmp(name, requirement->name) != 0)
                continue;
            const char *specifier = node_string(list->items[i], "specifier");
            bool is_same = is_same_specifier(check->scratch, requirement->specifier, specifier);
            is_found |= is_same;
            if (!is_same)
                other = list->items[i];
        }
    }
    if (is_found)
        return;
    if (!other)
        report_missing(python, requirement->name);
    else
        lock_problem_add(check, 0, "other_version", python->manifest, requirement->name,
                         arena_printf(check->scratch, "'%s' asks for %s%s, and it for %s%s",
                                      python->manifest->path, requirement->name,
                                      requirement->specifier, requirement->name,
                                      node_string(other, "specifier")));
}

static void add_list(struct python *python, const struct node *list)
{
    if (list && list->kind == NODE_SEQUENCE &&
        python->list_count < sizeof(python->lists) / sizeof(*python->lists))
        python->lists[python->list_count++] = list;
}

static void check_uv_project(struct python *python, struct text block)
{
    struct lock_check *check = python->check;
    const struct node *root = open_project(python);
    if (!root || is_dynamic(root))
        return;
    const struct node *packages =
        node_find(lock_document(check, check->path, block, "toml"), "package");
    const struct node *metadata = packages && packages->kind == NODE_SEQUENCE && packages->count > 0
                                      ? node_find(packages->items[0], "metadata")
                                      : NULL;
    const struct node *groups = node_find(metadata, "requires-dev");
    add_list(python, node_find(metadata, "requires-dist"));
    for (size_t i = 0; groups && groups->kind == NODE_MAPPING && i < groups->count; i++)
        add_list(python, groups->items[i]);
    table_init(&python->declared, check->scratch);
    each_of_project(python, root, check_uv_requirement);
    const struct node *uv = node_find(node_find(root, "tool"), "uv");
    each_requirement(python, node_find(uv, "dev-dependencies"), check_uv_requirement);
    for (size_t l = 0; l < python->list_count; l++)
        for (size_t i = 0; i < python->lists[l]->count; i++) {
            const char *name = node_string(python->lists[l]->items[i], "name");
            if (name && !table_has(&python->declared, name) &&
                (!python->own_name || strcmp(name, python->own_name) != 0))
                lock_problem_add(check, 0, "stale", python->manifest, name,
                                 arena_printf(check->scratch, "'%s' does not ask for '%s'",
                                              python->manifest->path, name));
        }
}

void lock_check_uv(struct lock_check *check)
{
    for (size_t i = 0; i < check->count; i++) {
        struct python python = {.check = check, .manifest = &check->manifests[i]};
        struct text block = block_of(check, python.manifest->below);
        if (block.size > 0)
            check_uv_project(&python, block);
    }
}

/* `name = "x"` a line, below [[package]]. */
static void read_names(struct python *python)
{
    static const char mark[] = "name = \"";
    struct text rest = python->check->text;
    struct text line;
    table_init(&python->names, python->check->scratch);
    while (text_next_line(&rest, &line)) {
        if (!text_starts_with(line, mark) || line.size < sizeof(mark))
            continue;
        struct text name = {line.bytes + sizeof(mark) - 1, line.size - sizeof(mark)};
        table_set(&python->names, normal_name(python->check->scratch, name), present);
    }
}

static void check_name(struct python *python, const struct requirement *requirement)
{
    if (!table_has(&python->names, requirement->name))
        report_missing(python, requirement->name);
}

/* Keys of a table of Poetry; a path is a folder whose package may have another name. */
static void check_poetry_table(struct python *python, const struct node *table)
{
    for (size_t i = 0; table && table->kind == NODE_MAPPING && i < table->count; i++) {
        struct requirement requirement = {
            .name = normal_name(python->check->scratch, text_of(table->keys[i]->text))};
        if (strcmp(requirement.name, "python") != 0 && !node_find(table->items[i], "path"))
            check_name(python, &requirement);
    }
}

void lock_check_poetry(struct lock_check *check)
{
    const struct lock_manifest *manifest = lock_manifest_find(check, "pyproject.toml", ".");
    if (!manifest)
        return;
    struct python python = {.check = check, .manifest = manifest};
    const struct node *root = open_project(&python);
    const struct node *poetry = node_find(node_find(root, "tool"), "poetry");
    read_names(&python);
    if (!is_dynamic(root))
        each_of_project(&python, root, check_name);
    check_poetry_table(&python, node_find(poetry, "dependencies"));
    check_poetry_table(&python, node_find(poetry, "dev-dependencies"));
    const struct node *groups = node_find(poetry, "group");
    for (size_t i = 0; groups && groups->kind == NODE_MAPPING && i < groups->count; i++)
        check_poetry_table(&python, node_find(groups->items[i], "dependencies"));
}

static void check_pipenv_table(struct python *python, const struct node *wanted,
                               const struct node *locked)
{
    struct arena *scratch = python->check->scratch;
    table_init(&python->names, scratch);
    for (size_t i = 0; locked && locked->kind == NODE_MAPPING && i < locked->count; i++)
        table_set(&python->names, normal_name(scratch, text_of(locked->keys[i]->text)), present);
    check_poetry_table(python, wanted);
}

void lock_check_pipenv(struct lock_check *check)
{
    const struct lock_manifest *manifest = lock_manifest_find(check, "Pipfile", ".");
    const struct node *locked = lock_root(check, "json");
    if (!manifest || !locked)
        return;
    struct python python = {.check = check, .manifest = manifest};
    const struct node *root = lock_document(check, manifest->path, manifest->text, "toml");
    check_pipenv_table(&python, node_find(root, "packages"), node_find(locked, "default"));
    check_pipenv_table(&python, node_find(root, "dev-packages"), node_find(locked, "develop"));
}

/* PDM locks the groups that it was told to; only the plain dependencies always. */
void lock_check_pdm(struct lock_check *check)
{
    const struct lock_manifest *manifest = lock_manifest_find(check, "pyproject.toml", ".");
    if (!manifest)
        return;
    struct python python = {.check = check, .manifest = manifest};
    const struct node *root = open_project(&python);
    read_names(&python);
    if (!is_dynamic(root))
        each_requirement(&python, node_find(node_find(root, "project"), "dependencies"),
                         check_name);
}
