#include "policy/policy.h"

#include "base/limits.h"
#include "source/entry.h"

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

static struct failure *add_file(struct file_list *list, const struct policy_file *file)
{
    if (list->count >= POLICY_FILES_MOST)
        return failure_new(FAILURE_LIMIT, "more than %d files beside '%s'", POLICY_FILES_MOST,
                           file->path);
    list->items =
        arena_grow(list->arena, list->items, list->count, &list->capacity, sizeof(*list->items));
    list->items[list->count++] = *file;
    return NULL;
}

static struct failure *read_whole(struct arena *arena, int descriptor, const char *path,
                                  struct text *out)
{
    struct stat status;
    if (fstat(descriptor, &status) != 0)
        return failure_new(FAILURE_ENVIRONMENT, "cannot read '%s': %s", path, strerror(errno));
    if (!S_ISREG(status.st_mode))
        return failure_new(FAILURE_POLICY, "cannot read '%s': it is no file", path);
    if (status.st_size > LIMIT_POLICY_BYTES)
        return failure_new(FAILURE_POLICY, "'%s' has %lld bytes; a policy file has at most %d",
                           path, (long long)status.st_size, LIMIT_POLICY_BYTES);
    size_t size = (size_t)status.st_size;
    char *bytes = arena_alloc(arena, size + 1, 1);
    size_t got = 0;
    while (got < size) {
        ssize_t taken = read(descriptor, bytes + got, size - got);
        if (taken < 0 && errno == EINTR)
            continue;
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
    struct policy_file file = {.path = arena_strdup(list->arena, path)};
    struct failure *failure = read_whole(list->arena, descriptor, path, &file.text);
    close(descriptor);
    return failure ? failure : add_file(list, &file);
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

/* A link is refused, not left out: a rule that is not read would be a rule that is
 * kept. */
static struct failure *add_disk_entry(struct file_list *list, const char *path, const char *name,
                                      unsigned depth)
{
    struct stat status;
    if (lstat(path, &status) != 0)
        return failure_new(FAILURE_ENVIRONMENT, "cannot read '%s': %s", path, strerror(errno));
    if (S_ISLNK(status.st_mode))
        return failure_new(FAILURE_POLICY, "'%s' is a symbolic link; links are not followed", path);
    if (S_ISDIR(status.st_mode))
        return add_disk_folder(list, path, depth + 1);
    if (!S_ISREG(status.st_mode) || !is_yaml_name(name))
        return NULL;
    return add_disk_file(list, path);
}

static struct failure *add_policy_parts(struct file_list *list, const char *folder, bool *any)
{
    static const char *const parts[] = {"policies", "rules"};
    for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
        const char *path = arena_printf(list->arena, "%s/%s", folder, parts[i]);
        struct stat status;
        if (lstat(path, &status) != 0 || !(S_ISDIR(status.st_mode) || S_ISLNK(status.st_mode)))
            continue;
        *any = true;
        TRY(add_disk_entry(list, path, parts[i], 0));
    }
    return NULL;
}

/* A policy folder holds policies/ and rules/, as .bylaw does in a repository; one
 * that holds neither is taken as it is. */
static struct failure *add_policy_folder(struct file_list *list, const char *folder)
{
    bool any = false;
    TRY(add_policy_parts(list, folder, &any));
    if (!any)
        TRY(add_policy_parts(list, arena_printf(list->arena, "%s/.bylaw", folder), &any));
    return any ? NULL : add_disk_folder(list, folder, 0);
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
        return failure_new(FAILURE_POLICY, "'%s' has %llu bytes; a policy file has at most %d",
                           shown, (unsigned long long)content.size, LIMIT_POLICY_BYTES);
    case CONTENT_LINK:
        return failure_new(FAILURE_POLICY, "'%s' is a symbolic link; links are not followed",
                           shown);
    case CONTENT_LFS_POINTER:
        return failure_new(FAILURE_POLICY, "'%s' is kept in Git LFS; a policy must be in the tree",
                           shown);
    case CONTENT_SUBMODULE:
        return failure_new(FAILURE_POLICY, "'%s' is a submodule; a policy must be in the tree",
                           shown);
    case CONTENT_MISSING:
    case CONTENT_CORRUPT:
        break;
    }
    return failure_new(FAILURE_ENVIRONMENT, "cannot read '%s' from the repository", shown);
}

