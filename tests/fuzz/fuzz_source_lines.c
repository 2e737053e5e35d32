/* The files of lines that a repository brings: trailers of a message, .mailmap,
 * .gitignore, .gitattributes. The first byte chooses. */
#include "source/mailmap.h"
#include "source/rules.h"
#include "source/snapshot.h"
#include "source/trailer.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_trailers(const char *text, struct arena *arena)
{
    const struct trailer *trailers;
    size_t count;
    trailers_parse(text, &trailers, &count, arena);
    for (size_t i = 0; i < count; i++)
        if (!trailers[i].key[0] || strchr(trailers[i].value, '\n'))
            abort();
}

static void check_mailmap(struct text text, struct arena *arena)
{
    static const char *const people[][2] = {{"Ann", "ann@x.org"}, {"", ""}, {"A <b", "c>"}};
    struct mailmap mailmap;
    mailmap_init(&mailmap, text, arena);
    for (size_t i = 0; i < sizeof(people) / sizeof(*people); i++) {
        const char *name = people[i][0];
        const char *email = people[i][1];
        mailmap_resolve(&mailmap, &name, &email);
        if (!name || !email)
            abort();
    }
}

static void check_ignore(struct text text, struct arena *arena)
{
    static const char *const paths[] = {"a", "a/b", "a/b/c.log", "{x}", "[a", "\xff"};
    const struct ignore *root = ignore_new(NULL, "", text, arena);
    const struct ignore *below = ignore_new(root, "a/", text, arena);
    for (size_t i = 0; i < sizeof(paths) / sizeof(*paths); i++) {
        ignore_has(root, paths[i], i % 2 == 0);
        if (strncmp(paths[i], "a/", 2) == 0)
            ignore_has(below, paths[i], i % 2 == 0);
    }
}

static void check_attributes(struct text text, struct arena *arena)
{
    const struct memory_file files[] = {{".gitattributes", text, ENTRY_FILE},
                                        {"a/.gitattributes", text, ENTRY_FILE}};
    struct snapshot snapshot;
    struct failure *failure = snapshot_of_memory(&snapshot, files, 2, arena);
    if (failure) {
        failure_free(failure);
        return;
    }
    snapshot_is_generated(&snapshot, "a/b.go");
    snapshot_is_vendored(&snapshot, "b c/d");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    struct arena arena;
    arena_init(&arena, 4096);
    struct text text = {arena_copy(&arena, (struct text){(const char *)data + 1, size - 1}),
                        size - 1};
    switch (data[0] % 4) {
    case 0:
        check_trailers(text.bytes, &arena);
        break;
    case 1:
        check_mailmap(text, &arena);
        break;
    case 2:
        check_ignore(text, &arena);
        break;
    default:
        check_attributes(text, &arena);
        break;
    }
    arena_release(&arena);
    return 0;
}
