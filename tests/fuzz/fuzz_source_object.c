/* What objects hold: deltas, commits, identities, trees. The first byte chooses. */
#include "source/graph.h"
#include "source/pack.h"
#include "source/state.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A byte that says how long the base is, the base, the delta. */
static void check_delta(const uint8_t *data, size_t size)
{
    if (size == 0 || data[0] > size - 1)
        return;
    size_t base_size = data[0];
    const unsigned char *delta = data + 1 + base_size;
    size_t delta_size = size - 1 - base_size;
    size_t of_base;
    size_t of_out;
    if (!delta_sizes(delta, delta_size, &of_base, &of_out) || of_out > 1 << 20)
        return;
    unsigned char *out = malloc(of_out + 1);
    if (!out)
        abort();
    /* memory sanitizers see what was not written */
    if (delta_apply(data + 1, base_size, delta, delta_size, out, of_out) && of_out > 0 &&
        out[of_out - 1] == out[0] + 256)
        abort();
    free(out);
}

static void check_commit(const char *bytes, size_t size)
{
    struct commit_object commit = {.time = 0};
    if (!commit_parse(bytes, size, &commit))
        return;
    for (unsigned i = 0; i < commit.parent_count; i++)
        commit_parent(&commit, i);
    if (commit.message.bytes < bytes || commit.message.bytes + commit.message.size != bytes + size)
        abort();
}

static void check_identity(const char *bytes, size_t size)
{
    struct text name;
    struct text email;
    int64_t time;
    identity_split((struct text){bytes, size}, &name, &email, &time);
    if (name.size + email.size > size)
        abort();
}

static void check_tree(const char *bytes, size_t size)
{
    const char *at = bytes;
    struct tree_entry entry;
    const char *problem = NULL;
    while (tree_next(&at, bytes + size, &entry, &problem)) {
        if (at > bytes + size || entry.name + entry.name_size > at)
            abort();
        name_problem(entry.name, entry.name_size);
    }
    if (!problem && at != bytes + size)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    /* a room of its own, without a NUL behind it */
    char *bytes = malloc(size);
    if (!bytes)
        abort();
    memcpy(bytes, data + 1, size - 1);
    switch (data[0] % 4) {
    case 0:
        check_delta((const uint8_t *)bytes, size - 1);
        break;
    case 1:
        check_commit(bytes, size - 1);
        break;
    case 2:
        check_identity(bytes, size - 1);
        break;
    default:
        check_tree(bytes, size - 1);
        break;
    }
    free(bytes);
    return 0;
}
