#include "facts/owners.h"

#include "base/glob.h"

#include <string.h>

const char *const owner_system_names[] = {"github", "gitlab", "bitbucket", NULL};

static const char *const places[][4] = {
    [OWNER_GITHUB] = {".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS", NULL},
    [OWNER_GITLAB] = {"CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS", NULL},
    [OWNER_BITBUCKET] = {".bitbucket/CODEOWNERS", "CODEOWNERS", NULL, NULL},
};

static bool host_has(const char *remote, const char *word)
{
    if (!remote)
        return false;
    const char *host = strstr(remote, "://");
    host = host ? host + 3 : remote;
    return text_find_folded((struct text){host, strcspn(host, "/")}, word) != SIZE_MAX;
}

/* A remote says it outright, a file that only one forge reads nearly so; marks of
 * automation are hints, and GitHub is where nothing says otherwise. */
static enum owner_system system_of(const struct snapshot *snapshot, const char *remote,
                                   bool *certain)
{
    *certain = true;
    if (host_has(remote, "gitlab"))
        return OWNER_GITLAB;
    if (host_has(remote, "bitbucket"))
        return OWNER_BITBUCKET;
    if (host_has(remote, "github") || snapshot_find(snapshot, ".github/CODEOWNERS"))
        return OWNER_GITHUB;
    if (snapshot_find(snapshot, ".gitlab/CODEOWNERS"))
        return OWNER_GITLAB;
    if (snapshot_find(snapshot, ".bitbucket/CODEOWNERS"))
        return OWNER_BITBUCKET;
    if (snapshot_has_folder(snapshot, ".github/workflows"))
        return OWNER_GITHUB;
    if (snapshot_find(snapshot, ".gitlab-ci.yml") || snapshot_has_folder(snapshot, ".gitlab"))
        return OWNER_GITLAB;
    if (snapshot_find(snapshot, "bitbucket-pipelines.yml") ||
        snapshot_has_folder(snapshot, ".bitbucket"))
        return OWNER_BITBUCKET;
    *certain = false;
    return OWNER_GITHUB;
}

const struct entry *owners_find(const struct snapshot *snapshot, const char *remote,
                                enum owner_system *system, bool *certain)
{
    *system = system_of(snapshot, remote, certain);
    for (size_t i = 0; i < 4 && places[*system][i]; i++) {
        const struct entry *entry = snapshot_find(snapshot, places[*system][i]);
        if (entry && entry->kind != ENTRY_SUBMODULE)
            return entry;
    }
    return NULL;
}

struct owner_matcher {
    const struct owners *owners;
    struct glob_set *set;
    size_t *rule_of; /* by number of the glob */
    size_t glob_count;
    uint64_t *hits;
    bool *matched;                   /* by rule */
    size_t *best;                    /* by section: rule + 1, 0 for none */
    bool *excluded;                  /* by section */
    const struct owner_rule **found; /* of the verdict */
};

struct owner_matcher *owner_matcher_new(struct arena *arena, const struct owners *owners)
{
    struct owner_matcher *matcher = ARENA_NEW(arena, struct owner_matcher);
    matcher->owners = owners;
    matcher->set = glob_set_new(arena);
    matcher->rule_of = ARENA_ARRAY(arena, size_t, owners->count * OWNER_GLOBS_MAX + 1);
    for (size_t i = 0; i < owners->count; i++) {
        const char *globs[OWNER_GLOBS_MAX];
        if (owners->rules[i].skipped)
            continue;
        size_t count = owner_pattern_globs(arena, owners->system, owners->rules[i].pattern, globs);
        for (size_t g = 0; g < count; g++) {
            const char *problem = NULL;
            size_t at = 0;
            const struct glob *glob = glob_new(arena, globs[g], &problem, &at);
            if (!glob)
                continue;
            matcher->rule_of[glob_set_add(matcher->set, glob)] = i;
            matcher->glob_count++;
        }
    }
    glob_set_build(matcher->set);
    matcher->hits = ARENA_ARRAY(arena, uint64_t, (matcher->glob_count + 63) / 64 + 1);
    matcher->matched = ARENA_ARRAY(arena, bool, owners->count + 1);
    matcher->best = ARENA_ARRAY(arena, size_t, owners->section_count);
    matcher->excluded = ARENA_ARRAY(arena, bool, owners->section_count);
    matcher->found = ARENA_ARRAY(arena, const struct owner_rule *, owners->section_count);
    return matcher;
}

static void take_hits(struct owner_matcher *matcher)
{
    for (size_t word = 0; word < (matcher->glob_count + 63) / 64; word++) {
        for (uint64_t bits = matcher->hits[word]; bits; bits &= bits - 1) {
            size_t index = matcher->rule_of[word * 64 + (size_t)__builtin_ctzll(bits)];
            const struct owner_rule *rule = &matcher->owners->rules[index];
            matcher->matched[index] = true;
            if (rule->excludes)
                matcher->excluded[rule->section_number] = true;
            else
                matcher->best[rule->section_number] = index + 1;
        }
    }
}

struct owner_verdict owner_matcher_match(struct owner_matcher *matcher, const char *path)
{
    struct owner_verdict verdict = {.state = OWNER_UNMATCHED, .rules = matcher->found};
    if (!matcher->glob_count || !glob_set_match(matcher->set, path, matcher->hits))
        return verdict;
    size_t sections = matcher->owners->section_count;
    memset(matcher->best, 0, sections * sizeof(matcher->best[0]));
    memset(matcher->excluded, 0, sections * sizeof(matcher->excluded[0]));
    take_hits(matcher);
    bool clears_explicitly = false;
    for (size_t i = 0; i < sections; i++) {
        const struct owner_rule *rule =
            matcher->best[i] ? &matcher->owners->rules[matcher->best[i] - 1] : NULL;
        if (!rule && !matcher->excluded[i])
            continue;
        if (rule && rule->owner_count > 0 && !matcher->excluded[i]) {
            verdict.is_explicit = verdict.is_explicit || !rule->everything;
            matcher->found[verdict.rule_count++] = rule;
            continue;
        }
        verdict.state = OWNER_CLEARED;
        clears_explicitly = clears_explicitly || !rule || !rule->everything;
    }
    if (verdict.rule_count > 0)
        verdict.state = OWNER_OWNED;
    else
        verdict.is_explicit = clears_explicitly;
    return verdict;
}

bool owner_matcher_has_matched(const struct owner_matcher *matcher, size_t rule)
{
    return matcher->matched[rule];
}
