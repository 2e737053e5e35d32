#include "engine/trial_example.h"

#include "base/date.h"
#include "engine/trial_judge.h"
#include "engine/trial_write.h"

#include <string.h>

/* Parts of one example under construction. */
struct collecting {
    struct arena *arena;
    struct example *example;
    const struct test_world *world;
    size_t capacity;
};

static struct example_part *add_part(struct collecting *collecting, enum example_part_kind kind,
                                     const char *name, struct text text)
{
    struct example *example = collecting->example;
    example->parts = arena_grow(collecting->arena, example->parts, example->part_count,
                                &collecting->capacity, sizeof(*example->parts));
    struct example_part *part = &example->parts[example->part_count++];
    *part = (struct example_part){.kind = kind, .name = name, .text = text};
    example->size += strlen(name) + text.size;
    example->file_count += kind == EXAMPLE_FILE;
    return part;
}

static struct text scalar_text(const struct node *node)
{
    if (node && node_is_scalar(node) && node->text && node->kind != NODE_NULL)
        return (struct text){.bytes = node->text, .size = node->size};
    return (struct text){.bytes = "", .size = 0};
}

static bool is_executable(const struct schema_texts *executables, const char *path)
{
    for (size_t i = 0; i < executables->count; i++)
        if (strcmp(executables->items[i], path) == 0)
            return true;
    return false;
}

static void add_entries(struct collecting *collecting, enum example_part_kind kind,
                        const struct node *mapping)
{
    for (size_t i = 0; mapping && mapping->kind == NODE_MAPPING && i < mapping->count; i++) {
        const char *path = mapping->keys[i]->text;
        add_part(collecting, kind, path, scalar_text(mapping->items[i]))->executable =
            kind == EXAMPLE_FILE && is_executable(&collecting->world->executables, path);
    }
}

static void add_setting(struct collecting *collecting, const char *name, const struct node *node)
{
    if (!node)
        return;
    struct buffer json = BUFFER_EMPTY;
    trial_write_json(&json, node);
    const char *copy = arena_strdup(collecting->arena, buffer_string(&json));
    buffer_release(&json);
    add_part(collecting, EXAMPLE_SETTING, name, text_of(copy));
}

static void add_commits(struct collecting *collecting)
{
    const struct schema_objects *commits = &collecting->world->commits;
    for (size_t i = 0; i < commits->count; i++) {
        const struct test_commit *commit = commits->items[i];
        const char *name = arena_printf(
            collecting->arena, "%s%s%s", commit->date ? commit->date : "",
            commit->date && commit->author ? ", " : "", commit->author ? commit->author : "");
        add_part(collecting, EXAMPLE_COMMIT, name, text_of(commit->message ? commit->message : ""));
        add_entries(collecting, EXAMPLE_FILE, commit->files);
    }
}

static void add_parts(struct collecting *collecting)
{
    const struct test_world *world = collecting->world;
    add_entries(collecting, EXAMPLE_BASE_FILE,
                world->base ? node_find(world->base, "files") : NULL);
    add_entries(collecting, EXAMPLE_FILE, world->files);
    add_entries(collecting, EXAMPLE_LINK, world->links);
    add_entries(collecting, EXAMPLE_BINARY, world->binaries);
    add_commits(collecting);
    for (size_t i = 0; i < world->tags.count; i++) {
        const struct test_tag *tag = world->tags.items[i];
        add_part(collecting, EXAMPLE_TAG, tag->name ? tag->name : "tag",
                 text_of(tag->message ? tag->message : ""));
    }
    add_setting(collecting, "params", world->params);
    add_setting(collecting, "labels", world->labels);
    add_setting(collecting, "facts", world->facts);
    add_setting(collecting, "exceptions", world->exceptions);
    if (world->remote)
        add_part(collecting, EXAMPLE_SETTING, "remote", text_of(world->remote));
    add_setting(collecting, "shallow", world->shallow);
    if (world->whole_history)
        add_part(collecting, EXAMPLE_SETTING, "whole_history", text_of("true"));
    if (world->now != INT32_MIN) {
        char *day = arena_alloc(collecting->arena, DATE_TEXT_SIZE, 1);
        date_format(world->now, day);
        add_part(collecting, EXAMPLE_SETTING, "now", text_of(day));
    }
}

bool examples_load(struct example_list *out, const struct trial_file *file, const struct rule *rule,
                   struct arena *arena, struct diagnostics *diagnostics)
{
    *out = (struct example_list){.file = file};
    if (!file->test_path)
        return true;
    diagnostics_add_source(diagnostics, file->test_path, file->test);
    out->tests = test_file_load(arena, file->test_path, file->test, rule, diagnostics);
    if (!out->tests)
        return false;
    const struct schema_objects *worlds = &out->tests->worlds;
    out->items = ARENA_ARRAY(arena, struct example, worlds->count + 1);
    for (size_t i = 0; i < worlds->count; i++) {
        const struct test_world *world = worlds->items[i];
        const struct schema_objects *findings = &world->expect->findings;
        const struct test_expectation *first = findings->count > 0 ? findings->items[0] : NULL;
        struct example *example = &out->items[out->count++];
        *example = (struct example){
            .name = world->name,
            .summary = world->summary,
            .kind = (enum test_kind)world->kind,
            .verdict = (enum verdict)world->expect->verdict,
            .path = first ? first->path : NULL,
            .number = i,
        };
        add_parts(&(struct collecting){.arena = arena, .example = example, .world = world});
    }
    return true;
}

struct failure *example_judge(const struct example_list *list, const struct example *example,
                              const char *folder, struct arena *arena,
                              struct diagnostics *diagnostics, struct evaluation **out)
{
    const struct test_world *world = list->tests->worlds.items[example->number];
    struct forged_world forged;
    TRY(trial_forge(&forged, world, arena, folder));
    return trial_judge(list->file, list->tests, world, &forged, arena, diagnostics, out);
}
