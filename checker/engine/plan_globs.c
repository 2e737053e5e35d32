#include "engine/plan_globs.h"

#include "engine/plan_part.h"

struct named_glob {
    size_t number;
    size_t *users;
    size_t count, capacity;
};

static struct failure *name_glob(struct plan_globs *globs, struct plan *plan, struct table *named,
                                 const char *written, struct named_glob **out)
{
    *out = table_find(named, written);
    if (*out)
        return NULL;
    const struct glob *glob = plan_glob(plan, written);
    if (!glob)
        return failure_new(FAILURE_BUG, "malformed glob '%s'", written);
    *out = ARENA_NEW(plan->arena, struct named_glob);
    (*out)->number = glob_set_add(globs->set, glob);
    table_set(named, written, *out);
    return NULL;
}

struct failure *plan_globs_make(struct plan_globs *out, struct plan *plan,
                                const struct plan_glob_user *users, size_t count)
{
    struct arena *arena = plan->arena;
    struct table named;
    table_init(&named, arena);
    size_t total = 0;
    struct plan_globs globs = {.set = glob_set_new(arena)};
    for (size_t i = 0; i < count; i++)
        for (size_t g = 0; users[i].globs && users[i].globs[g]; g++) {
            struct named_glob *glob;
            TRY(name_glob(&globs, plan, &named, users[i].globs[g], &glob));
            glob->users =
                arena_grow(arena, glob->users, glob->count, &glob->capacity, sizeof(*glob->users));
            glob->users[glob->count++] = users[i].number;
            total++;
        }
    glob_set_build(globs.set);
    globs.count = glob_set_count(globs.set);
    globs.first = ARENA_ARRAY(arena, size_t, globs.count + 1);
    globs.users = ARENA_ARRAY(arena, size_t, total + 1);
    /* Entries of the table are in the order of their numbers. */
    size_t at = 0;
    for (size_t i = 0; i < named.count; i++) {
        const struct named_glob *glob = named.entries[i].value;
        globs.first[glob->number] = at;
        for (size_t k = 0; k < glob->count; k++)
            globs.users[at++] = glob->users[k];
    }
    globs.first[globs.count] = at;
    *out = globs;
    return NULL;
}

size_t plan_globs_words(const struct plan_globs *globs)
{
    return (globs->count + 63) / 64 + 1;
}

bool plan_globs_match(const struct plan_globs *globs, const char *path, uint64_t *hits,
                      unsigned char *wanting)
{
    if (!globs->set || !glob_set_match(globs->set, path, hits))
        return false;
    for (size_t word = 0; word * 64 < globs->count; word++)
        for (uint64_t bits = hits[word]; bits; bits &= bits - 1) {
            size_t glob = word * 64 + (size_t)__builtin_ctzll(bits);
            for (size_t i = globs->first[glob]; i < globs->first[glob + 1]; i++)
                wanting[globs->users[i]] = 1;
        }
    return true;
}
