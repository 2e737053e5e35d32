#include "engine/trial_forge.h"

#include "base/date.h"
#include "engine/trial_write.h"
#include "facts/base64.h"
#include "source/forge.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

/* Days that are the same in every world that does not say otherwise. */
static const char first_day[] = "2026-01-01";
static const char judged_on[] = "2026-06-01";

struct branch {
    const char *name;
    struct object_id tip;
    bool exists;
};

/* A world under construction. */
struct site {
    const struct test_world *world;
    struct arena *arena;
    struct forge *forge;
    struct branch *branches; /* main is the first */
    size_t branch_count;
    const char *current;       /* the branch that the forge stands on */
    struct object_id *commits; /* in the order they were made */
    size_t commit_count;
};

/* What a commit changes, as it grows. */
struct changes {
    struct arena *arena;
    struct forge_file *items;
    size_t count, capacity;
};

static struct forge_file *add_file(struct changes *changes, const char *path, struct text content)
{
    changes->items = arena_grow(changes->arena, changes->items, changes->count, &changes->capacity,
                                sizeof(*changes->items));
    struct forge_file *file = &changes->items[changes->count++];
    *file = (struct forge_file){.path = path, .content = content, .kind = ENTRY_FILE};
    return file;
}

static void add_files(struct changes *changes, const struct node *files,
                      const struct schema_texts *executables)
{
    for (size_t i = 0; files && i < files->count; i++) {
        const struct node *content = files->items[i];
        struct text text = {.bytes = "", .size = 0};
        if (content->kind != NODE_NULL)
            text = (struct text){.bytes = content->text, .size = content->size};
        struct forge_file *file = add_file(changes, files->keys[i]->text, text);
        for (size_t k = 0; k < executables->count; k++)
            if (strcmp(executables->items[k], file->path) == 0)
                file->kind = ENTRY_EXECUTABLE;
    }
}

static void add_special_files(struct changes *changes, const struct test_world *world)
{
    for (size_t i = 0; world->links && i < world->links->count; i++)
        add_file(changes, world->links->keys[i]->text, text_of(world->links->items[i]->text))
            ->kind = ENTRY_LINK;
    for (size_t i = 0; world->binaries && i < world->binaries->count; i++) {
        const struct node *item = world->binaries->items[i];
        struct text decoded = {0};
        base64_decode(changes->arena, (struct text){item->text, item->size}, &decoded);
        add_file(changes, world->binaries->keys[i]->text, decoded);
    }
}

static struct text json_text(struct arena *arena, const struct node *node, const char *before,
                             const char *after)
{
    struct buffer out = BUFFER_EMPTY;
    buffer_add_string(&out, before);
    trial_write_json(&out, node);
    buffer_add_string(&out, after);
    struct text text = {.bytes = buffer_string(&out), .size = out.size};
    char *copy = arena_copy(arena, text);
    buffer_release(&out);
    return text_of(copy);
}

/* Labels and exceptions become the files that a repository keeps them in. */
static void add_governance_files(struct changes *changes, const struct test_world *world)
{
    if (world->labels)
        add_file(changes, ".bylaw.yml",
                 json_text(changes->arena, world->labels, "{bylaw: 1, labels: ", "}\n"));
    if (world->exceptions)
        add_file(changes, ".bylaw/exceptions.yml",
                 json_text(changes->arena, world->exceptions, "", "\n"));
}

/* `Name <address>`, or a name alone. */
static struct identity identity_of(struct arena *arena, const char *written, const char *when)
{
    struct identity identity = {.name = "World", .email = "world@bylaw.test"};
    const char *open = written ? strchr(written, '<') : NULL;
    if (open) {
        identity.name = arena_copy(
            arena, text_trim((struct text){.bytes = written, .size = (size_t)(open - written)}));
        identity.email =
            arena_copy(arena, (struct text){.bytes = open + 1, .size = strcspn(open + 1, ">")});
    } else if (written) {
        identity.name = written;
    }
    time_parse(when ? when : first_day, &identity.time);
    return identity;
}

static struct branch *branch_of(struct site *site, const char *name)
{
    struct branch *branch = &site->branches[0];
    for (size_t i = 0; name && i < site->branch_count; i++)
        if (strcmp(site->branches[i].name, name) == 0)
            branch = &site->branches[i];
    return branch;
}