/* Where files of a snapshot are taken from, and how they are shown. */
struct snapshot_source {
    const struct snapshot *snapshot;
    struct reader *reader;
    const char *shown; /* stands before each path */
    bool keep_unread;  /* a file that cannot be read is kept, with its problem */
};

static struct failure *add_entry(struct file_list *list, const struct snapshot_source *source,
                                 const struct entry *entry)
{
    struct policy_file file = {.path =
                                   arena_printf(list->arena, "%s%s", source->shown, entry->path)};
    struct failure *failure = read_entry(source->reader, entry, file.path, list->arena, &file.text);
    if (failure && !source->keep_unread)
        return failure;
    if (failure)
        file.problem = arena_strdup(list->arena, failure_message(failure));
    failure_free(failure);
    return add_file(list, &file);
}

static bool is_wanted_entry(const struct entry *entry, const char *path)
{
    size_t length = strlen(path);
    if (strcmp(entry->path, path) == 0)
        return true;
    if (length > 0 && entry->path[length] != '/')
        return false;
    /* a link or a submodule may stand for a whole folder of rules */
    return is_yaml_name(entry->path) || entry->kind == ENTRY_LINK || entry->kind == ENTRY_SUBMODULE;
}

/* The first entry that is not before `path`: entries are sorted. */
static size_t first_entry(const struct snapshot *snapshot, const char *path)
{
    size_t low = 0;
    size_t high = snapshot->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(snapshot->entries[middle].path, path) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The YAML files of a snapshot at `path` (a file) or below it (a folder, "" the
 * root). */
static struct failure *add_snapshot_files(struct file_list *list,
                                          const struct snapshot_source *source, const char *path)
{
    const struct snapshot *snapshot = source->snapshot;
    for (size_t i = first_entry(snapshot, path); i < snapshot->count; i++) {
        if (!string_starts_with(snapshot->entries[i].path, path))
            break;
        if (is_wanted_entry(&snapshot->entries[i], path))
            TRY(add_entry(list, source, &snapshot->entries[i]));
    }
    return NULL;
}

struct git_path {
    const char *repository, *revision, *inside;
    const char *shown; /* all up to the path inside */
};

/* REPOSITORY@REVISION:PATH in its three parts. A path may hold an @ of its own, so
 * the first that stands behind something that exists divides. */
static bool split_git_path(struct arena *arena, const char *path, struct git_path *out)
{
    const char *at = NULL;
    for (const char *next = strchr(path, '@'); next; next = strchr(next + 1, '@')) {
        struct stat status;
        const char *before =
            arena_copy(arena, (struct text){.bytes = path, .size = (size_t)(next - path)});
        if (next == path || !strchr(next, ':'))
            continue;
        at = at ? at : next;
        if (stat(before, &status) == 0) {
            at = next;
            break;
        }
    }
    if (!at)
        return false;
    const char *colon = strchr(at, ':');
    const char *inside = colon + 1;
    inside += strspn(inside, "/");
    size_t size = strlen(inside);
    while (size > 0 && inside[size - 1] == '/')
        size--;
    *out = (struct git_path){
        .repository = arena_copy(arena, (struct text){path, (size_t)(at - path)}),
        .revision = arena_copy(arena, (struct text){at + 1, (size_t)(colon - at - 1)}),
        .inside = arena_copy(arena, (struct text){inside, size}),
        .shown = arena_copy(arena, (struct text){path, (size_t)(colon + 1 - path)}),
    };
    return true;
}

static struct failure *not_yaml(const char *path)
{
    return failure_new(FAILURE_POLICY, "'%s' is no YAML file: policies and rules end in .yml",
                       path);
}

static const char *below(struct arena *arena, const char *folder, const char *name)
{
    return *folder ? arena_printf(arena, "%s/%s", folder, name) : name;
}

static struct failure *add_git_parts(struct file_list *list, const struct snapshot_source *source,
                                     const char *inside, bool *any)
{
    static const char *const parts[] = {"policies", "rules"};
    for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
        const char *part = below(list->arena, inside, parts[i]);
        if (!snapshot_has_folder(source->snapshot, part) && !snapshot_find(source->snapshot, part))
            continue;
        *any = true;
        TRY(add_snapshot_files(list, source, part));
    }
    return NULL;
}

