/* The reader of Dockerfiles and of image references over any bytes: it ends, and
 * what it says of a stage holds together. */
#include "document/dockerfile.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool holds)
{
    if (!holds)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena;
    arena_init(&arena, 1 << 16);
    /* The reader promises a NUL behind the end and no more. */
    char *copy = arena_copy(&arena, (struct text){(const char *)data, size});
    struct dockerfile dockerfile;
    dockerfile_parse(&dockerfile, &arena, (struct text){copy, size});
    check(dockerfile.count > 0 || dockerfile.problem);
    for (size_t i = 0; i < dockerfile.count; i++) {
        const struct dockerfile_stage *stage = &dockerfile.stages[i];
        check(stage->parent == SIZE_MAX || stage->parent < i);
        check(stage->parent == SIZE_MAX || dockerfile.stages[stage->parent].name);
        check(stage->from.text && stage->line > 0);
        check(!stage->has_user || stage->user.text);
        check(!(stage->has_healthcheck && stage->healthcheck_is_none));
        struct image_reference image = image_reference_parse(&arena, stage->from.text);
        check(image.name && strlen(image.name) <= strlen(stage->from.text));
    }
    arena_release(&arena);
    return 0;
}