/* A branch begins where main is when it is first asked for. */
static struct failure *begin_branch(struct site *site, struct branch *branch)
{
    if (branch->exists || branch == &site->branches[0])
        return NULL;
    branch->tip = site->branches[0].tip;
    branch->exists = true;
    return forge_branch(site->forge, branch->name, &branch->tip);
}

static struct failure *stand_on(struct site *site, struct branch *branch)
{
    TRY(begin_branch(site, branch));
    if (strcmp(site->current, branch->name) == 0)
        return NULL;
    site->current = branch->name;
    return forge_switch(site->forge, branch->name);
}

static struct failure *add_to_branch(struct site *site, struct branch *branch,
                                     const struct forge_commit *commit)
{
    TRY(stand_on(site, branch));
    TRY(forge_commit(site->forge, commit, &branch->tip));
    branch->exists = true;
    site->commits[site->commit_count++] = branch->tip;
    return NULL;
}

static struct failure *first_commit(struct site *site, const struct changes *changes,
                                    const char *message)
{
    struct identity identity = identity_of(site->arena, NULL, NULL);
    return add_to_branch(site, &site->branches[0],
                         &(struct forge_commit){.author = identity,
                                                .committer = identity,
                                                .message = message,
                                                .files = changes->items,
                                                .file_count = changes->count});
}

static void add_trailer(struct buffer *out, const char *key, const struct node *value)
{
    if (value->kind != NODE_SEQUENCE)
        buffer_printf(out, "%s: %s\n", key, value->text);
    for (size_t i = 0; value->kind == NODE_SEQUENCE && i < value->count; i++)
        buffer_printf(out, "%s: %s\n", key, value->items[i]->text);
}

/* The message, and its trailers in a paragraph of their own. */
static const char *message_of(struct arena *arena, const struct test_commit *commit)
{
    const char *message = commit->message ? commit->message : "change\n";
    if (!commit->trailers || commit->trailers->count == 0)
        return message;
    struct buffer out = BUFFER_EMPTY;
    buffer_add_string(&out, message);
    while (out.size > 0 && out.bytes[out.size - 1] == '\n')
        out.bytes[--out.size] = '\0';
    buffer_add_string(&out, "\n\n");
    for (size_t i = 0; i < commit->trailers->count; i++)
        add_trailer(&out, commit->trailers->keys[i]->text, commit->trailers->items[i]);
    const char *whole = arena_strdup(arena, buffer_string(&out));
    buffer_release(&out);
    return whole;
}

/* NULL: it is not signed. */
static const struct ssh_key *signer_of(struct arena *arena, const struct node *signed_)
{
    bool is_signed = true;
    if (!signed_ || (node_boolean(signed_, &is_signed) && !is_signed))
        return NULL;
    struct ssh_key *key = ARENA_NEW(arena, struct ssh_key);
    ssh_key_derive(key, signed_->kind == NODE_BOOLEAN ? "world" : signed_->text);
    return key;
}

static struct failure *add_commit(struct site *site, const struct test_commit *commit)
{
    struct changes changes = {.arena = site->arena};
    add_files(&changes, commit->files, &commit->executables);
    for (size_t i = 0; i < commit->deleted.count; i++)
        add_file(&changes, commit->deleted.items[i], (struct text){0})->deleted = true;
    struct object_id *merged = ARENA_ARRAY(site->arena, struct object_id, commit->merged.count + 1);
    for (size_t i = 0; i < commit->merged.count; i++) {
        struct branch *branch = branch_of(site, commit->merged.items[i]);
        TRY(begin_branch(site, branch));
        merged[i] = branch->tip;
    }
    const char *committed = commit->committed ? commit->committed : commit->date;
    struct failure *failure = add_to_branch(
        site, branch_of(site, commit->branch),
        &(struct forge_commit){
            .author = identity_of(site->arena, commit->author, commit->date),
            .committer = identity_of(
                site->arena, commit->committer ? commit->committer : commit->author, committed),
            .message = message_of(site->arena, commit),
            .files = changes.items,
            .file_count = changes.count,
            .merged = merged,
            .merged_count = commit->merged.count,
            .signature = commit->signature,
            .signer = signer_of(site->arena, commit->signed_),
        });
    return failure_while(failure, "the commit at line %u", commit->node->line);
}

