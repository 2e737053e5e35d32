#include "engine/evidence.h"

#include "base/limits.h"
#include "document/json.h"
#include "facts/deployments.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static struct failure *read_file(const char *path, struct arena *arena, struct text *out)
{
    FILE *file = fopen(path, "rb");
    if (!file)
        return failure_new(FAILURE_USAGE, "cannot read '%s': %s", path, strerror(errno));
    struct buffer buffer = BUFFER_EMPTY;
    char block[16384];
    for (size_t got; (got = fread(block, 1, sizeof(block), file)) > 0;) {
        buffer_add(&buffer, block, got);
        if (buffer.size > LIMIT_EVIDENCE_BYTES)
            break;
    }
    bool failed = ferror(file) != 0;
    fclose(file);
    struct failure *failure = failed ? failure_new(FAILURE_USAGE, "cannot read '%s'", path)
                              : buffer.size > LIMIT_EVIDENCE_BYTES
                                  ? failure_new(FAILURE_USAGE, "'%s' is larger than %d MiB", path,
                                                LIMIT_EVIDENCE_BYTES >> 20)
                                  : NULL;
    if (!failure)
        *out = (struct text){
            .bytes = arena_copy(arena, (struct text){buffer_string(&buffer), buffer.size}),
            .size = buffer.size};
    buffer_release(&buffer);
    return failure;
}

struct failure *evidence_parse(const char *name, struct text text, struct arena *arena,
                               struct fact_evidence *out)
{
    struct document document;
    struct document_problem problem = {0};
    if (deployments_are_in(name)) {
        struct deployments *deployments = ARENA_NEW(arena, struct deployments);
        TRY(deployments_read(name, text, arena, deployments));
        *out = (struct fact_evidence){.name = name, .deployments = deployments};
        return NULL;
    }
    if (!json_parse(arena, text, false, &document, &problem) || document.count == 0)
        return failure_new(FAILURE_USAGE, "%s:%u:%u: no JSON that can be read: %s", name,
                           problem.line, problem.column, problem.message);
    *out = (struct fact_evidence){.name = name, .root = document.roots[0]};
    return NULL;
}

static struct failure *add_file(struct evidence_list *list, const char *path, struct arena *arena)
{
    struct text text = {0};
    TRY(read_file(path, arena, &text));
    list->items =
        arena_grow(arena, list->items, list->count, &list->capacity, sizeof(*list->items));
    TRY(evidence_parse(arena_strdup(arena, path), text, arena, &list->items[list->count]));
    list->count++;
    return NULL;
}

static int is_evidence(const struct dirent *entry)
{
    return entry->d_name[0] != '.' &&
           (string_ends_with(entry->d_name, ".json") || string_ends_with(entry->d_name, ".sarif") ||
            deployments_are_in(entry->d_name));
}

static struct failure *add_folder(struct evidence_list *list, const char *path, struct arena *arena)
{
    struct dirent **names;
    int count = scandir(path, &names, is_evidence, alphasort);
    if (count < 0)
        return failure_new(FAILURE_USAGE, "cannot read the folder '%s': %s", path, strerror(errno));
    struct failure *failure = NULL;
    for (int i = 0; i < count; i++) {
        if (!failure)
            failure = add_file(list, arena_printf(arena, "%s/%s", path, names[i]->d_name), arena);
        free(names[i]);
    }
    free(names);
    return failure;
}

struct failure *evidence_add(struct evidence_list *list, const char *path, struct arena *arena)
{
    struct stat status;
    if (stat(path, &status) == 0 && S_ISDIR(status.st_mode))
        return add_folder(list, path, arena);
    return add_file(list, path, arena);
}

/* `/srv/git/pay.git` is called pay; `/srv/pay/.git` too. */
static const char *name_of(struct arena *arena, const char *repository)
{
    size_t size = strlen(repository);
    while (size > 1 && repository[size - 1] == '/')
        size--;
    if (size > 5 && memcmp(repository + size - 5, "/.git", 5) == 0)
        size -= 5;
    else if (size > 4 && memcmp(repository + size - 4, ".git", 4) == 0)
        size -= 4;
    size_t start = size;
    while (start > 0 && repository[start - 1] != '/')
        start--;
    return arena_copy(arena, (struct text){repository + start, size - start});
}

struct failure *evidence_add_of(struct evidence_list *list, const char *const *paths,
                                const char *repository, struct arena *arena)
{
    const char *name = name_of(arena, repository);
    for (size_t i = 0; paths && paths[i]; i++) {
        static const char *const endings[] = {"", ".json", ".sarif", ".jsonl", NULL};
        for (size_t k = 0; endings[k]; k++) {
            const char *path = arena_printf(arena, "%s/%s%s", paths[i], name, endings[k]);
            struct stat status;
            if (stat(path, &status) == 0)
                TRY(evidence_add(list, path, arena));
        }
    }
    return NULL;
}
