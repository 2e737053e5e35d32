#include "facts/review.h"

#include "base/text.h"
#include "facts/identities.h"
#include "facts/people.h"

#include <string.h>

const char *const review_way_names[] = {"trailer",    "merged",   "committed", "self_merged",
                                        "bot_merged", "squashed", "forge",     "rebased",
                                        "direct",     "pulled",   NULL};

/* Nobody takes longer from `git commit` to its commit, hooks included. */
enum { REWRITTEN_SECONDS = 300 };

struct reading {
    struct arena *arena;
    const struct history_commit *commit;
    const struct identity *author; /* of the change itself: of a merge, of what it merged */
    const char *request;
};

static bool is_bot(struct arena *arena, const struct identity *who)
{
    return identity_is_bot(who->name, who->email) ||
           identity_agent(arena_printf(arena, "%s <%s>", who->name, who->email)) != NULL;
}

/* The account with which GitHub commits what a person did in its pages. */
static bool is_forge(const struct identity *who)
{
    return (strcmp(who->name, "GitHub") == 0 || strcmp(who->name, "web-flow") == 0) &&
           string_starts_with(who->email, "noreply@");
}

static size_t digits_at(const char *text)
{
    size_t size = 0;
    while (text[size] >= '0' && text[size] <= '9')
        size++;
    return size;
}

/* `mark` and a number behind `before`: "(#" in "fix it (#123)". NULL when it is not there. */
static const char *request_after(struct arena *arena, const char *text, const char *before,
                                 char mark)
{
    const char *found = NULL;
    for (const char *at = text; (at = strstr(at, before)) != NULL;) {
        at += strlen(before);
        size_t size = digits_at(at);
        if (size > 0 && size < 10)
            found = arena_printf(arena, "%c%.*s", mark, (int)size, at);
    }
    return found;
}

/* How forges and their bots name the request in what they write: GitHub's merges and
 * squashes, GitLab's, Azure's, Bitbucket's, bors'. */
static const char *request_of(struct arena *arena, const struct history_commit *commit)
{
    static const struct {
        const char *starts; /* the message does, or NULL */
        const char *before; /* the number */
        char mark;
    } forms[] = {
        {"Merge pull request #", "Merge pull request #", '#'},
        {"Merged in ", "(pull request #", '#'},
        {"Merged PR ", "Merged PR ", '#'},
        {"Auto merge of #", "Auto merge of #", '#'},
        {"Merge #", "Merge #", '#'},
        {NULL, "See merge request !", '!'},
    };
    for (size_t i = 0; i < sizeof(forms) / sizeof(*forms); i++) {
        if (forms[i].starts && !string_starts_with(commit->message, forms[i].starts))
            continue;
        const char *request = request_after(arena, commit->message, forms[i].before, forms[i].mark);
        if (request)
            return request;
    }
    /* GitLab writes the project before the number: group/project!123. */
    const char *gitlab = strstr(commit->message, "See merge request ");
    const char *mark = gitlab ? strpbrk(gitlab, "!\n") : NULL;
    if (mark && *mark == '!')
        return request_after(arena, mark, "!", '!');
    return string_ends_with(commit->summary, ")") ? request_after(arena, commit->summary, "(#", '#')
                                                  : NULL;
}

/* Somebody else than the author, and no machine. */
static bool is_another_person(const struct reading *reading, const struct identity *who)
{
    return (who->name[0] != '\0' || who->email[0] != '\0') && !is_bot(reading->arena, who) &&
           !identity_may_be_same(who, reading->author) &&
           !identity_may_be_same(who, &reading->commit->author);
}

static const char *person_of(struct arena *arena, const struct identity *who)
{
    return who->name[0] ? who->name : arena_strdup(arena, who->email);
}

static struct review found(const struct reading *reading, enum review_way way,
                           enum review_state state, const char *reviewer, const char *evidence)
{
    return (struct review){.way = way,
                           .state = state,
                           .reviewer = reviewer,
                           .request = reading->request,
                           .evidence = evidence};
}

static struct review unproven(const struct reading *reading, enum review_way way, const char *why,
                              const char *evidence)
{
    struct review review = found(reading, way, REVIEW_UNPROVEN, NULL, evidence);
    review.unproven = why;
    return review;
}

#define WOULD_SHOW " does not say who approved it: a Reviewed-by trailer would"
static const char by_bot[] = "a bot's merge" WOULD_SHOW;
static const char by_author[] = "a pull request that its author merged" WOULD_SHOW;
static const char by_squash[] = "a squash merge" WOULD_SHOW;
static const char by_rebase[] = "a rebase merge" WOULD_SHOW;
static const char by_forge[] = "what the forge committed" WOULD_SHOW;

static bool by_trailer(const struct reading *reading, struct review *out)
{
    static const char *const keys[] = {"Reviewed-by", "Approved-by", "Acked-by"};
    for (size_t i = 0; i < reading->commit->trailer_count; i++) {
        const struct trailer *trailer = &reading->commit->trailers[i];
        for (size_t k = 0; k < sizeof(keys) / sizeof(*keys); k++) {
            struct identity who = identity_of_value(reading->arena, trailer->value);
            if (!string_equals_folded(trailer->key, keys[k]) || !is_another_person(reading, &who))
                continue;
            *out = found(reading, REVIEW_TRAILER, REVIEW_YES, person_of(reading->arena, &who),
                         arena_printf(reading->arena, "%s: %s", trailer->key, trailer->value));
            return true;
        }
    }
    return false;
}