static struct failure *add_git_files(struct file_list *list, const struct snapshot_source *source,
                                     const char *inside)
{
    const struct entry *named = snapshot_find(source->snapshot, inside);
    bool is_file = named && entry_is_file(named);
    if (is_file && !is_yaml_name(inside))
        return not_yaml(inside);
    bool any = false;
    TRY(add_git_parts(list, source, inside, &any));
    if (!any)
        TRY(add_git_parts(list, source, below(list->arena, inside, ".bylaw"), &any));
    return any ? NULL : add_snapshot_files(list, source, inside);
}

static struct failure *find_commit(struct repository *repository, const struct git_path *path,
                                   struct commit_ids *out)
{
    bool found;
    TRY(repository_resolve(repository, *path->revision ? path->revision : NULL, out, &found));
    if (found)
        return NULL;
    return failure_new(FAILURE_USAGE, "no revision '%s' in '%s'",
                       *path->revision ? path->revision : "HEAD", path->repository);
}

/* What adds the files of a place in a snapshot. */
typedef struct failure *(*git_adder)(struct file_list *list, const struct snapshot_source *source,
                                     const char *inside);

static struct failure *add_git_snapshot(struct file_list *list, struct repository *repository,
                                        const struct git_path *path, git_adder adder)
{
    struct commit_ids commit;
    TRY(find_commit(repository, path, &commit));
    struct snapshot snapshot;
    TRY(snapshot_of_commit(&snapshot, repository, &commit, list->arena));
    struct snapshot_source source = {.snapshot = &snapshot, .shown = path->shown};
    TRY(reader_open_here(&source.reader, &snapshot));
    struct failure *failure = adder(list, &source, path->inside);
    reader_close(source.reader);
    return failure;
}

static struct failure *open_git_path(struct arena *arena, const char *written,
                                     struct git_path *path, struct repository **out)
{
    if (!split_git_path(arena, written, path))
        return failure_new(FAILURE_USAGE, "no policy at '%s': no such file or folder", written);
    enum repository_status status;
    struct failure *failure = repository_open(out, path->repository, false, &status);
    if (failure && status == REPOSITORY_MISSING) {
        failure_free(failure);
        return failure_new(FAILURE_USAGE, "no policy at '%s': no repository at '%s'", written,
                           path->repository);
    }
    return failure_while(failure, "reading the policy '%s'", written);
}

static struct failure *add_git_path(struct file_list *list, const char *written, git_adder adder)
{
    struct git_path path = {.revision = "", .inside = ""};
    struct repository *repository = NULL;
    TRY(open_git_path(list->arena, written, &path, &repository));
    struct failure *failure = add_git_snapshot(list, repository, &path, adder);
    repository_close(repository);
    return failure_while(failure, "reading the policy '%s'", written);
}

struct failure *policy_files_of_path(struct arena *arena, const char *path,
                                     struct policy_file **out, size_t *count)
{
    struct file_list list = {.arena = arena};
    struct stat status;
    if (stat(path, &status) != 0)
        TRY(add_git_path(&list, path, add_git_files));
    else if (S_ISDIR(status.st_mode))
        TRY(add_policy_folder(&list, path));
    else if (!is_yaml_name(path))
        return not_yaml(path);
    else
        TRY(add_disk_file(&list, path));
    if (list.count == 0)
        return failure_new(FAILURE_POLICY, "no policy or rule file at '%s'", path);
    *out = list.items;
    *count = list.count;
    return NULL;
}

