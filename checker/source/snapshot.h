/* snapshot.h - one tree to judge: a commit, the index or the work tree, behind
 * one interface. The listing is immutable and shared by threads; contents are
 * read through a reader, one a thread. */
#ifndef SOURCE_SNAPSHOT_H
#define SOURCE_SNAPSHOT_H

#include "source/repository.h"

enum snapshot_kind { SNAPSHOT_COMMIT, SNAPSHOT_INDEX, SNAPSHOT_WORK_TREE };
enum entry_kind { ENTRY_FILE, ENTRY_EXECUTABLE, ENTRY_LINK, ENTRY_SUBMODULE };

struct entry {
    const char *path; /* relative, '/' between names; bytes as git has them */
    enum entry_kind kind;
    struct object_id id; /* zero in the work tree: see reader_identify */
};

/* A part of the tree that is not in the listing, because it cannot be judged: a
 * name that no checkout may have (`..`, `.git`, an empty one), one that stands
 * twice, a subtree that is missing or corrupt, an unknown mode. */
struct defect {
    const char *path;
    const char *problem; /* "has the name '..'", for a sentence that begins with the path */
};

struct snapshot {
    enum snapshot_kind kind;
    struct commit_ids commit;    /* zero for the index and the work tree of an unborn HEAD */
    const struct entry *entries; /* sorted by path, bytewise */
    size_t count;
    const char *const *folders; /* every folder that holds an entry, sorted, without "" */
    size_t folder_count;
    const struct defect *defects; /* sorted by path */
    size_t defect_count;
    const struct snapshot_state *state; /* private */
};

/* The listing of a commit's tree; of the index; of the files of the work tree
 * that git does not ignore by .gitignore files and info/exclude (tracked and
 * untracked; links are not followed, other repositories not entered; what a sparse
 * checkout leaves out is there with its content of the index). An index with
 * unmerged paths is a failure. The repository must outlive the snapshot. */
struct failure *snapshot_of_commit(struct snapshot *out, struct repository *repository,
                                   const struct commit_ids *commit, struct arena *arena) MUST_CHECK;
/* Only what has one of these names (NULL-ended) in the root, and what lies below; no
 * attributes are known then. */
struct failure *snapshot_of_commit_part(struct snapshot *out, struct repository *repository,
                                        const struct commit_ids *commit, const char *const *names,
                                        struct arena *arena) MUST_CHECK;
struct failure *snapshot_of_index(struct snapshot *out, struct repository *repository,
                                  struct arena *arena) MUST_CHECK;
struct failure *snapshot_of_work_tree(struct snapshot *out, struct repository *repository,
                                      struct arena *arena) MUST_CHECK;
/* A snapshot without a repository, for worlds built in memory and for unit tests
 * of recognisers: files with their contents, copied. The content of a submodule
 * is the id of its commit, or empty. A path that no tree can hold is a failure. */
struct memory_file {
    const char *path;
    struct text content;
    enum entry_kind kind;
};
struct failure *snapshot_of_memory(struct snapshot *out, const struct memory_file *files,
                                   size_t count, struct arena *arena) MUST_CHECK;

/* NULL when there is no such file. */
const struct entry *snapshot_find(const struct snapshot *snapshot, const char *path);
bool snapshot_has_folder(const struct snapshot *snapshot, const char *path); /* "" is the root */

/* .gitattributes of the snapshot itself, never of the machine: linguist-generated
 * and linguist-vendored (and -linguist-... / =false), the last match winning; else
 * by convention (vendor/, node_modules/, third_party/; *.min.js, *.pb.go, lock files).
 * Macros (`[attr]`) are not expanded. */
bool snapshot_is_generated(const struct snapshot *snapshot, const char *path);
bool snapshot_is_vendored(const struct snapshot *snapshot, const char *path);
/* linguist-documentation; else by convention (docs/, examples/ and the like at the root). */
bool snapshot_is_documentation(const struct snapshot *snapshot, const char *path);
/* The language that linguist-language gives it, as written, or NULL. With a base all of these
 * are answered as attributes_agree_with (attributes.h) says. */
const char *snapshot_language(const struct snapshot *snapshot, const char *path);

enum content_state {
    CONTENT_TEXT,
    CONTENT_BINARY,      /* a NUL in the first 8,000 bytes, as git decides */
    CONTENT_LFS_POINTER, /* the text is the pointer; the content is elsewhere */
    CONTENT_LINK,        /* the text is the target */
    CONTENT_SUBMODULE,   /* no bytes */
    CONTENT_TOO_LARGE,   /* over the limit: no bytes but `head`, `size` is right */
    CONTENT_MISSING,     /* not in this object database (partial clone, damage): no bytes */
    CONTENT_CORRUPT,     /* the object cannot be read: no bytes */
};

struct content {
    enum content_state state;
    struct text text; /* NUL after the end; a UTF-8 byte order mark is kept */
    struct text head; /* of what is over the limit: its first bytes, or none when even they
                         cannot be had (a delta that would take too much to rebuild) */
    uint64_t size;
};
/* So many bytes of a head at most, as git looks at to tell binary from text. */
enum { CONTENT_HEAD_BYTES = 8000 };

struct reader;
/* With a handle of its own, for another thread. */
struct failure *reader_open(struct reader **out, const struct snapshot *snapshot) MUST_CHECK;
/* With the handle that the snapshot was made with: for the same thread only. */
struct failure *reader_open_here(struct reader **out, const struct snapshot *snapshot) MUST_CHECK;
void reader_close(struct reader *reader);
/* Reads one entry, at most `limit` bytes, into the arena. Never fails: what
 * cannot be read is a state. */
void reader_read(struct reader *reader, const struct entry *entry, size_t limit,
                 struct arena *arena, struct content *out);
/* The same of the object that the entry names by its id, whatever the snapshot is of:
 * for files of the history (source/blobs.h). */
void reader_read_object(struct reader *reader, const struct entry *entry, size_t limit,
                        struct arena *arena, struct content *out);
/* Size in bytes without the content; false when it cannot be known. */
bool reader_size(struct reader *reader, const struct entry *entry, uint64_t *out);
/* The object id of the entry's bytes as they are: for the work tree computed from
 * the file, else the entry's own. False when they cannot be read. */
bool reader_identify(struct reader *reader, const struct entry *entry, struct object_id *out);

/* How many files of the work tree differ from HEAD (changed, added, deleted;
 * ignored ones not); 0 for a bare repository. */
struct failure *repository_count_changes(struct repository *repository, size_t *out) MUST_CHECK;

#endif
