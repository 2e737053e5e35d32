/* Cargo.lock: every crate that a member of the workspace depends on is a package of it, in
 * a version that the requirement allows, else `cargo build --locked` stops, for it "needs
 * to be updated" (Cargo book, "Cargo.toml vs Cargo.lock" and "Specifying Dependencies").
 * It is what Cargo writes, a name and a version a line, and read so: it can have
 * thousands. */
#include "facts/lock_check.h"
#include "facts/lock_range.h"

#include <string.h>

struct locked {
    const char *version;
    struct locked *next; /* of the same name */
};

static struct text value_of(struct text line, const char *key)
{
    size_t size = strlen(key);
    if (!text_starts_with(line, key) || line.size < size + 2)
        return (struct text){"", 0};
    return (struct text){line.bytes + size, line.size - size - 1}; /* without the last quote */
}

static void read_packages(struct lock_check *check, struct table *packages)
{
    struct text rest = check->text;
    struct text line;
    const char *name = NULL;
    table_init(packages, check->scratch);
    while (text_next_line(&rest, &line)) {
        struct text its_name = value_of(line, "name = \"");
        struct text version = value_of(line, "version = \"");
        if (its_name.size > 0) {
            name = arena_copy(check->scratch, its_name);
        } else if (version.size > 0 && name) {
            struct locked *locked = ARENA_NEW(check->scratch, struct locked);
            locked->version = arena_copy(check->scratch, version);
            locked->next = table_find(packages, name);
            table_set(packages, name, locked);
            name = NULL;
        }
    }
}

struct cargo {
    struct lock_check *check;
    struct table packages;
    const struct node *shared; /* [workspace.dependencies] of the root */
    const struct lock_manifest *manifest;
};

static void check_crate(const struct cargo *cargo, const struct node *key,
                        const struct node *written)
{
    struct lock_check *check = cargo->check;
    bool is_inherited = node_find(written, "workspace");
    const struct node *item = is_inherited ? node_find(cargo->shared, key->text) : written;
    if (is_inherited && !item)
        return;
    const char *name = node_string(item, "package");
    name = name ? name : key->text;
    const char *requirement = item->kind == NODE_TEXT ? item->text : node_string(item, "version");
    const struct locked *locked = table_find(&cargo->packages, name);
    if (!locked) {
        lock_problem_add(
            check, 0, "missing_entry", cargo->manifest, name,
            arena_printf(check->scratch, "'%s' of '%s' is not in it", name, cargo->manifest->path));
        return;
    }
    if (!requirement || node_find(item, "git") || node_find(item, "path"))
        return;
    for (const struct locked *one = locked; one; one = one->next)
        if (range_holds(RANGE_CARGO, requirement, one->version) != RANGE_NO)
            return;
    lock_problem_add(check, 0, "other_version", cargo->manifest, name,
                     arena_printf(check->scratch, "'%s' asks for %s %s, and it has %s",
                                  cargo->manifest->path, name, requirement, locked->version));
}

/* [dependencies], [dev-dependencies], [build-dependencies], of targets too. */
static void check_section(const struct cargo *cargo, const struct node *section)
{
    for (size_t i = 0; section && section->kind == NODE_MAPPING && i < section->count; i++) {
        const struct node *table = section->items[i];
        if (!string_ends_with(section->keys[i]->text, "dependencies") ||
            table->kind != NODE_MAPPING)
            continue;
        for (size_t d = 0; d < table->count; d++)
            check_crate(cargo, table->keys[d], table->items[d]);
    }
}

void lock_check_cargo(struct lock_check *check)
{
    struct cargo cargo = {.check = check};
    read_packages(check, &cargo.packages);
    const struct lock_manifest *top = lock_manifest_find(check, "Cargo.toml", ".");
    const struct node *root = NULL;
    if (top)
        root = lock_document(check, top->path, top->text, "toml");
    cargo.shared = node_find(node_find(root, "workspace"), "dependencies");
    for (size_t i = 0; i < check->count; i++) {
        cargo.manifest = &check->manifests[i];
        const struct node *its =
            cargo.manifest == top
                ? root
                : lock_document(check, cargo.manifest->path, cargo.manifest->text, "toml");
        const struct node *targets = node_find(its, "target");
        check_section(&cargo, its);
        for (size_t t = 0; targets && targets->kind == NODE_MAPPING && t < targets->count; t++)
            check_section(&cargo, targets->items[t]);
    }
}
