#include "source/forge.h"

#include "source/state.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct forge {
    git_repository *repository;
    char *branch; /* its whole name */
};

void forge_free(struct forge *forge)
{
    if (!forge)
        return;
    git_repository_free(forge->repository);
    free(forge->branch);
    free(forge);
}

static void forge_auto(struct forge **forge)
{
    forge_free(*forge);
}

static bool is_free(const char *folder)
{
    DIR *open = opendir(folder);
    if (!open)
        return errno == ENOENT;
    size_t count = 0;
    while (readdir(open))
        count++;
    closedir(open);
    return count <= 2;
}

struct failure *forge_new(struct forge **out, const char *folder)
{
    source_start();
    if (!is_free(folder))
        return failure_new(FAILURE_USAGE, "the folder '%s' is not empty", folder);
    AUTO_STRUCT(forge) *forge = calloc(1, sizeof(*forge));
    if (!forge)
        abort();
    git_repository_init_options options = {.version = GIT_REPOSITORY_INIT_OPTIONS_VERSION};
    options.flags =
        GIT_REPOSITORY_INIT_BARE | GIT_REPOSITORY_INIT_MKPATH | GIT_REPOSITORY_INIT_NO_REINIT;
    options.initial_head = "main";
    if (git_repository_init_ext(&forge->repository, folder, &options) != 0)
        return GIT_FAILURE("cannot make a repository in '%s'", folder);
    TRY(forge_switch(forge, "main"));
    *out = forge;
    forge = NULL;
    return NULL;
}

struct failure *forge_switch(struct forge *forge, const char *name)
{
    char *branch = malloc(strlen(name) + sizeof("refs/heads/"));
    if (!branch)
        abort();
    memcpy(branch, "refs/heads/", sizeof("refs/heads/") - 1);
    memcpy(branch + sizeof("refs/heads/") - 1, name, strlen(name) + 1);
    if (git_repository_set_head(forge->repository, branch) != 0) {
        free(branch);
        return GIT_FAILURE("cannot switch to the branch '%s'", name);
    }
    free(forge->branch);
    forge->branch = branch;
    return NULL;
}

static unsigned mode_of(enum entry_kind kind)
{
    switch (kind) {
    case ENTRY_EXECUTABLE:
        return GIT_FILEMODE_BLOB_EXECUTABLE;
    case ENTRY_LINK:
        return GIT_FILEMODE_LINK;
    case ENTRY_SUBMODULE:
        return GIT_FILEMODE_COMMIT;
    case ENTRY_FILE:
        break;
    }
    return GIT_FILEMODE_BLOB;
}

static struct failure *remove_file(git_index *index, const char *path)
{
    size_t before = git_index_entrycount(index);
    if (git_index_remove(index, path, 0) != 0 || git_index_entrycount(index) == before) {
        if (git_index_remove_directory(index, path, 0) != 0)
            return GIT_FAILURE("cannot delete '%s'", path);
    }
    if (git_index_entrycount(index) == before)
        return failure_new(FAILURE_USAGE, "cannot delete '%s': it is not there", path);
    return NULL;
}

static struct failure *add_file(git_repository *repository, git_index *index,
                                const struct forge_file *file)
{
    const char *problem = path_problem(file->path);
    if (problem)
        return failure_new(FAILURE_USAGE, "the path '%s' %s", file->path, problem);
    if (file->deleted)
        return remove_file(index, file->path);
    git_index_entry entry = {.mode = mode_of(file->kind), .path = file->path};
    if (file->kind == ENTRY_SUBMODULE) {
        struct object_id id;
        if (!object_id_parse(file->content, &id))
            return failure_new(FAILURE_USAGE, "the content of the submodule '%s' is no commit id",
                               file->path);
        entry.id = *oid_of(&id);
    } else if (git_blob_create_from_buffer(&entry.id, repository,
                                           file->content.bytes ? file->content.bytes : "",
                                           file->content.size) != 0) {
        return GIT_FAILURE("cannot store '%s'", file->path);
    }
    if (git_index_add(index, &entry) != 0)
        return GIT_FAILURE("cannot add '%s'", file->path);
    return NULL;
}

static struct failure *write_tree(git_repository *repository, const git_commit *parent,
                                  const struct forge_commit *commit, git_tree **out)
{
    AUTO(git_index) *index = NULL;
    AUTO(git_tree) *before = NULL;
    git_oid id = {{0}};
    if (git_index_new(&index) != 0)
        return GIT_FAILURE("cannot make an index");
    if (parent &&
        (git_commit_tree(&before, parent) != 0 || git_index_read_tree(index, before) != 0))
        return GIT_FAILURE("cannot read the parent's tree");
    for (size_t i = 0; i < commit->file_count; i++)
        TRY(add_file(repository, index, &commit->files[i]));
    if (git_index_write_tree_to(&id, index, repository) != 0 ||
        git_tree_lookup(out, repository, &id) != 0)
        return GIT_FAILURE("cannot write a tree");
    return NULL;
}

static struct failure *new_signature(git_signature **out, const struct identity *identity)
{
    if (git_signature_new(out, identity->name, identity->email, identity->time, 0) != 0)
        return GIT_FAILURE("cannot sign as '%s <%s>'", identity->name, identity->email);
    return NULL;
}

struct parents {
    struct arena arena;
    git_commit **commits;
    const git_commit **list; /* the same ones, as libgit2 wants them */
    size_t count;
};

static void parents_auto(struct parents *parents)
{
    for (size_t i = 0; i < parents->count; i++)
        git_commit_free(parents->commits[i]);
    arena_release(&parents->arena);
}

