#include "source/place.h"
#include "source/store.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static char *copy_string(const char *string)
{
    char *copy = string ? strdup(string) : NULL;
    if (string && !copy)
        abort();
    return copy;
}

void repository_close(struct repository *repository)
{
    if (!repository)
        return;
    git_repository_free(repository->git);
    store_close(repository->objects);
    free(repository->path);
    free(repository->folder);
    free(repository->work_tree);
    free(repository->more_objects);
    free(repository->index_file);
    free(repository);
}

static void repository_auto(struct repository **repository)
{
    repository_close(*repository);
}

/* A promisor remote: what it promises may be absent. */
static bool has_promisor(git_repository *git)
{
    AUTO(git_config) *config = NULL;
    AUTO(git_config_iterator) *iterator = NULL;
    git_config_entry *entry;
    if (git_repository_config_snapshot(&config, git) != 0 ||
        git_config_iterator_new(&iterator, config) != 0)
        return false;
    while (git_config_next(&entry, iterator) == 0) {
        int is_true = 0;
        if (strcmp(entry->name, "extensions.partialclone") == 0 ||
            (string_starts_with(entry->name, "remote.") &&
             (string_ends_with(entry->name, ".partialclonefilter") ||
              (string_ends_with(entry->name, ".promisor") &&
               git_config_parse_bool(&is_true, entry->value) == 0 && is_true))))
            return true;
    }
    return false;
}

/* git takes an empty `shallow` for none. What is no file at all is not read as none. */
static bool has_cuts(const char *folder)
{
    struct arena arena;
    struct stat found;
    arena_init(&arena, 256);
    bool has = stat(arena_printf(&arena, "%sshallow", folder), &found) == 0 &&
               (!S_ISREG(found.st_mode) || found.st_size > 0);
    arena_release(&arena);
    return has;
}

static struct repository *repository_new(bool verify_objects)
{
    struct repository *repository = calloc(1, sizeof(*repository));
    if (!repository)
        abort();
    repository->verify_objects = verify_objects;
    return repository;
}

struct failure *repository_open(struct repository **out, const char *path, bool verify_objects,
                                enum repository_status *status)
{
    source_start();
    AUTO_STRUCT(repository) *repository = repository_new(verify_objects);
    TRY(place_open(&repository->git, &repository->work_tree, path, status));
    repository->path = copy_string(git_repository_path(repository->git));
    repository->folder = copy_string(git_repository_commondir(repository->git));
    repository->shallow = has_cuts(repository->folder);
    repository->partial = has_promisor(repository->git);
    TRY(store_open(&repository->objects, repository->folder));
    TRY(store_serve(repository->objects, repository->git));
    *out = repository;
    repository = NULL;
    return NULL;
}

struct failure *repository_reopen_objects(struct repository **out,
                                          const struct repository *repository)
{
    AUTO_STRUCT(repository) *again = repository_new(repository->verify_objects);
    again->path = copy_string(repository->path);
    again->folder = copy_string(repository->folder);
    again->work_tree = copy_string(repository->work_tree);
    again->shallow = repository->shallow;
    again->partial = repository->partial;
    TRY(store_open(&again->objects, again->folder));
    if (repository->more_objects)
        TRY(repository_add_objects(again, repository->more_objects));
    *out = again;
    again = NULL;
    return NULL;
}

struct failure *repository_reopen(struct repository **out, const struct repository *repository)
{
    AUTO_STRUCT(repository) *again = NULL;
    TRY(repository_reopen_objects(&again, repository));
    if (git_repository_open_bare(&again->git, again->path) != 0 ||
        (again->work_tree && git_repository_set_workdir(again->git, again->work_tree, 0) != 0))
        return GIT_FAILURE("cannot open the repository '%s' again", again->path);
    TRY(store_serve(again->objects, again->git));
    *out = again;
    again = NULL;
    return NULL;
}

struct failure *repository_add_objects(struct repository *repository, const char *folder)
{
    struct stat found;
    if (stat(folder, &found) != 0 || !S_ISDIR(found.st_mode))
        return failure_new(FAILURE_ENVIRONMENT, "there is no folder of objects '%s'", folder);
    store_add(repository->objects, folder);
    free(repository->more_objects);
    repository->more_objects = copy_string(folder);
    return NULL;
}

void repository_use_index(struct repository *repository, const char *file)
{
    struct stat own;
    struct stat given;
    struct arena arena;
    arena_init(&arena, 256);
    const char *slash = strrchr(file, '/');
    const char *folder = slash ? arena_printf(&arena, "%.*s/", (int)(slash - file), file) : ".";
    if (stat(repository->path, &own) == 0 && stat(folder, &given) == 0 &&
        own.st_dev == given.st_dev && own.st_ino == given.st_ino) {
        free(repository->index_file);
        repository->index_file = copy_string(file);
    }
    arena_release(&arena);
}

