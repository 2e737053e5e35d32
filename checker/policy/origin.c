#include "policy/policy.h"

#include "base/limits.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Where a growing list of files is put together. */
struct file_list {
    struct arena *arena;
    struct policy_file *items;
    size_t count, capacity;
};

enum { POLICY_FOLDER_DEPTH = 8, POLICY_FILES_MOST = 5000 };

static bool is_yaml_name(const char *name)
{
    return string_ends_with(name, ".yml") || string_ends_with(name, ".yaml");
}

static void add_file(struct file_list *list, const char *path, struct text text)
{
    list->items =
        arena_grow(list->arena, list->items, list->count, &list->capacity, sizeof(*list->items));
    list->items[list->count++] = (struct policy_file){.path = path, .text = text};
}

static struct failure *read_whole(struct arena *arena, int descriptor, const char *path,
                                  struct text *out)
{
    struct stat status;
    if (fstat(descriptor, &status) != 0)
        return failure_new(FAILURE_ENVIRONMENT, "cannot read '%s': %s", path, strerror(errno));
    if (!S_ISREG(status.st_mode))
        return failure_new(FAILURE_ENVIRONMENT, "cannot read '%s': it is no file", path);
    if (status.st_size > LIMIT_POLICY_BYTES)
        return failure_new(FAILURE_LIMIT, "'%s' has %lld bytes; a policy file has at most %d", path,
                           (long long)status.st_size, LIMIT_POLICY_BYTES);
    size_t size = (size_t)status.st_size;
    char *bytes = arena_alloc(arena, size + 1, 1);
    size_t got = 0;
    while (got < size) {
        ssize_t taken = read(descriptor, bytes + got, size - got);
        if (taken < 0)
            return failure_new(FAILURE_ENVIRONMENT, "cannot read '%s': %s", path, strerror(errno));
        if (taken == 0)
            break;
        got += (size_t)taken;
    }
    *out = (struct text){.bytes = bytes, .size = got};
    return NULL;
}

static struct failure *add_disk_file(struct file_list *list, const char *path)
{
    int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (descriptor < 0)
        return failure_new(FAILURE_ENVIRONMENT, "cannot read '%s': %s", path, strerror(errno));
    struct text text;
    struct failure *failure = read_whole(list->arena, descriptor, path, &text);
    close(descriptor);
    if (!failure)
        add_file(list, arena_strdup(list->arena, path), text);
    return failure;
}

static int is_wanted_name(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

static struct failure *add_disk_entry(struct file_list *list, const char *path, const char *name,
                                      unsigned depth);

static struct failure *add_disk_folder(struct file_list *list, const char *folder, unsigned depth)
{
    if (depth > POLICY_FOLDER_DEPTH)
        return failure_new(FAILURE_LIMIT, "'%s' lies more than %d folders deep", folder,
                           POLICY_FOLDER_DEPTH);
    struct dirent **names;
    int count = scandir(folder, &names, is_wanted_name, alphasort);
    if (count < 0)
        return failure_new(FAILURE_ENVIRONMENT, "cannot read the folder '%s': %s", folder,
                           strerror(errno));
    struct failure *failure = NULL;
    for (int i = 0; i < count; i++) {
        if (!failure) {
            const char *path = arena_printf(list->arena, "%s/%s", folder, names[i]->d_name);
            failure = add_disk_entry(list, path, names[i]->d_name, depth);
        }
        free(names[i]);
    }
    free(names);
    return failure;
}

static struct failure *add_disk_entry(struct file_list *list, const char *path, const char *name,
                                      unsigned depth)
{
    struct stat status;
    if (lstat(path, &status) != 0)
        return failure_new(FAILURE_ENVIRONMENT, "cannot read '%s': %s", path, strerror(errno));
    if (S_ISDIR(status.st_mode))
        return add_disk_folder(list, path, depth + 1);
    if (!S_ISREG(status.st_mode) || !is_yaml_name(name))
        return NULL;
    if (list->count >= POLICY_FILES_MOST)
        return failure_new(FAILURE_LIMIT, "more than %d policy files", POLICY_FILES_MOST);
    return add_disk_file(list, path);
}

/* A policy folder holds policies/ and rules/; one that holds neither is taken as
 * it is. */
static struct failure *add_policy_folder(struct file_list *list, const char *folder)
{
    static const char *const parts[] = {"policies", "rules"};
    bool any = false;
    for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
        const char *path = arena_printf(list->arena, "%s/%s", folder, parts[i]);
        struct stat status;
        if (stat(path, &status) != 0 || !S_ISDIR(status.st_mode))
            continue;
        any = true;
        TRY(add_disk_folder(list, path, 1));
    }
    if (!any)
        TRY(add_disk_folder(list, folder, 0));
    return NULL;
}

static struct failure *read_entry(struct reader *reader, const struct entry *entry,
                                  const char *shown, struct arena *arena, struct text *out)
{
    struct content content;
    reader_read(reader, entry, LIMIT_POLICY_BYTES, arena, &content);
    switch (content.state) {
    case CONTENT_TEXT:
    case CONTENT_BINARY: /* the YAML reader says what is wrong with it, with a place */
        *out = content.text;
        return NULL;
    case CONTENT_TOO_LARGE:
        return failure_new(FAILURE_LIMIT, "'%s' has %llu bytes; a policy file has at most %d",
                           shown, (unsigned long long)content.size, LIMIT_POLICY_BYTES);
    case CONTENT_LINK:
        return failure_new(FAILURE_POLICY, "'%s' is a symbolic link; links are not followed",
                           shown);
    case CONTENT_LFS_POINTER:
        return failure_new(FAILURE_POLICY, "'%s' is kept in Git LFS; a policy must be in the tree",
                           shown);
    case CONTENT_SUBMODULE:
    case CONTENT_MISSING:
    case CONTENT_CORRUPT:
        break;
    }
    return failure_new(FAILURE_ENVIRONMENT, "cannot read '%s' from the repository", shown);
}