static struct failure *find_parents(const struct forge *forge, const struct forge_commit *commit,
                                    struct parents *out)
{
    arena_init(&out->arena, 256);
    out->commits = ARENA_ARRAY(&out->arena, git_commit *, 1 + commit->merged_count);
    out->list = ARENA_ARRAY(&out->arena, const git_commit *, 1 + commit->merged_count);
    git_oid head = {{0}};
    if (git_reference_name_to_id(&head, forge->repository, forge->branch) == 0) {
        if (git_commit_lookup(&out->commits[0], forge->repository, &head) != 0)
            return GIT_FAILURE("cannot read the head of '%s'", forge->branch);
        out->count = 1;
    }
    for (size_t i = 0; i < commit->merged_count; i++) {
        if (git_commit_lookup(&out->commits[out->count], forge->repository,
                              oid_of(&commit->merged[i])) != 0)
            return GIT_FAILURE("cannot read a commit that is to be merged");
        out->count++;
    }
    for (size_t i = 0; i < out->count; i++)
        out->list[i] = out->commits[i];
    return NULL;
}

struct scratch {
    struct arena arena;
};

static void scratch_auto(struct scratch *scratch)
{
    arena_release(&scratch->arena);
}

static struct failure *store_commit(git_repository *repository, const char *bytes, size_t size,
                                    const struct forge_commit *commit, git_oid *out)
{
    AUTO_STRUCT(scratch) scratch = {0};
    arena_init(&scratch.arena, 512);
    const char *signature = commit->signature;
    if (!signature && commit->signer)
        signature = ssh_key_sign(&scratch.arena, commit->signer, "git",
                                 (struct text){.bytes = bytes, .size = size});
    if (signature && git_commit_create_with_signature(out, repository, bytes, signature, NULL) != 0)
        return GIT_FAILURE("cannot store a signed commit");
    AUTO(git_odb) *objects = NULL;
    if (!signature && (git_repository_odb(&objects, repository) != 0 ||
                       git_odb_write(out, objects, bytes, size, GIT_OBJECT_COMMIT) != 0))
        return GIT_FAILURE("cannot store a commit");
    return NULL;
}

struct failure *forge_commit(struct forge *forge, const struct forge_commit *commit,
                             struct object_id *out)
{
    AUTO_STRUCT(parents) parents = {.count = 0};
    AUTO(git_tree) *tree = NULL;
    AUTO(git_signature) *author = NULL;
    AUTO(git_signature) *committer = NULL;
    AUTO(git_buf) bytes = {0};
    git_oid id = {{0}};
    TRY(find_parents(forge, commit, &parents));
    TRY(write_tree(forge->repository, parents.count > 0 ? parents.commits[0] : NULL, commit,
                   &tree));
    TRY(new_signature(&author, &commit->author));
    TRY(new_signature(&committer, &commit->committer));
    if (git_commit_create_buffer(&bytes, forge->repository, author, committer, NULL,
                                 commit->message, tree, parents.count, parents.list) != 0)
        return GIT_FAILURE("cannot make a commit");
    TRY(store_commit(forge->repository, bytes.ptr, bytes.size, commit, &id));
    AUTO(git_reference) *moved = NULL;
    if (git_reference_create(&moved, forge->repository, forge->branch, &id, 1, NULL) != 0)
        return GIT_FAILURE("cannot move the branch '%s'", forge->branch);
    *out = id_of(&id);
    return NULL;
}

struct failure *forge_branch(struct forge *forge, const char *name, const struct object_id *at)
{
    AUTO(git_commit) *commit = NULL;
    AUTO(git_reference) *made = NULL;
    if (git_commit_lookup(&commit, forge->repository, oid_of(at)) != 0 ||
        git_branch_create(&made, forge->repository, name, commit, 1) != 0)
        return GIT_FAILURE("cannot make the branch '%s'", name);
    return NULL;
}

struct failure *forge_tag(struct forge *forge, const char *name, const struct object_id *at,
                          const char *message, const struct identity *tagger)
{
    AUTO(git_object) *target = NULL;
    AUTO(git_signature) *signature = NULL;
    git_oid id = {{0}};
    if (git_object_lookup(&target, forge->repository, oid_of(at), GIT_OBJECT_ANY) != 0)
        return GIT_FAILURE("cannot read what the tag '%s' is to name", name);
    if (message)
        TRY(new_signature(&signature, tagger));
    int code = message ? git_tag_create(&id, forge->repository, name, target, signature, message, 0)
                       : git_tag_create_lightweight(&id, forge->repository, name, target, 0);
    if (code != 0)
        return GIT_FAILURE("cannot make the tag '%s'", name);
    return NULL;
}

struct failure *forge_mark_shallow(struct forge *forge, const struct object_id *at)
{
    char hex[OBJECT_ID_HEX_SIZE];
    object_id_format(at, hex);
    struct buffer path = BUFFER_EMPTY;
    buffer_printf(&path, "%sshallow", git_repository_path(forge->repository));
    FILE *file = fopen(buffer_string(&path), "a");
    buffer_release(&path);
    bool is_written = file && fprintf(file, "%s\n", hex) > 0;
    if ((file && fclose(file) != 0) || !is_written)
        return failure_new(FAILURE_ENVIRONMENT, "cannot mark the history as cut: %s",
                           strerror(errno));
    return NULL;
}

const char *forge_path(const struct forge *forge)
{
    return git_repository_path(forge->repository);
}
