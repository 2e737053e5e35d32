#include "cli/exceptions_sign.h"

#include "cli/arguments.h"
#include "cli/exceptions_actions.h"
#include "cli/judging.h"
#include "engine/approval.h"
#include "engine/judge_approval.h"
#include "policy/exception_canonical.h"
#include "source/repository.h"
#include "source/ssh_private_key.h"
#include "source/ssh_signature.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

const char *const exceptions_sign_options[] = {"key", "print", NULL};

/* A signature that is being made. */
struct signing {
    const struct invocation *invocation;
    const struct approval_records *records;
    const struct exception *record;
    struct text canonical;
    const char *root; /* of the work tree */
    const char *path; /* of the signatures, from there; of a register's record from here */
};

/* All of a file, at most `limit` bytes; false, with errno set, when it cannot be read. */
static bool read_file(struct arena *arena, const char *path, size_t limit, int flags,
                      struct text *out)
{
    int descriptor = open(path, O_RDONLY | O_CLOEXEC | flags);
    if (descriptor < 0)
        return false;
    char *bytes = arena_bytes(arena, limit + 1);
    size_t size = 0;
    ssize_t got = 0;
    while (size <= limit && (got = read(descriptor, bytes + size, limit + 1 - size)) > 0)
        size += (size_t)got;
    int error = errno;
    close(descriptor);
    *out = (struct text){bytes, size};
    errno = got < 0 ? error : EFBIG;
    return got >= 0 && size <= limit;
}

static bool is_in_register(const struct signing *signing)
{
    return signing->record->layout == EXCEPTION_IN_REGISTER;
}

/* Where the signatures are written. */
static const char *place_of(const struct signing *signing)
{
    return is_in_register(signing)
               ? signing->path
               : arena_printf(signing->invocation->arena, "%s/%s", signing->root, signing->path);
}

/* The armour of the signatures that are there, hold over the record as it is now, and were
 * made by other keys: those of a version that was changed are of no use any more. */
static const char *keep_others(const struct signing *signing, struct text mine)
{
    struct arena *arena = signing->invocation->arena;
    struct text rest;
    struct buffer kept = BUFFER_EMPTY;
    const char *problem = NULL;
    const char *why = NULL;
    /* A pipe there would hold up who opens it. */
    if (!read_file(arena, place_of(signing), SSH_SIGNATURES_BYTES, O_NOFOLLOW | O_NONBLOCK, &rest))
        return "";
    struct ssh_signature signature;
    for (const char *begin = rest.bytes; ssh_signature_next(&rest, &signature, arena, &problem);
         begin = rest.bytes) {
        bool is_mine = signature.key.size == mine.size && mine.size > 0 &&
                       memcmp(signature.key.bytes, mine.bytes, mine.size) == 0;
        if (!problem && !is_mine &&
            ssh_signature_verify(&signature, EXCEPTION_SIGNATURE_NAMESPACE, signing->canonical,
                                 &why) == SSH_HOLDS)
            buffer_add(&kept, begin, (size_t)(rest.bytes - begin));
    }
    const char *text = arena_strdup(arena, buffer_string(&kept));
    buffer_release(&kept);
    return text;
}

/* The file holds what others signed, too: it is replaced, never cut. */
static struct failure *write_whole(const char *path, const char *text)
{
    struct stat status;
    if (lstat(path, &status) == 0 && !S_ISREG(status.st_mode))
        return failure_new(FAILURE_USAGE, "cannot write '%s': it is no file", path);
    return write_file_whole(path, text, strlen(text));
}

static void say_ssh_keygen(const struct signing *signing, const char *key)
{
    bool others = *keep_others(signing, (struct text){NULL, 0}) != '\0';
    print_error("with ssh-keygen%s:\n"
                "  bylaw exceptions sign %s --print |\n"
                "    ssh-keygen -Y sign -f '%s' -n " EXCEPTION_SIGNATURE_NAMESPACE " %s%s",
                is_in_register(signing) ? "" : ", from the root of the work tree",
                signing->record->id, key, others ? ">>" : ">", signing->path);
}

/* Whether a list that is here knows the key, so that nobody signs in vain. */
static void say_listed(const struct signing *signing, struct text key, const char *public)
{
    struct arena *arena = signing->invocation->arena;
    const char *name = allowed_signers_name(&signing->records->signers, key);
    const char *why = NULL;
    bool approves = false;
    for (size_t i = 0; i < signing->record->approval_count && name; i++) {
        const char *by = signing->record->approvals[i].by;
        int64_t now = (int64_t)judging_today(signing->invocation) * 86400;
        approves = approves ||
                   (by && allowed_signers_find(&signing->records->signers, key, by,
                                               EXCEPTION_SIGNATURE_NAMESPACE, now, arena, &why));
    }
    if (!name)
        print_error("note: '%s' does not list this key yet; it would be the line\n"
                    "  WHO namespaces=\"" EXCEPTION_SIGNATURE_NAMESPACE "\" %s",
                    approval_signers_path, public);
    else if (!approves)
        print_error("note: no approval of '%s' is by whom '%s' lists this key for: add to it\n"
                    "  approvals:\n    - {by: WHO, on: DATE, evidence: record-signature}",
                    signing->record->id, approval_signers_path);
}

