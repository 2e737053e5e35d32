#include "source/forge.h"

#include "base/table.h"
#include "source/git.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

/* The objects of a shallow clone, by their ids in hex. */
struct kept {
    struct arena arena;
    struct table objects;
    git_repository *repository;
};

static void kept_auto(struct kept *kept)
{
    git_repository_free(kept->repository);
    arena_release(&kept->arena);
}

/* False when it was kept before. */
static bool keep(struct kept *kept, const git_oid *id)
{
    char hex[OBJECT_ID_HEX_SIZE];
    struct object_id object = id_of(id);
    object_id_format(&object, hex);
    if (table_has(&kept->objects, hex))
        return false;
    table_set(&kept->objects, arena_strdup(&kept->arena, hex), kept);
    return true;
}

static int keep_entry(const char *root, const git_tree_entry *entry, void *payload)
{
    (void)root;
    keep(payload, git_tree_entry_id(entry));
    return 0;
}

static struct failure *keep_tree(struct kept *kept, const git_commit *commit)
{
    AUTO(git_tree) *tree = NULL;
    if (git_commit_tree(&tree, commit) != 0 ||
        git_tree_walk(tree, GIT_TREEWALK_PRE, keep_entry, kept) != 0)
        return GIT_FAILURE("cannot read the tree of a commit");
    keep(kept, git_tree_id(tree));
    return NULL;
}

static struct failure *mark(struct forge *forge, const git_oid *id)
{
    struct object_id cut = id_of(id);
    return forge_mark_shallow(forge, &cut);
}

/* Commits at one distance from the head. */
struct ring {
    git_oid *ids;
    size_t count, capacity;
};

/* Keeps a commit with its tree and adds its parents to the next ring. */
static struct failure *keep_commit(struct forge *forge, struct kept *kept, const git_oid *id,
                                   bool is_last, struct ring *next)
{
    AUTO(git_commit) *commit = NULL;
    if (!keep(kept, id))
        return NULL;
    if (git_commit_lookup(&commit, kept->repository, id) != 0)
        return GIT_FAILURE("cannot read a commit");
    TRY(keep_tree(kept, commit));
    if (is_last) /* as git does, whether it has parents or not */
        TRY(mark(forge, id));
    unsigned parents = git_commit_parentcount(commit);
    for (unsigned p = 0; p < parents; p++) {
        next->ids =
            arena_grow(&kept->arena, next->ids, next->count, &next->capacity, sizeof(git_oid));
        next->ids[next->count++] = *git_commit_parent_id(commit, p);
    }
    return NULL;
}

/* One ring of commits after the other, the head's first. */
static struct failure *keep_commits(struct forge *forge, struct kept *kept, unsigned depth)
{
    struct ring ring = {.ids = ARENA_ARRAY(&kept->arena, git_oid, 1), .count = 1};
    if (git_reference_name_to_id(&ring.ids[0], kept->repository, "HEAD") != 0)
        return GIT_FAILURE("cannot read the head");
    for (unsigned at = 1; at <= depth && ring.count > 0; at++) {
        struct ring next = {0};
        for (size_t i = 0; i < ring.count; i++)
            TRY(keep_commit(forge, kept, &ring.ids[i], at == depth, &next));
        ring = next;
    }
    return NULL;
}

/* Tags of commits that are there stay; every other name but the head's goes. */
static struct failure *drop_names(struct kept *kept, const char *head)
{
    git_strarray names = {0};
    if (git_reference_list(&names, kept->repository) != 0)
        return GIT_FAILURE("cannot list the references");
    struct failure *failure = NULL;
    for (size_t i = 0; i < names.count && !failure; i++) {
        AUTO(git_reference) *reference = NULL;
        AUTO(git_object) *commit = NULL;
        if (strcmp(names.strings[i], head) == 0)
            continue;
        if (git_reference_lookup(&reference, kept->repository, names.strings[i]) != 0 ||
            git_reference_peel(&commit, reference, GIT_OBJECT_COMMIT) != 0) {
            failure = GIT_FAILURE("cannot read '%s'", names.strings[i]);
            continue;
        }
        char hex[OBJECT_ID_HEX_SIZE];
        struct object_id id = id_of(git_object_id(commit));
        object_id_format(&id, hex);
        if (git_reference_is_tag(reference) && table_has(&kept->objects, hex))
            keep(kept, git_reference_target(reference));
        else if (git_reference_delete(reference) != 0)
            failure = GIT_FAILURE("cannot delete '%s'", names.strings[i]);
    }
    git_strarray_dispose(&names);
    return failure;
}

/* The forge writes loose objects only: objects/ab/cdef... */
static int drop_object(const git_oid *id, void *payload)
{
    struct kept *kept = payload;
    char hex[OBJECT_ID_HEX_SIZE];
    struct object_id object = id_of(id);
    object_id_format(&object, hex);
    if (table_has(&kept->objects, hex))
        return 0;
    struct buffer path = BUFFER_EMPTY;
    buffer_printf(&path, "%sobjects/%.2s/%s", git_repository_path(kept->repository), hex, hex + 2);
    int code = remove(buffer_string(&path));
    buffer_release(&path);
    return code;
}

static struct failure *drop_objects(struct kept *kept)
{
    AUTO(git_odb) *objects = NULL;
    if (git_repository_odb(&objects, kept->repository) != 0)
        return GIT_FAILURE("cannot list the objects");
    if (git_odb_foreach(objects, drop_object, kept) != 0)
        return failure_new(FAILURE_ENVIRONMENT, "cannot delete an object: %s", strerror(errno));
    return NULL;
}

struct failure *forge_make_shallow(struct forge *forge, unsigned depth)
{
    AUTO_STRUCT(kept) kept = {0};
    AUTO(git_reference) *head = NULL;
    arena_init(&kept.arena, 4096);
    table_init(&kept.objects, &kept.arena);
    if (git_repository_open_bare(&kept.repository, forge_path(forge)) != 0 ||
        git_repository_head(&head, kept.repository) != 0)
        return GIT_FAILURE("cannot open '%s'", forge_path(forge));
    TRY(keep_commits(forge, &kept, depth));
    TRY(drop_names(&kept, git_reference_name(head)));
    return drop_objects(&kept);
}
