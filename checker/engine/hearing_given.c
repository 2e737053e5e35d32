#include "engine/hearing.h"
#include "engine/work_tree_path.h"

#include <string.h>
#include <sys/stat.h>

static bool leads_elsewhere(const struct entry *entry)
{
    return entry->kind == ENTRY_LINK || entry->kind == ENTRY_SUBMODULE;
}

/* Is there a file of the head at that path, or below it? Or a link or another repository
 * on the way there, whose content the head chooses? */
static bool head_has(const struct hearing *hearing, const char *path)
{
    size_t length = strlen(path);
    for (size_t i = 0; i < hearing->head.count; i++) {
        const char *entry = hearing->head.entries[i].path;
        if (strncmp(entry, path, length) == 0 &&
            (length == 0 || entry[length] == '/' || entry[length] == '\0'))
            return true;
        if (leads_elsewhere(&hearing->head.entries[i]) && string_starts_with(path, entry) &&
            path[strlen(entry)] == '/')
            return true;
    }
    return false;
}

/* Is one of the folders or files that the path names a link of the head? realpath()
 * follows it to wherever the head says. */
static bool goes_through_link(const struct hearing *hearing, const char *work_tree,
                              const char *path)
{
    struct arena *arena = hearing->arena;
    for (size_t begin = 0; path[begin];) {
        size_t end = begin + strcspn(path + begin, "/");
        const char *folder = begin > 0 ? arena_copy(arena, (struct text){path, begin}) : ".";
        const char *name = arena_copy(arena, (struct text){path + begin, end - begin});
        const char *below = *name ? work_tree_path(arena, work_tree, folder) : NULL;
        const struct entry *entry =
            below ? snapshot_find(&hearing->head,
                                  *below ? arena_printf(arena, "%s/%s", below, name) : name)
                  : NULL;
        if (entry && leads_elsewhere(entry))
            return true;
        begin = end + (path[end] == '/');
    }
    return false;
}

/* REPOSITORY@REV:PATH at the commit that is judged, in whichever clone of it. That the base is
 * the same commit makes it the base's. What cannot be read is told of when it is read. */
static bool is_at_head(const struct hearing *hearing, const char *place)
{
    const struct object_id *head = &hearing->head.commit.commit;
    struct repository *repository = NULL;
    struct commit_ids commit;
    const char *inside;
    struct stat status;
    if (stat(place, &status) == 0 || !strchr(place, '@'))
        return false;
    struct failure *failure =
        exception_commit_of_path(hearing->arena, place, &repository, &commit, &inside);
    bool is_same = !failure && memcmp(&commit.commit, head, sizeof(*head)) == 0;
    repository_close(repository);
    failure_free(failure);
    return is_same && memcmp(&hearing->policy.commit.commit, head, sizeof(*head)) != 0;
}

static bool is_of_head(const struct hearing *hearing, const char *place)
{
    const char *work_tree = repository_work_tree(hearing->repository);
    const char *path = work_tree ? work_tree_path(hearing->arena, work_tree, place) : NULL;
    return (path && head_has(hearing, path)) ||
           (work_tree && goes_through_link(hearing, work_tree, place)) ||
           is_at_head(hearing, place);
}

/* What reads the files of a place, or NULL where no folder below it is looked into. */
typedef struct failure *(*lister)(struct arena *arena, const char *place, struct policy_file **out,
                                  size_t *count);

/* Is a file of the head read from there, as the work tree lies in that folder? What cannot be
 * read is told of when it is read. */
static bool holds_head(const struct hearing *hearing, const char *place, lister list)
{
    struct arena *arena = hearing->arena;
    const char *work_tree = repository_work_tree(hearing->repository);
    struct policy_file *files = NULL;
    size_t count = 0;
    if (!list || !work_tree || !work_tree_path(arena, place, work_tree))
        return false;
    struct failure *failure = list(arena, place, &files, &count);
    for (size_t i = 0; !failure && i < count; i++) {
        const char *path = work_tree_path(arena, work_tree, files[i].path);
        if (path && head_has(hearing, path))
            return true;
    }
    failure_free(failure);
    return false;
}

/* Refuses the places of an option that the head itself fills. */
static struct failure *check_places(struct hearing *hearing, const char *option,
                                    const char *const *places, lister list, const char *advice)
{
    for (; places && *places; places++) {
        bool is_part = is_of_head(hearing, *places);
        if (is_part || holds_head(hearing, *places, list))
            return failure_new(FAILURE_POLICY,
                               "%s '%s' %s a part of what is judged, and with --base no change may "
                               "bring its own: %s",
                               option, *places, is_part ? "is" : "holds", advice);
    }
    return NULL;
}

struct failure *hearing_check_given(struct hearing *hearing)
{
    static const char of_base[] = "take the one of the base (REPOSITORY@REV:PATH)";
    const struct judge_options *options = hearing->options;
    bool has_policies =
        !options->policy_digest && options->policies && !options->extra_policy_files;
    if (!hearing->has_base || !(has_policies || options->registers))
        return NULL;
    TRY(hearing_list(hearing));
    if (has_policies)
        TRY(check_places(
            hearing, "--policy", options->policies, policy_files_of_path,
            arena_printf(hearing->arena, "%s, or pin it with --policy-digest", of_base)));
    return check_places(hearing, "--exceptions", options->registers, exception_files_of_path,
                        of_base);
}

/* A step of the change's own pipeline can write there what it likes. */
static void note_in_tree(struct hearing *hearing, const char *const *places)
{
    const char *work_tree = repository_work_tree(hearing->repository);
    size_t count = 0;
    while (places[count])
        count++;
    const char **found = ARENA_ARRAY(hearing->arena, const char *, count + 1);
    size_t found_count = 0;
    for (size_t i = 0; work_tree && i < count; i++)
        if (work_tree_path(hearing->arena, work_tree, places[i]))
            found[found_count++] = places[i];
    hearing->evidence_in_tree = found_count > 0 ? found : NULL;
}

struct failure *hearing_read_evidence(struct hearing *hearing)
{
    const char *const *places = hearing->options->evidence_places;
    if (places && hearing->has_base) {
        TRY(hearing_list(hearing));
        TRY(check_places(hearing, "--facts", places, NULL,
                         "let a job that runs nothing of the change write it, outside of the "
                         "repository"));
        note_in_tree(hearing, places);
    }
    for (; places && *places; places++)
        TRY(evidence_add(&hearing->evidence, *places, hearing->arena));
    return NULL;
}