/* The world's base if it has files of its own, its files, then the rest. */
static struct failure *forge_commits(struct site *site)
{
    const struct test_world *world = site->world;
    struct changes changes = {.arena = site->arena};
    if (world->base && !world->base_branch) {
        struct changes base = {.arena = site->arena};
        const struct node *before = node_find(world->base, "files");
        const char *message = node_string(world->base, "message");
        add_files(&base, before, &world->executables);
        TRY(first_commit(site, &base, message ? message : "base\n"));
        for (size_t i = 0; before && i < before->count; i++)
            if (!node_find(world->files, before->keys[i]->text))
                add_file(&changes, before->keys[i]->text, (struct text){0})->deleted = true;
    }
    add_files(&changes, world->files, &world->executables);
    add_special_files(&changes, world);
    add_governance_files(&changes, world);
    TRY(first_commit(site, &changes, "first\n"));
    for (size_t i = 0; i < world->commits.count; i++)
        TRY(add_commit(site, world->commits.items[i]));
    return NULL;
}

static struct failure *forge_tags(struct site *site)
{
    for (size_t i = 0; i < site->world->tags.count; i++) {
        const struct test_tag *tag = site->world->tags.items[i];
        size_t at = tag->at > 0 ? (size_t)tag->at : site->commit_count;
        struct identity tagger = identity_of(site->arena, NULL, tag->date);
        TRY(failure_while(
            forge_tag(site->forge, tag->name, &site->commits[at - 1], tag->message, &tagger),
            "the tag at line %u", tag->node->line));
    }
    return NULL;
}

static struct failure *write_remote(const char *repository, const char *remote)
{
    struct buffer path = BUFFER_EMPTY;
    buffer_printf(&path, "%s/config", repository);
    FILE *file = fopen(buffer_string(&path), "a");
    buffer_release(&path);
    bool is_written = file && fprintf(file, "[remote \"origin\"]\n\turl = %s\n", remote) > 0;
    if ((file && fclose(file) != 0) || !is_written)
        return failure_new(FAILURE_ENVIRONMENT, "cannot name a remote: %s", strerror(errno));
    return NULL;
}

static struct failure *forge_rest(struct site *site, struct forged_world *out)
{
    const struct test_world *world = site->world;
    TRY(forge_tags(site));
    for (size_t i = 1; i < site->branch_count; i++)
        TRY(begin_branch(site, &site->branches[i]));
    TRY(stand_on(site, branch_of(site, world->head)));
    if (world->base) {
        char hex[OBJECT_ID_HEX_SIZE];
        object_id_format(world->base_branch ? &branch_of(site, world->base_branch)->tip
                                            : &site->commits[0],
                         hex);
        out->base = arena_strdup(site->arena, hex);
    }
    if (world->depth > 0)
        TRY(forge_make_shallow(site->forge, (unsigned)world->depth));
    return world->remote ? write_remote(out->repository, world->remote) : NULL;
}

static void list_branches(struct site *site)
{
    const struct schema_texts *named = &site->world->branches;
    site->branches = ARENA_ARRAY(site->arena, struct branch, named->count + 1);
    site->branches[site->branch_count++].name = "main";
    for (size_t i = 0; i < named->count; i++)
        site->branches[site->branch_count++].name = named->items[i];
    site->current = "main";
}

struct failure *trial_forge(struct forged_world *out, const struct test_world *world,
                            struct arena *arena, const char *folder)
{
    struct site site = {.world = world, .arena = arena};
    *out = (struct forged_world){.now = world->now};
    if (world->now == INT32_MIN)
        date_parse(judged_on, &out->now);
    site.commits = ARENA_ARRAY(arena, struct object_id, world->commits.count + 2);
    list_branches(&site);
    TRY(forge_new(&site.forge, folder));
    out->repository = arena_strdup(arena, forge_path(site.forge));
    struct failure *failure = forge_commits(&site);
    if (!failure)
        failure = forge_rest(&site, out);
    forge_free(site.forge);
    return failure;
}
