#include "facts/owners_file.h"

#include "base/limits.h"

enum owners_reading owners_read(struct owners *out, struct arena *arena,
                                const struct fact_repository *repository)
{
    const char *remote =
        repository->repository ? repository_remote(repository->repository, arena) : NULL;
    struct owners owners = {.section_count = 1};
    bool certain = false;
    const struct entry *entry = owners_find(repository->snapshot, remote, &owners.system, &certain);
    struct content content;
    if (!entry)
        return OWNERS_NONE;
    owners.path = entry->path;
    reader_read(repository->reader, entry, LIMIT_BLOB_BYTES, arena, &content);
    bool read = content.state == CONTENT_TEXT &&
                (owners.system != OWNER_GITHUB || content.size <= OWNERS_GITHUB_BYTES_MAX);
    if (read)
        owners_parse(&owners, arena, content.text, owners.system, certain);
    *out = owners;
    return read ? OWNERS_READ : OWNERS_LOST;
}