const char *repository_path(const struct repository *repository)
{
    return repository->path;
}

const char *repository_work_tree(const struct repository *repository)
{
    return repository->work_tree;
}

bool repository_is_shallow(const struct repository *repository)
{
    return repository->shallow;
}

bool repository_is_partial(const struct repository *repository)
{
    return repository->partial;
}

/* What the symbolic reference names below the prefix. */
static const char *branch_named_by(const struct repository *repository, const char *reference,
                                   const char *prefix, struct arena *arena)
{
    AUTO(git_reference) *head = NULL;
    if (git_reference_lookup(&head, repository->git, reference) != 0 ||
        git_reference_type(head) != GIT_REFERENCE_SYMBOLIC)
        return NULL;
    const char *target = git_reference_symbolic_target(head);
    return string_starts_with(target, prefix) ? arena_strdup(arena, target + strlen(prefix)) : NULL;
}

const char *repository_branch(const struct repository *repository, struct arena *arena)
{
    return branch_named_by(repository, "HEAD", "refs/heads/", arena);
}

const char *repository_default_branch(const struct repository *repository, struct arena *arena)
{
    return branch_named_by(repository, "refs/remotes/origin/HEAD", "refs/remotes/origin/", arena);
}

/* `host:path` is how ssh writes it; a Windows drive or a path has no host. */
static bool split_scp_form(struct text url, struct text *host, struct text *path)
{
    const char *colon = memchr(url.bytes, ':', url.size);
    const char *slash = memchr(url.bytes, '/', url.size);
    if (!colon || (slash && slash < colon) || colon - url.bytes < 2)
        return false;
    size_t size = (size_t)(colon - url.bytes);
    *host = (struct text){url.bytes, size};
    *path = (struct text){colon + 1, url.size - size - 1};
    return true;
}

static struct text text_after(struct text text, size_t size)
{
    return (struct text){text.bytes + size, text.size - size};
}

/* Splits an address of another machine; false for a path of this one. */
static bool split_url(struct text url, struct text *host, struct text *path, bool *keeps_port)
{
    static const char *const schemes[] = {"https://", "http://",    "ssh://",
                                          "git://",   "git+ssh://", NULL};
    const char *const *scheme = schemes;
    while (*scheme && !text_starts_with(url, *scheme))
        scheme++;
    *keeps_port = *scheme && string_starts_with(*scheme, "http");
    if (!*scheme)
        return text_find(url, "://") == SIZE_MAX && split_scp_form(url, host, path);
    struct text rest = text_after(url, strlen(*scheme));
    const char *slash = rest.size > 0 ? memchr(rest.bytes, '/', rest.size) : NULL;
    *host = (struct text){rest.bytes, slash ? (size_t)(slash - rest.bytes) : rest.size};
    *path = text_after(rest, slash ? host->size + 1 : host->size);
    return true;
}

/* Without user, token and a port that is not https's. */
static struct text bare_host(struct text host, bool keeps_port)
{
    /* a token may hold an @: what stands before the last one is not the host */
    for (size_t i = host.size; i > 0; i--)
        if (host.bytes[i - 1] == '@') {
            host = text_after(host, i);
            break;
        }
    const char *port = host.size > 0 ? memchr(host.bytes, ':', host.size) : NULL;
    if (port && !keeps_port)
        host.size = (size_t)(port - host.bytes);
    return host;
}

static struct text bare_path(struct text path)
{
    while (path.size > 0 && path.bytes[0] == '/')
        path = text_after(path, 1);
    for (size_t i = 0; i < path.size; i++) /* tokens stand in queries too */
        if (path.bytes[i] == '?' || path.bytes[i] == '#')
            path.size = i;
    while (path.size > 0 && path.bytes[path.size - 1] == '/')
        path.size--;
    if (path.size > 4 && memcmp(path.bytes + path.size - 4, ".git", 4) == 0)
        path.size -= 4;
    return path;
}

static const char *https_form(struct text url, struct arena *arena)
{
    struct text host;
    struct text path;
    bool keeps_port;
    if (!split_url(url, &host, &path, &keeps_port))
        return NULL;
    host = bare_host(host, keeps_port);
    path = bare_path(path);
    if (host.size == 0 || path.size == 0)
        return NULL;
    return arena_printf(arena, "https://%.*s/%.*s", (int)host.size, host.bytes, (int)path.size,
                        path.bytes);
}

const char *repository_remote(const struct repository *repository, struct arena *arena)
{
    AUTO(git_config) *config = NULL;
    const char *url = NULL;
    if (git_repository_config_snapshot(&config, repository->git) != 0 ||
        git_config_get_string(&url, config, "remote.origin.url") != 0)
        return NULL;
    return https_form(text_trim(text_of(url)), arena);
}
