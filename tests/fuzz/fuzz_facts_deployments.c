/* Reads the bytes as a deployments file: what is taken has a line of the file, a commit of
 * 40 digits, an environment, and never more events than lines; what is refused names a place. */
#include "facts/deployments.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const struct deployments *deployments, uint32_t lines)
{
    if (deployments->count > lines)
        abort();
    for (size_t i = 0; i < deployments->count; i++) {
        const struct deployment_event *event = &deployments->items[i];
        char hex[OBJECT_ID_HEX_SIZE];
        object_id_format(&event->id, hex);
        if (event->line == 0 || event->line > lines || strcmp(hex, event->commit) != 0 ||
            !event->environment[0])
            abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct text content = {.bytes = (const char *)data, .size = size};
    struct deployments deployments = {0};
    uint32_t lines = 1;
    for (size_t i = 0; i < size; i++)
        lines += data[i] == '\n';
    struct arena arena;
    arena_init(&arena, 4096);
    struct failure *failure = deployments_read("d.jsonl", content, &arena, &deployments);
    if (!failure)
        check(&deployments, lines);
    else if (!strstr(failure_message(failure), "d.jsonl:") && size <= 8 << 20)
        abort();
    failure_free(failure);
    arena_release(&arena);
    return 0;
}
