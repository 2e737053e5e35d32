#include "engine/closing_file.h"

#include "base/limits.h"
#include "facts/residue.h"
#include "source/entry.h"

/* Nobody fills a file of this size with placeholders. */
enum { PLACEHOLDER_BYTES_MOST = 64 * 1024 };

/* A byte order mark at the beginning is no text. */
static bool says_something(struct arena *arena, struct text text)
{
    if (text_starts_with(text, "\xef\xbb\xbf"))
        text = (struct text){text.bytes + 3, text.size - 3};
    return text_trim(text).size > 0 && !residue_is_whole(arena, text);
}

static bool is_there(struct reader *reader, const struct snapshot *snapshot, const char *path,
                     struct arena *arena)
{
    const struct entry *entry = snapshot_find(snapshot, path);
    struct content content;
    if (!entry || !entry_is_file(entry))
        return false;
    reader_read(reader, entry, PLACEHOLDER_BYTES_MOST, arena, &content);
    return content.state == CONTENT_TEXT
               ? says_something(arena, content.text)
               : content.state == CONTENT_BINARY || content.state == CONTENT_LFS_POINTER ||
                     content.state == CONTENT_TOO_LARGE;
}

struct failure *closing_files_find(struct exception_set *set, const struct snapshot *snapshot,
                                   struct arena *arena)
{
    struct reader *reader = NULL;
    for (size_t i = 0; i < set->count; i++) {
        struct exception *record = &set->items[i];
        if (!record->closing_file)
            continue;
        if (!reader)
            TRY(reader_open_here(&reader, snapshot));
        record->is_closed = is_there(reader, snapshot, record->closing_file, arena);
    }
    if (reader)
        reader_close(reader);
    return NULL;
}
