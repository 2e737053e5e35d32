#include "source/commit_signature.h"

#include "source/git.h"

static enum commit_signature_kind kind_of(struct text armour)
{
    static const struct {
        const char *beginning;
        enum commit_signature_kind kind;
    } kinds[] = {
        {"-----BEGIN SSH SIGNATURE-----", COMMIT_SIGNED_BY_SSH},
        {"-----BEGIN PGP SIGNATURE-----", COMMIT_SIGNED_BY_PGP},
        {"-----BEGIN PGP MESSAGE-----", COMMIT_SIGNED_BY_PGP},
    };
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
        if (text_starts_with(armour, kinds[i].beginning))
            return kinds[i].kind;
    return COMMIT_SIGNED_OTHERWISE;
}

static struct text keep(struct arena *arena, const git_buf *buffer)
{
    struct text text = {buffer->ptr, buffer->size};
    return (struct text){arena_copy(arena, text), text.size};
}

struct failure *commit_signature_read(struct commit_signature *out, struct repository *repository,
                                      const struct object_id *commit, struct arena *arena)
{
    AUTO(git_buf) armour = GIT_BUF_INIT;
    AUTO(git_buf) signed_ = GIT_BUF_INIT;
    git_oid id = *oid_of(commit);
    *out = (struct commit_signature){.kind = COMMIT_NOT_SIGNED};
    int code = git_commit_extract_signature(&armour, &signed_, repository->git, &id, "gpgsig");
    if (code == GIT_ENOTFOUND && git_error_last() && git_error_last()->klass == GIT_ERROR_OBJECT)
        return NULL;
    if (code != 0)
        return GIT_FAILURE("the signature of a commit");
    out->armour = keep(arena, &armour);
    out->signed_ = keep(arena, &signed_);
    out->kind = kind_of(out->armour);
    return NULL;
}