static struct failure *sign_with(const struct signing *signing, const struct ssh_key *key,
                                 int *status)
{
    struct arena *arena = signing->invocation->arena;
    const char *armour =
        ssh_key_sign(arena, key, EXCEPTION_SIGNATURE_NAMESPACE, signing->canonical);
    struct text rest = text_of(armour);
    struct ssh_signature signature;
    const char *problem = NULL;
    if (!ssh_signature_next(&rest, &signature, arena, &problem) || problem)
        return failure_new(FAILURE_BUG, "a signature of our own cannot be read");
    TRY(is_in_register(signing) ? exceptions_check_links(signing->root, signing->path, arena)
                                : exceptions_make_folder(signing->root, arena));
    TRY(write_whole(place_of(signing),
                    arena_printf(arena, "%s%s\n", keep_others(signing, signature.key), armour)));
    print_out(arena_printf(arena, "%s\n", signing->path));
    print_error("signed with %s; commit it together with the record",
                ssh_key_fingerprint(arena, signature.key));
    say_listed(signing, signature.key, ssh_key_public(arena, key));
    *status = EXIT_CLEAN;
    return NULL;
}

static struct failure *sign(const struct signing *signing, int *status)
{
    struct arena *arena = signing->invocation->arena;
    const char *path = invocation_text(signing->invocation, "key");
    struct text file;
    struct ssh_key key;
    const char *why = NULL;
    *status = EXIT_USAGE;
    if (!path) {
        print_error("exceptions sign needs --key FILE, a private key of Ed25519");
        say_ssh_keygen(signing, "KEY");
        return NULL;
    }
    if (!read_file(arena, path, SSH_PRIVATE_KEY_BYTES, 0, &file))
        return failure_new(FAILURE_USAGE, "cannot read the key '%s': %s", path, strerror(errno));
    if (!ssh_private_key_read(&key, arena, file, &why)) {
        print_error("'%s' cannot be used here: %s", path, why);
        say_ssh_keygen(signing, path);
        return NULL;
    }
    return sign_with(signing, &key, status);
}

static struct failure *sign_record(struct signing *signing, const char *id, int *status)
{
    const struct exception *record = exceptions_find(&signing->records->set, id);
    *status = EXIT_USAGE;
    if (!record) {
        print_error("there is no record '%s' in the work tree%s", id,
                    exceptions_meant(&signing->records->set, id, signing->invocation->arena));
        return NULL;
    }
    if (record->mistake_count > 0) {
        print_error("'%s' has a mistake, and excuses nothing: %s:%u: %s", id,
                    record->mistakes[0].place.path, record->mistakes[0].place.line,
                    record->mistakes[0].message);
        return NULL;
    }
    signing->record = record;
    signing->canonical = exception_canonical(signing->invocation->arena, record);
    signing->path = exception_signature_path(signing->invocation->arena, record);
    struct stat there;
    if (!invocation_has(signing->invocation, "print") && is_in_register(signing) &&
        lstat(record->place.path, &there) != 0) {
        print_error("'%s' lies in a register that is no folder or file here: sign it where it "
                    "lies, or what --print prints",
                    record->place.path);
        return NULL;
    }
    if (!invocation_has(signing->invocation, "print"))
        return sign(signing, status);
    print_out(signing->canonical.bytes);
    *status = EXIT_CLEAN;
    return NULL;
}

static bool check_options(const struct invocation *invocation)
{
    static const char *const others[] = {"rev",    "worktree", "base", "exceptions-from",
                                         "format", NULL};
    for (size_t i = 0; others[i]; i++)
        if (invocation_has(invocation, others[i])) {
            print_error("exceptions sign does not take --%s", others[i]);
            return false;
        }
    return true;
}

int exceptions_sign(const struct invocation *invocation, const char *id, const char *repository)
{
    struct judge_options options;
    struct diagnostics diagnostics;
    struct approval_records records;
    int status = EXIT_USAGE;
    if (!check_options(invocation) || !judging_options(invocation, repository, &options))
        return EXIT_USAGE;
    options.snapshot = SNAPSHOT_WORK_TREE;
    const char *root = exceptions_root(invocation, repository, &status);
    if (!root)
        return status;
    diagnostics_init(&diagnostics, invocation->arena);
    status = EXIT_TROUBLE;
    struct failure *failure =
        judge_approvals(&records, &options, invocation->arena, &diagnostics, &status);
    if (!failure && status != EXIT_CLEAN) {
        judging_print_diagnostics(invocation, &diagnostics);
        return status;
    }
    struct signing signing = {.invocation = invocation, .records = &records, .root = root};
    if (!failure)
        failure = sign_record(&signing, id, &status);
    if (!failure)
        return status;
    if (failure_kind(failure) == FAILURE_ENVIRONMENT)
        status = EXIT_TROUBLE;
    print_failure(failure);
    failure_free(failure);
    return status;
}