struct failure *exception_files_of_path(struct arena *arena, const char *path,
                                        struct policy_file **out, size_t *count)
{
    struct file_list list = {.arena = arena};
    struct stat status;
    if (stat(path, &status) != 0 && !strchr(path, '@'))
        return failure_new(FAILURE_USAGE, "no register at '%s': no such file or folder", path);
    if (stat(path, &status) != 0)
        TRY(add_git_path(&list, path, add_snapshot_files));
    else if (S_ISDIR(status.st_mode))
        TRY(add_disk_folder(&list, path, 0));
    else
        TRY(add_disk_file(&list, path));
    if (list.count == 0)
        return failure_new(FAILURE_POLICY, "no file with exceptions at '%s'", path);
    *out = list.items;
    *count = list.count;
    return NULL;
}

struct failure *exception_commit_of_path(struct arena *arena, const char *path,
                                         struct repository **out, struct commit_ids *commit,
                                         const char **inside)
{
    struct git_path parts = {.revision = "", .inside = ""};
    TRY(open_git_path(arena, path, &parts, out));
    TRY(find_commit(*out, &parts, commit));
    *inside = parts.inside;
    return NULL;
}

/* A part of the tree that is missing may be the one that holds the rules. */
static struct failure *check_defects(const struct snapshot *snapshot)
{
    for (size_t i = 0; i < snapshot->defect_count; i++)
        if (string_starts_with(snapshot->defects[i].path, ".bylaw"))
            return failure_new(FAILURE_ENVIRONMENT, "cannot read the policies: '%s' %s",
                               snapshot->defects[i].path, snapshot->defects[i].problem);
    return NULL;
}

static struct failure *find_configuration(const struct snapshot_source *source, struct arena *arena,
                                          struct policy_file *out)
{
    static const char *const names[] = {".bylaw.yml", ".bylaw.yaml", NULL};
    for (size_t i = 0; names[i]; i++) {
        const struct entry *entry = snapshot_find(source->snapshot, names[i]);
        if (!entry)
            continue;
        if (out->path)
            return failure_new(FAILURE_POLICY, "both '%s' and '%s' are there: keep one", out->path,
                               names[i]);
        out->path = arena_printf(arena, "%s%s", source->shown, names[i]);
        TRY(read_entry(source->reader, entry, out->path, arena, &out->text));
    }
    return NULL;
}

const char *const policy_root_names[] = {".bylaw", ".bylaw.yml", ".bylaw.yaml", NULL};

static struct failure *find_baseline(struct snapshot_source *source, struct arena *arena,
                                     struct policy_file *out)
{
    const struct entry *entry = snapshot_find(source->snapshot, ".bylaw/baseline.yml");
    struct file_list list = {.arena = arena};
    if (!entry)
        return NULL;
    TRY(add_entry(&list, source, entry));
    *out = list.items[0];
    return NULL;
}

static struct failure *find_policies(struct snapshot_source *source, struct file_list *out)
{
    /* A link or a file of the folder's name; not the folder. */
    const struct entry *own = snapshot_find(source->snapshot, ".bylaw");
    if (own)
        TRY(add_entry(out, source, own));
    TRY(add_snapshot_files(out, source, ".bylaw/policies"));
    return add_snapshot_files(out, source, ".bylaw/rules");
}

static struct failure *files_of_source(struct arena *arena, struct snapshot_source source,
                                       struct repository_policy_files *out)
{
    static const char *const exception_places[] = {".bylaw/exceptions.yml",
                                                   ".bylaw/exceptions.yaml", ".bylaw/exceptions"};
    struct repository_policy_files found = {0};
    TRY(check_defects(source.snapshot));
    TRY(find_configuration(&source, arena, &found.configuration));
    struct file_list policies = {.arena = arena};
    TRY(find_policies(&source, &policies));
    struct file_list exceptions = {.arena = arena};
    source.keep_unread = true;
    for (size_t i = 0; i < sizeof(exception_places) / sizeof(exception_places[0]); i++)
        TRY(add_snapshot_files(&exceptions, &source, exception_places[i]));
    TRY(find_baseline(&source, arena, &found.baseline));
    found.files = policies.items;
    found.file_count = policies.count;
    found.exceptions = exceptions.items;
    found.exception_count = exceptions.count;
    *out = found;
    return NULL;
}

