#include "engine/signature_file.h"

#include "policy/exception_canonical.h"
#include "policy/register.h"
#include "source/entry.h"
#include "source/ssh_signature.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct register_tree {
    const char *path; /* as the option says */
    bool is_on_disk;
    bool is_listed;
    struct repository *repository; /* in git */
    struct snapshot snapshot;
    size_t shown; /* so many bytes of `path` stand before the path in the commit */
    const char *problem;
};

struct failure *text_of_snapshot(const struct snapshot *snapshot, const char *path, size_t limit,
                                 struct arena *arena, struct text *out, const char **why)
{
    const struct entry *entry = snapshot_find(snapshot, path);
    struct reader *reader = NULL;
    struct content content;
    *why = NULL;
    if (!entry || !entry_is_file(entry)) {
        *why = arena_printf(arena, entry ? "'%s' is no file" : "there is no '%s'", path);
        return NULL;
    }
    TRY(reader_open_here(&reader, snapshot));
    reader_read(reader, entry, limit, arena, &content);
    reader_close(reader);
    if (content.state != CONTENT_TEXT)
        *why = arena_printf(arena, "'%s' cannot be read, or is too large", path);
    else
        *out = content.text;
    return NULL;
}

void register_signatures_open(struct register_signatures *out, const char *const *registers,
                              struct arena *arena)
{
    size_t count = 0;
    while (registers && registers[count])
        count++;
    *out = (struct register_signatures){
        .arena = arena,
        .registers = registers,
        .items = ARENA_ARRAY(arena, struct register_tree, count + 1),
        .count = count,
    };
    for (size_t i = 0; i < count; i++) {
        struct stat status;
        out->items[i] = (struct register_tree){.path = registers[i],
                                               .is_on_disk = stat(registers[i], &status) == 0};
    }
}

void register_signatures_close(struct register_signatures *signatures)
{
    for (size_t i = 0; i < signatures->count; i++)
        repository_close(signatures->items[i].repository);
    signatures->count = 0;
}

/* How much of REPOSITORY@REVISION:PATH stands before the paths of its files. */
static size_t shown_before(const char *path, const char *inside)
{
    size_t size = strlen(path);
    while (size > 0 && path[size - 1] == '/')
        size--;
    size -= strlen(inside);
    while (size > 0 && path[size - 1] == '/')
        size--;
    return size;
}

static struct failure *list_tree(struct register_tree *tree, struct arena *arena)
{
    struct commit_ids commit;
    const char *inside = NULL;
    TRY(exception_commit_of_path(arena, tree->path, &tree->repository, &commit, &inside));
    tree->shown = shown_before(tree->path, inside);
    return snapshot_of_commit(&tree->snapshot, tree->repository, &commit, arena);
}

static struct failure *read_of_tree(struct register_tree *tree, const struct exception *record,
                                    struct arena *arena, struct text *out, const char **why)
{
    if (!tree->is_listed) {
        struct failure *failure = list_tree(tree, arena);
        if (failure)
            tree->problem = arena_strdup(arena, failure_message(failure));
        failure_free(failure);
        tree->is_listed = true;
    }
    *why = tree->problem;
    if (tree->problem || strlen(record->place.path) < tree->shown)
        return NULL;
    struct exception inside = *record;
    inside.place.path += tree->shown;
    return text_of_snapshot(&tree->snapshot, exception_signature_path(arena, &inside),
                            SSH_SIGNATURES_BYTES, arena, out, why);
}

/* A link is not followed: it may lead into what is judged. */
static void read_of_disk(const char *path, struct arena *arena, struct text *out, const char **why)
{
    struct stat status;
    int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW);
    if (descriptor < 0) {
        *why = arena_printf(
            arena, lstat(path, &status) == 0 ? "'%s' cannot be read" : "there is no '%s'", path);
        return;
    }
    char *bytes = arena_bytes(arena, SSH_SIGNATURES_BYTES + 1);
    size_t size = 0;
    ssize_t got = -1;
    if (fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode))
        while (size <= SSH_SIGNATURES_BYTES &&
               (got = read(descriptor, bytes + size, SSH_SIGNATURES_BYTES + 1 - size)) > 0)
            size += (size_t)got;
    close(descriptor);
    if (got < 0 || size > SSH_SIGNATURES_BYTES)
        *why = arena_printf(arena, "'%s' cannot be read, or is too large", path);
    else
        *out = (struct text){bytes, size};
}

struct failure *register_signatures_read(struct register_signatures *signatures,
                                         const struct exception *record, struct text *out,
                                         const char **why)
{
    struct arena *arena = signatures->arena;
    size_t number = register_of(signatures->registers, record);
    struct register_tree *tree = number < signatures->count ? &signatures->items[number] : NULL;
    *why = NULL;
    *out = (struct text){"", 0};
    if (tree && !tree->is_on_disk)
        return read_of_tree(tree, record, arena, out, why);
    read_of_disk(exception_signature_path(arena, record), arena, out, why);
    return NULL;
}
