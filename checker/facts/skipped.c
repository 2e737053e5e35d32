#include "facts/skipped.h"

#include "base/text.h"
#include "facts/paths.h"

#include <string.h>

const char *const skipped_reasons[] = {"vendored", "test", "fixture", "example", "generated", NULL};

static bool has_folder_of(struct arena *arena, const char *path, const char *const *names)
{
    for (const char *folder = path_directory(arena, path); strcmp(folder, ".") != 0;
         folder = path_directory(arena, folder))
        for (size_t i = 0; names[i]; i++) {
            struct text name = text_of(path_base(folder));
            if (name.size == strlen(names[i]) && text_find_folded(name, names[i]) == 0)
                return true;
        }
    return false;
}

const char *skipped_as(struct arena *arena, const struct snapshot *snapshot, const char *path)
{
    static const char *const fixtures[] = {"testdata",
                                           "fixture",
                                           "fixtures",
                                           "__fixtures__",
                                           "testfixtures",
                                           "test-fixtures",
                                           "test_fixtures",
                                           "test-files",
                                           "test_files",
                                           "snapshots",
                                           NULL};
    static const char *const examples[] = {"example", "examples", "sample", "samples",
                                           "demo",    "demos",    NULL};
    if (snapshot_is_vendored(snapshot, path))
        return "vendored";
    if (has_folder_of(arena, path, fixtures))
        return "fixture";
    if (has_folder_of(arena, path, examples))
        return "example";
    /* By its folders: test-requirements.txt is no test. */
    if (path_is_test(path_join(arena, path_directory(arena, path), "manifest")))
        return "test";
    return snapshot_is_generated(snapshot, path) ? "generated" : NULL;
}

const char *skipped_folder_as(struct arena *arena, const struct snapshot *snapshot,
                              const char *folder)
{
    return skipped_as(arena, snapshot, path_join(arena, folder, "manifest"));
}