struct failure *policy_files_of_snapshot(struct arena *arena, const struct snapshot *snapshot,
                                         struct reader *reader, struct repository_policy_files *out)
{
    return files_of_source(
        arena, (struct snapshot_source){.snapshot = snapshot, .reader = reader, .shown = ""}, out);
}

static struct failure *root_of_repository(struct arena *arena, struct repository *repository,
                                          const struct git_path *path,
                                          struct repository_policy_files *out, bool *is_bare_root)
{
    static const char *const names[] = {".bylaw",   ".bylaw.yml", ".bylaw.yaml",
                                        "policies", "rules",      NULL};
    struct commit_ids commit;
    TRY(find_commit(repository, path, &commit));
    struct snapshot snapshot;
    TRY(snapshot_of_commit_part(&snapshot, repository, &commit, names, arena));
    *is_bare_root = snapshot.count == 0;
    struct snapshot_source source = {.snapshot = &snapshot, .shown = path->shown};
    TRY(reader_open_here(&source.reader, &snapshot));
    struct failure *failure = files_of_source(arena, source, out);
    reader_close(source.reader);
    return failure;
}

static struct failure *root_in_git(struct arena *arena, const char *written,
                                   struct repository_policy_files *out, bool *is_bare_root)
{
    struct git_path path = {.revision = "", .inside = ""};
    struct repository *repository = NULL;
    TRY(open_git_path(arena, written, &path, &repository));
    struct failure *failure =
        *path.inside ? NULL : root_of_repository(arena, repository, &path, out, is_bare_root);
    repository_close(repository);
    return failure_while(failure, "reading the policy '%s'", written);
}

static bool is_configuration_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;
    return strcmp(name, ".bylaw.yml") == 0 || strcmp(name, ".bylaw.yaml") == 0;
}

static bool is_there(struct arena *arena, const char *folder, const char *name)
{
    struct stat status;
    return lstat(arena_printf(arena, "%s/%s", folder, name), &status) == 0;
}

static struct failure *root_on_disk(struct arena *arena, const char *folder,
                                    struct repository_policy_files *out, bool *is_bare_root)
{
    static const char *const names[] = {".bylaw.yml", ".bylaw.yaml", NULL};
    struct file_list configurations = {.arena = arena};
    for (size_t i = 0; names[i]; i++) {
        const char *path = arena_printf(arena, "%s/%s", folder, names[i]);
        if (is_there(arena, folder, names[i]))
            TRY(add_disk_entry(&configurations, path, names[i], 0));
    }
    if (configurations.count > 1)
        return failure_new(FAILURE_POLICY, "both '%s' and '%s' are there: keep one",
                           configurations.items[0].path, configurations.items[1].path);
    struct file_list files = {.arena = arena};
    bool any = false;
    TRY(add_policy_parts(&files, arena_printf(arena, "%s/.bylaw", folder), &any));
    if (configurations.count > 0)
        out->configuration = configurations.items[0];
    out->files = files.items;
    out->file_count = files.count;
    *is_bare_root = is_there(arena, folder, ".git") && !is_there(arena, folder, "policies") &&
                    !is_there(arena, folder, "rules") && configurations.count + files.count == 0;
    return NULL;
}

struct failure *policy_files_of_root(struct arena *arena, const char *path,
                                     struct repository_policy_files *out, bool *is_bare_root)
{
    *is_bare_root = false;
    struct repository_policy_files found = {0};
    struct stat status;
    if (is_configuration_name(path)) {
        struct policy_file *files = NULL;
        size_t count = 0;
        TRY(policy_files_of_path(arena, path, &files, &count));
        if (count > 0)
            found.configuration = files[0];
    } else if (stat(path, &status) != 0) {
        TRY(root_in_git(arena, path, &found, is_bare_root));
    } else if (S_ISDIR(status.st_mode)) {
        TRY(root_on_disk(arena, path, &found, is_bare_root));
    }
    *out = found;
    return NULL;
}