/* The YAML files of a snapshot at `path` (a file) or below it (a folder, "" the
 * root). `shown` stands before each path in diagnostics. */
static struct failure *add_snapshot_files(struct file_list *list, const struct snapshot *snapshot,
                                          struct reader *reader, const char *path,
                                          const char *shown)
{
    size_t length = strlen(path);
    for (size_t i = 0; i < snapshot->count; i++) {
        const struct entry *entry = &snapshot->entries[i];
        bool same = strcmp(entry->path, path) == 0;
        bool below =
            length == 0 || (string_starts_with(entry->path, path) && entry->path[length] == '/');
        if (!same && !(below && is_yaml_name(entry->path)))
            continue;
        const char *name = arena_printf(list->arena, "%s%s", shown, entry->path);
        struct text text;
        TRY(read_entry(reader, entry, name, list->arena, &text));
        add_file(list, name, text);
    }
    return NULL;
}

/* REPOSITORY@REVISION:PATH in its three parts. */
static bool split_git_path(struct arena *arena, const char *path, const char **repository,
                           const char **revision, const char **inside)
{
    const char *at = strrchr(path, '@');
    const char *colon = at ? strchr(at, ':') : NULL;
    if (!at || at == path || !colon)
        return false;
    *repository = arena_copy(arena, (struct text){.bytes = path, .size = (size_t)(at - path)});
    *revision = arena_copy(arena, (struct text){.bytes = at + 1, .size = (size_t)(colon - at - 1)});
    *inside = arena_strdup(arena, colon + 1);
    return true;
}

static struct failure *add_git_snapshot(struct file_list *list, struct repository *repository,
                                        const char *path, const char *revision, const char *inside)
{
    struct commit_ids commit;
    bool found;
    TRY(repository_resolve(repository, *revision ? revision : NULL, &commit, &found));
    if (!found)
        return failure_new(FAILURE_USAGE, "'%s': no revision '%s'", path, revision);
    struct snapshot snapshot;
    TRY(snapshot_of_commit(&snapshot, repository, &commit, list->arena));
    struct reader *reader;
    TRY(reader_open(&reader, &snapshot));
    const char *shown = arena_copy(
        list->arena, (struct text){.bytes = path, .size = strlen(path) - strlen(inside)});
    const char *rules = *inside ? arena_printf(list->arena, "%s/rules", inside) : "rules";
    const char *policies = *inside ? arena_printf(list->arena, "%s/policies", inside) : "policies";
    struct failure *failure = NULL;
    bool any = false;
    const char *const parts[] = {policies, rules};
    for (size_t i = 0; i < 2 && !failure; i++)
        if (snapshot_has_folder(&snapshot, parts[i])) {
            any = true;
            failure = add_snapshot_files(list, &snapshot, reader, parts[i], shown);
        }
    if (!any && !failure)
        failure = add_snapshot_files(list, &snapshot, reader, inside, shown);
    reader_close(reader);
    return failure;
}

static struct failure *add_git_path(struct file_list *list, const char *path)
{
    const char *place;
    const char *revision;
    const char *inside;
    if (!split_git_path(list->arena, path, &place, &revision, &inside))
        return failure_new(FAILURE_USAGE, "no policy at '%s': no such file or folder", path);
    struct repository *repository;
    enum repository_status status;
    TRY(repository_open(&repository, place, false, &status));
    struct failure *failure = add_git_snapshot(list, repository, path, revision, inside);
    repository_close(repository);
    return failure;
}

struct failure *policy_files_of_path(struct arena *arena, const char *path,
                                     struct policy_file **out, size_t *count)
{
    struct file_list list = {.arena = arena};
    struct stat status;
    if (stat(path, &status) != 0)
        TRY(add_git_path(&list, path));
    else if (S_ISDIR(status.st_mode))
        TRY(add_policy_folder(&list, path));
    else
        TRY(add_disk_file(&list, path));
    if (list.count == 0)
        return failure_new(FAILURE_POLICY, "no policy or rule file at '%s'", path);
    *out = list.items;
    *count = list.count;
    return NULL;
}

struct failure *policy_files_of_snapshot(struct arena *arena, const struct snapshot *snapshot,
                                         struct reader *reader, struct repository_policy_files *out)
{
    struct repository_policy_files found = {0};
    static const char *const names[] = {".bylaw.yml", ".bylaw.yaml", NULL};
    for (size_t i = 0; names[i] && !found.configuration.path; i++) {
        const struct entry *entry = snapshot_find(snapshot, names[i]);
        if (!entry)
            continue;
        found.configuration.path = names[i];
        TRY(read_entry(reader, entry, names[i], arena, &found.configuration.text));
    }
    struct file_list policies = {.arena = arena};
    TRY(add_snapshot_files(&policies, snapshot, reader, ".bylaw/policies", ""));
    TRY(add_snapshot_files(&policies, snapshot, reader, ".bylaw/rules", ""));
    struct file_list exceptions = {.arena = arena};
    TRY(add_snapshot_files(&exceptions, snapshot, reader, ".bylaw/exceptions.yml", ""));
    TRY(add_snapshot_files(&exceptions, snapshot, reader, ".bylaw/exceptions.yaml", ""));
    TRY(add_snapshot_files(&exceptions, snapshot, reader, ".bylaw/exceptions", ""));
    found.files = policies.items;
    found.file_count = policies.count;
    found.exceptions = exceptions.items;
    found.exception_count = exceptions.count;
    *out = found;
    return NULL;
}