/* The names of a line that is no trailer: Phabricator's "Reviewed By: ann, bob", the
 * "Reviewers: ann, bob" of Apache projects (Phabricator's are only asked), bors' "r=ann". */
static struct text names_of(const struct history_commit *commit, struct text line)
{
    static const char *const starts[] = {"Reviewed By:", "Reviewers:", "Reviewer:"};
    bool is_asked = strstr(commit->message, "Differential Revision:") != NULL;
    for (size_t i = 0; i < (is_asked ? 1 : sizeof(starts) / sizeof(*starts)); i++)
        if (text_starts_with(line, starts[i])) {
            size_t size = strlen(starts[i]);
            return (struct text){line.bytes + size, line.size - size};
        }
    size_t bors = text_starts_with(line, "Auto merge of #") ? text_find(line, " r=") : SIZE_MAX;
    if (bors == SIZE_MAX)
        return (struct text){line.bytes, 0};
    const char *name = line.bytes + bors + 3;
    return (struct text){name, strcspn(name, " \r\n")};
}

static bool by_line(const struct reading *reading, struct review *out)
{
    struct arena *arena = reading->arena;
    struct text rest = text_of(reading->commit->message);
    struct text line;
    while (text_next_line(&rest, &line)) {
        const char *names = arena_copy(arena, names_of(reading->commit, line));
        while (*names) {
            size_t size = strcspn(names, ",");
            struct text name = text_trim((struct text){names, size});
            struct identity who = identity_of_value(arena, arena_copy(arena, name));
            names += names[size] ? size + 1 : size;
            if (!is_another_person(reading, &who))
                continue;
            *out = found(reading, REVIEW_TRAILER, REVIEW_YES, person_of(arena, &who),
                         arena_copy(arena, text_trim(line)));
            return true;
        }
    }
    return false;
}

/* A merge of the branch's own remote into a copy of it, as `git pull` makes one. */
static bool is_pull(const struct history_commit *commit)
{
    const char *branch = commit->summary;
    if (string_starts_with(branch, "Merge remote-tracking branch 'origin/"))
        return !strstr(branch, "' into ") || string_ends_with(branch, "into main") ||
               string_ends_with(branch, "into master");
    if (!string_starts_with(branch, "Merge branch '"))
        return false;
    const char *of = strstr(branch, "' of ");
    return of && (strstr(of, "://") || strchr(of, ':') || strchr(of, '/'));
}

static struct review of_merge(const struct reading *reading, const struct identity *merged_author)
{
    struct arena *arena = reading->arena;
    const struct identity *merger = &reading->commit->author;
    const char *request = reading->request ? reading->request : "the branch";
    if (!reading->request && is_pull(reading->commit))
        return found(reading, REVIEW_PULLED, REVIEW_NO, NULL, "a pull: it brings what was there");
    if (is_bot(arena, merger))
        return unproven(reading, REVIEW_BOT_MERGED, by_bot,
                        arena_printf(arena, "%s merged %s", merger->name, request));
    if (!merged_author)
        return unproven(reading, REVIEW_MERGED, "what it merged is not in this repository",
                        arena_printf(arena, "%s merged %s", merger->name, request));
    if (!identity_may_be_same(merger, merged_author))
        return found(
            reading, REVIEW_MERGED, REVIEW_YES, person_of(arena, merger),
            arena_printf(arena, "%s merged %s of %s", merger->name, request, merged_author->name));
    if (!reading->request)
        return found(reading, REVIEW_SELF_MERGED, REVIEW_NO, NULL,
                     arena_printf(arena, "%s merged a branch of their own", merger->name));
    return unproven(reading, REVIEW_SELF_MERGED, by_author,
                    arena_printf(arena, "%s merged their own %s", merger->name, request));
}

static struct review of_commit(const struct reading *reading)
{
    struct arena *arena = reading->arena;
    const struct identity *committer = &reading->commit->committer;
    bool is_forges = is_forge(committer);
    if (!is_forges && is_another_person(reading, committer))
        return found(reading, REVIEW_COMMITTED, REVIEW_YES, person_of(arena, committer),
                     arena_printf(arena, "%s committed what %s wrote", committer->name,
                                  reading->author->name));
    if (reading->request)
        return unproven(reading, REVIEW_SQUASHED, by_squash,
                        arena_printf(arena, "%s became one commit", reading->request));
    if (is_forges)
        return unproven(reading, REVIEW_FORGE, by_forge, "the forge committed it");
    if (is_bot(arena, committer) && !identity_may_be_same(committer, reading->author))
        return unproven(reading, REVIEW_BOT_MERGED, by_bot,
                        arena_printf(arena, "%s committed it", committer->name));
    if (committer->time - reading->author->time > REWRITTEN_SECONDS)
        return unproven(reading, REVIEW_REBASED, by_rebase,
                        arena_printf(arena, "%s committed it anew", committer->name));
    return found(reading, REVIEW_DIRECT, REVIEW_NO, NULL,
                 arena_printf(arena, "%s committed it alone", reading->author->name));
}

struct review review_of(struct arena *arena, const struct history_commit *commit,
                        const struct identity *merged_author)
{
    bool is_merge = commit->parents > 1;
    struct reading reading = {
        .arena = arena,
        .commit = commit,
        .author = is_merge && merged_author ? merged_author : &commit->author,
        .request = request_of(arena, commit),
    };
    struct review review;
    if (by_trailer(&reading, &review) || by_line(&reading, &review))
        return review;
    return is_merge ? of_merge(&reading, merged_author) : of_commit(&reading);
}
