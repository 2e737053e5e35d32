#include "engine/approval.h"

#include "base/date.h"
#include "base/limits.h"
#include "engine/approver_team.h"
#include "engine/excuse.h"
#include "engine/line_author.h"
#include "engine/record_author.h"
#include "policy/exception_canonical.h"
#include "policy/exception_compare.h"
#include "policy/person.h"
#include "source/commit_signature.h"
#include "source/entry.h"
#include "source/ssh_signature.h"

#include <string.h>

const char approval_signers_path[] = ".bylaw/allowed_signers";

/* Signatures of one record: more nobody has asked for. */
enum { SIGNATURES_MOST = 16 };

struct prover {
    const struct approval_sources *sources;
    const struct ruleset *ruleset;
    const struct allowed_signers *signers;
    const char *no_signers; /* why nobody is listed; NULL when somebody is */
    struct arena *arena;
};

/* A signature that holds over what it signs, or why it does not. */
struct checked {
    struct ssh_signature signature;
    const char *space; /* what its key must be listed for, */
    int64_t time;      /* and when */
    enum ssh_verdict verdict;
    const char *why;
};

/* One record, while its approvals are looked at. */
struct case_ {
    struct exception *record;
    int wanted; /* evidence, by the gravest of its rules in force */
    const struct approver_demand *demands;
    size_t demand_count;
    struct repository *repository;         /* that the record lies in; NULL: in none */
    const struct object_id *head;          /* of its history there */
    const struct exception_event *changed; /* NULL: not known */
    const char *history_unknown;           /* why */
    const char *author;                    /* who wrote it, where that is asked; NULL: unknown */
    const char *author_unknown;            /* why */
    struct checked signatures[SIGNATURES_MOST];
    size_t signature_count;
    const char *no_signature; /* why there is none */
    struct commit_signature commit;
    struct checked commit_signature;
    const char *no_commit_signature;
    bool commit_is_unknown;
};

bool approval_is_trailer(const char *key)
{
    static const char *const keys[] = {"Exception-Approved-by", "Approved-by", "Reviewed-by", NULL};
    for (size_t i = 0; keys[i]; i++)
        if (string_equals_folded(key, keys[i]))
            return true;
    return false;
}

/* Does the value of a trailer name the person: as all of it, or within <>? */
static bool names_person(const char *value, const char *by)
{
    struct text text = text_trim(text_of(value));
    const char *open = memchr(text.bytes, '<', text.size);
    size_t begin = open ? (size_t)(open - text.bytes) + 1 : 0;
    const char *close = open ? memchr(open, '>', text.size - (begin - 1)) : NULL;
    struct text name = text_trim((struct text){text.bytes, open ? begin - 1 : text.size});
    struct text address =
        close ? (struct text){open + 1, (size_t)(close - open) - 1} : (struct text){text.bytes, 0};
    size_t size = strlen(by);
    return (name.size == size && text_find_folded(name, by) == 0) ||
           (address.size == size && text_find_folded(address, by) == 0);
}

int approval_evidence_of_commit(const struct history_commit *commit, const char *by)
{
    if (is_same_person(commit->author.email, by) || is_same_person(commit->committer.email, by))
        return EXCEPTION_EVIDENCE_COMMIT;
    for (size_t i = 0; i < commit->trailer_count; i++)
        if (approval_is_trailer(commit->trailers[i].key) &&
            names_person(commit->trailers[i].value, by))
            return EXCEPTION_EVIDENCE_TRAILER;
    return EXCEPTION_EVIDENCE_DECLARED;
}

bool approvals_ask_history(const struct ruleset *ruleset)
{
    const struct approval_limits *limits = &ruleset->exceptions.approving;
    bool asks = (limits->duties & 1u << DUTY_RECORD_AUTHOR) != 0;
    for (size_t i = 0; i < APPROVAL_SEVERITIES; i++)
        asks = asks || limits->evidence[i] > EXCEPTION_EVIDENCE_DECLARED;
    return asks;
}

static bool lists_team(const struct approver_demand *demand)
{
    for (size_t i = 0; demand->from && demand->from[i]; i++)
        if (approver_is_team(demand->from[i]))
            return true;
    return false;
}

bool approvals_ask_teams(const struct ruleset *ruleset)
{
    const struct approval_limits *limits = &ruleset->exceptions.approving;
    for (size_t i = 0; i < APPROVAL_SEVERITIES; i++)
        for (size_t k = 0; k < limits->approver_counts[i]; k++)
            if (lists_team(&limits->approvers[i][k]))
                return true;
    return false;
}

static struct failure *read_signers(struct prover *prover, struct allowed_signers *out)
{
    struct text text = {"", 0};
    TRY(text_of_snapshot(prover->sources->policy, approval_signers_path, ALLOWED_SIGNERS_BYTES,
                         prover->arena, &text, &prover->no_signers));
    allowed_signers_read(out, prover->arena, text);
    if (!prover->no_signers && out->count == 0)
        prover->no_signers =
            arena_printf(prover->arena, "'%s' lists nobody", approval_signers_path);
    prover->signers = out;
    return NULL;
}

/* Of its rules in force; false when there is none. */
static bool find_gravest(const struct ruleset *ruleset, const struct exception *record,
                         enum severity *out)
{
    bool is_in_force = false;
    *out = SEVERITY_INFO;
    for (size_t i = 0; i < ruleset->count; i++) {
        const struct setting *setting = &ruleset->settings[i];
        if (!exception_names_rule(record, setting->rule))
            continue;
        is_in_force = true;
        *out = setting->severity > *out ? setting->severity : *out;
    }
    return is_in_force;
}

int64_t approvals_needed(const struct exception *record, const struct ruleset *ruleset)
{
    const struct approval_limits *limits = &ruleset->exceptions.approving;
    int64_t needed = exception_approvals_needed(record, &ruleset->exceptions);
    enum severity gravest;
    if (!find_gravest(ruleset, record, &gravest))
        return needed;
    for (size_t i = 0; i < limits->approver_counts[gravest]; i++)
        needed = limits->approvers[gravest][i].count > needed ? limits->approvers[gravest][i].count
                                                              : needed;
    return needed;
}

/* What is asked of a record: by the gravest of its rules in force. */
static void find_demands(const struct prover *prover, struct case_ *case_)
{
    const struct approval_limits *limits = &prover->ruleset->exceptions.approving;
    enum severity gravest;
    if (!find_gravest(prover->ruleset, case_->record, &gravest))
        return;
    case_->wanted = limits->evidence[gravest];
    case_->demands = limits->approvers[gravest];
    case_->demand_count = limits->approver_counts[gravest];
}

/* The signatures that lie beside the record, over what it says now. */
static struct failure *read_signatures(const struct prover *prover, struct case_ *case_)
{
    const struct approval_sources *sources = prover->sources;
    const struct snapshot *snapshot =
        case_->record->pending && sources->proposed ? sources->proposed : sources->records;
    const char *path = exception_signature_path(prover->arena, case_->record);
    struct text file = {"", 0};
    if (case_->record->layout == EXCEPTION_IN_REGISTER)
        TRY(register_signatures_read(sources->signatures, case_->record, &file,
                                     &case_->no_signature));
    else
        TRY(text_of_snapshot(snapshot, path, SSH_SIGNATURES_BYTES, prover->arena, &file,
                             &case_->no_signature));
    struct text canonical = exception_canonical(prover->arena, case_->record);
    struct checked *next = case_->signatures;
    const char *problem = NULL;
    while (case_->signature_count < SIGNATURES_MOST &&
           ssh_signature_next(&file, &next->signature, prover->arena, &problem)) {
        next->space = EXCEPTION_SIGNATURE_NAMESPACE;
        next->time = (int64_t)sources->today * SECONDS_A_DAY;
        next->verdict = SSH_DOES_NOT_HOLD;
        next->why = problem;
        if (!problem)
            next->verdict = ssh_signature_verify(&next->signature, EXCEPTION_SIGNATURE_NAMESPACE,
                                                 canonical, &next->why);
        next = &case_->signatures[++case_->signature_count];
    }
    if (!case_->no_signature && case_->signature_count == 0)
        case_->no_signature = arena_printf(prover->arena, "'%s' holds no SSH signature", path);
    struct ssh_signature another;
    if (case_->signature_count == SIGNATURES_MOST &&
        ssh_signature_next(&file, &another, prover->arena, &problem))
        case_->no_signature = arena_printf(prover->arena,
                                           "'%s' holds more than %d signatures: only the first are "
                                           "looked at",
                                           path, SIGNATURES_MOST);
    return NULL;
}

bool approval_is_of_as_much(const struct exception *then, const struct exception *now,
                            const struct ruleset *ruleset)
{
    return then && !exception_ends_later(then, now, ruleset) &&
           then->valid_from <= now->valid_from &&
           exception_reach(then, now) != EXCEPTION_REACH_WIDER;
}

static void find_commit(const struct prover *prover, struct case_ *case_)
{
    const struct exception_history *history = prover->sources->history;
    struct exception_past past;
    if (!history)
        return;
    case_->repository = prover->sources->repository;
    /* A commit here that touches a record of the same id granted another record. */
    if (case_->record->layout == EXCEPTION_IN_REGISTER) {
        const struct register_history *own =
            register_history_of(prover->sources->registers, case_->record);
        case_->repository = own ? own->repository : NULL;
        history = own ? &own->history : NULL;
    }
    if (!history) {
        case_->no_commit_signature =
            "it stands in a register that lies in no repository of its own: no commit granted it";
        return;
    }
    case_->head = &history->head;
    if (case_->record->pending) {
        case_->no_commit_signature = "it is only in the head: no commit of the base granted it";
        return;
    }
    if (history->truncated) {
        case_->history_unknown = history->truncated;
        return;
    }
    exception_past_of(&past, history, case_->record, prover->arena);
    if (!past.changed || !past.changed->commit)
        case_->no_commit_signature = "no commit granted it yet";
    else if (!approval_is_of_as_much(past.changed->after, case_->record, prover->ruleset))
        case_->no_commit_signature = "it was changed behind the commit that granted it";
    else
        case_->changed = past.changed;
}

/* GitHub signs what is merged in its web interface itself: that tells nothing of who
 * approved what. */
static bool is_web_interface(const struct history_commit *commit)
{
    return is_same_person(commit->committer.email, "noreply@github.com");
}

static const char *no_signature_of(const struct case_ *case_)
{
    switch (case_->commit.kind) {
    case COMMIT_NOT_SIGNED:
        return "the commit that granted it is not signed";
    case COMMIT_SIGNED_BY_PGP:
        return is_web_interface(case_->changed->commit)
                   ? "the commit that granted it is signed by GitHub's web interface, which "
                     "proves nothing about who approved"
                   : "the commit that granted it is signed with PGP, which cannot be verified "
                     "here";
    case COMMIT_SIGNED_OTHERWISE:
        return "the commit that granted it has a signature of a kind that cannot be verified here";
    case COMMIT_SIGNED_BY_SSH:
        return NULL;
    }
    return NULL;
}

static struct failure *read_commit_signature(const struct prover *prover, struct case_ *case_)
{
    struct checked *checked = &case_->commit_signature;
    const char *problem = NULL;
    if (!case_->changed)
        return NULL;
    TRY(commit_signature_read(&case_->commit, case_->repository, &case_->changed->commit->id,
                              prover->arena));
    case_->no_commit_signature = no_signature_of(case_);
    case_->commit_is_unknown =
        case_->commit.kind == COMMIT_SIGNED_OTHERWISE ||
        (case_->commit.kind == COMMIT_SIGNED_BY_PGP && !is_web_interface(case_->changed->commit));
    if (case_->no_commit_signature)
        return NULL;
    struct text armour = case_->commit.armour;
    checked->space = "git";
    checked->time = case_->changed->commit->committer.time;
    checked->verdict = SSH_DOES_NOT_HOLD;
    if (!ssh_signature_next(&armour, &checked->signature, prover->arena, &problem) || problem)
        checked->why = problem ? problem : "it holds no SSH signature";
    else
        checked->verdict =
            ssh_signature_verify(&checked->signature, "git", case_->commit.signed_, &checked->why);
    case_->commit_is_unknown = checked->verdict == SSH_UNKNOWN;
    return NULL;
}

/* Whose approval of the record the key proves already: who has two names in the list is one
 * person, and approves once. NULL: nobody's. */
static const char *taken_by(const struct case_ *case_, const char *key, const char *by)
{
    for (size_t i = 0; i < case_->record->approval_count; i++) {
        const struct exception_approval *other = &case_->record->approvals[i];
        if (other->proof && other->proof->key && strcmp(other->proof->key, key) == 0 &&
            !is_same_person(other->by, by))
            return other->by;
    }
    return NULL;
}

/* Why a signature does not prove the approval of that person; NULL: it does, by `out->key`. */
static const char *refusal(const struct prover *prover, const struct case_ *case_,
                           const struct checked *checked, const char *by,
                           struct approval_proof *out)
{
    struct arena *arena = prover->arena;
    const char *reason = NULL;
    if (checked->verdict != SSH_HOLDS)
        return checked->why;
    if (prover->no_signers)
        return prover->no_signers;
    if (!allowed_signers_find(prover->signers, checked->signature.key, by, checked->space,
                              checked->time, arena, &reason))
        return arena_printf(arena, "of '%s', %s", approval_signers_path, reason);
    const char *key = ssh_key_fingerprint(arena, checked->signature.key);
    const char *other = taken_by(case_, key, by);
    if (other)
        return arena_printf(arena, "its key approved as '%s' already", other);
    out->key = key;
    return NULL;
}

/* One of the record's signatures, whichever. */
static bool is_record_signed(const struct prover *prover, struct case_ *case_, const char *by,
                             struct approval_proof *out)
{
    const char *closest = case_->no_signature;
    for (size_t i = 0; i < case_->signature_count; i++) {
        const struct checked *checked = &case_->signatures[i];
        const char *why = refusal(prover, case_, checked, by, out);
        if (!why)
            return true;
        /* A signature that holds, by somebody else, says least about why this one is missing. */
        if (!closest || checked->verdict != SSH_HOLDS)
            closest = why;
        if (checked->verdict == SSH_UNKNOWN)
            out->proved_unknown = why;
    }
    out->no_signature =
        case_->no_signature
            ? case_->no_signature
            : arena_printf(prover->arena, "the signature beside the record: %s", closest);
    return false;
}

static bool is_commit_signed(const struct prover *prover, struct case_ *case_, const char *by,
                             struct approval_proof *out)
{
    const char *why = case_->no_commit_signature;
    if (case_->changed && !why) {
        why = refusal(prover, case_, &case_->commit_signature, by, out);
        if (!why)
            return true;
        why = arena_printf(prover->arena, "the signature of the commit that granted it: %s", why);
    }
    if (case_->commit_is_unknown || case_->history_unknown)
        out->proved_unknown = case_->history_unknown ? case_->history_unknown : why;
    out->no_commit = why ? why : case_->history_unknown;
    return false;
}

/* A commit whose own signature does not hold was changed, and its names with it. */
static bool is_forged(const struct case_ *case_)
{
    return case_->commit.kind == COMMIT_SIGNED_BY_SSH &&
           case_->commit_signature.verdict == SSH_DOES_NOT_HOLD;
}

/* The best that is proved, and why it is not better. */
static void prove(const struct prover *prover, struct case_ *case_, const char *by,
                  struct approval_proof *out)
{
    out->wanted = case_->wanted;
    if (is_record_signed(prover, case_, by, out)) {
        out->evidence = EXCEPTION_EVIDENCE_RECORD_SIGNATURE;
        out->proved_unknown = NULL;
    } else if (is_commit_signed(prover, case_, by, out)) {
        out->evidence = EXCEPTION_EVIDENCE_SIGNED_COMMIT;
    } else if (case_->changed && !is_forged(case_)) {
        out->evidence = approval_evidence_of_commit(case_->changed->commit, by);
    }
}

const char *approval_why_less(const struct approval_proof *proof, int than, struct arena *arena)
{
    if (proof->evidence >= than)
        return NULL;
    if (than == EXCEPTION_EVIDENCE_RECORD_SIGNATURE)
        return proof->no_signature;
    if (than == EXCEPTION_EVIDENCE_SIGNED_COMMIT && proof->no_commit)
        return proof->no_commit;
    const char *no_commit = "the commit that granted it is neither theirs nor names them";
    return proof->no_commit && proof->evidence == EXCEPTION_EVIDENCE_DECLARED
               ? arena_printf(arena, "%s; %s", no_commit, proof->no_commit)
               : no_commit;
}

/* Does the demand list them, by name or as members of a team? `unknown`: a team whose members
 * are not known. */
static bool lists(const struct prover *prover, const struct approver_demand *demand, const char *by,
                  const char **unknown)
{
    if (approver_is_listed(demand, by))
        return true;
    for (size_t i = 0; demand->from[i]; i++) {
        if (!approver_is_team(demand->from[i]))
            continue;
        enum team_answer answer =
            prover->sources->entities
                ? approver_team_has(prover->sources->entities, demand->from[i], by)
                : TEAM_UNKNOWN;
        if (answer == TEAM_MEMBER)
            return true;
        if (answer == TEAM_UNKNOWN)
            *unknown = demand->from[i];
    }
    return false;
}

static void entitle(const struct prover *prover, const struct case_ *case_, const char *by,
                    struct approval_proof *out)
{
    const char *team = NULL;
    out->is_entitled = case_->demand_count == 0;
    for (size_t i = 0; i < case_->demand_count && !out->is_entitled; i++)
        out->is_entitled = lists(prover, &case_->demands[i], by, &team);
    if (!out->is_entitled && team)
        out->entitled_unknown = arena_printf(
            prover->arena, "whether '%s' is in '%s' is not known: no entry of a catalogue tells it",
            by, team);
}

static bool asks_author(const struct prover *prover)
{
    return prover->ruleset->exceptions.approving.duties & 1u << DUTY_RECORD_AUTHOR;
}

static struct failure *find_author(const struct prover *prover, struct case_ *case_)
{
    if (!asks_author(prover))
        return NULL;
    if (!case_->changed) {
        case_->author_unknown =
            case_->history_unknown ? case_->history_unknown : case_->no_commit_signature;
        return NULL;
    }
    return record_author_find(&case_->author, case_->repository, case_->head,
                              case_->changed->commit, case_->changed->path, prover->arena,
                              &case_->author_unknown);
}

static bool is_address(const char *by)
{
    return by[0] != '@' && strchr(by, '@');
}

static const char no_address[] = "it is no address that a commit could be compared with";

static bool wrote_lines(const struct line_authors *authors, const char *by)
{
    for (size_t i = 0; i < authors->count; i++)
        if (is_same_person(authors->addresses[i], by))
            return true;
    return false;
}

/* Who wrote the commit that granted or last extended the record, or lines that it excuses, may
 * not approve it, where the policies say so. That somebody did is told before what is not known. */
static void separate(const struct prover *prover, const struct case_ *case_, const char *by,
                     struct approval_proof *out)
{
    const struct line_authors *lines = case_->record->line_authors;
    bool asks = asks_author(prover);
    out->is_separate = true;
    if (asks && !case_->author_unknown && is_same_person(case_->author, by)) {
        out->is_separate = false;
    } else if (lines && wrote_lines(lines, by)) {
        out->is_separate = false;
        out->is_about_lines = true;
    } else if (asks && (case_->author_unknown || !is_address(by))) {
        out->separate_unknown = case_->author_unknown ? case_->author_unknown : no_address;
    } else if (lines && (lines->unknown || (lines->count > 0 && !is_address(by)))) {
        out->separate_unknown = lines->unknown ? lines->unknown : no_address;
        out->is_about_lines = true;
    }
}

static const char *wanted_words(const struct prover *prover, const struct approval_proof *proof)
{
    return arena_printf(prover->arena, "the policy asks for %s: %s",
                        exception_evidence_words[proof->wanted],
                        approval_why_less(proof, proof->wanted, prover->arena));
}

static void set_fault(struct approval_proof *out, enum approval_fault fault, const char *message)
{
    out->fault = fault;
    out->message = message;
}

/* Why a record with this approval is invalid whatever the policies say (E604); NULL: it is not. */
static const char *why_own(const struct exception *record, const char *by)
{
    return is_same_person(record->requested_by, by) ? "they asked for it themselves"
           : is_same_person(record->owner, by)      ? "they own it"
                                                    : NULL;
}

/* What is known of it is told before what is not. */
static void find_fault(const struct prover *prover, const struct exception *record, const char *by,
                       struct approval_proof *out)
{
    const char *own = why_own(record, by);
    const char *wrote =
        out->is_about_lines ? "wrote lines that it excuses" : "wrote the record themselves";
    if (!out->is_entitled)
        set_fault(out, APPROVAL_NOT_ENTITLED,
                  out->entitled_unknown ? out->entitled_unknown
                                        : "the policy does not list them as an approver");
    else if (own)
        set_fault(out, APPROVAL_NOT_SEPARATE, own);
    else if (!out->is_separate)
        set_fault(out, APPROVAL_NOT_SEPARATE, arena_printf(prover->arena, "they %s", wrote));
    else if (out->evidence < out->wanted)
        set_fault(out, APPROVAL_NOT_PROVED, wanted_words(prover, out));
    else if (out->separate_unknown && !record->pending) /* a proposal counts for nothing yet */
        set_fault(out, APPROVAL_NOT_SEPARATE,
                  arena_printf(prover->arena, "whether they %s is not known: %s", wrote,
                               out->separate_unknown));
}

/* People among those listed whose approvals count, each once. */
static int64_t count_listed(const struct prover *prover, const struct exception *record,
                            const struct approver_demand *demand)
{
    int64_t count = 0;
    const char *unknown = NULL;
    for (size_t i = 0; i < record->approval_count; i++) {
        const struct exception_approval *approval = &record->approvals[i];
        bool is_new = exception_approval_counts(record, approval, prover->sources->today) &&
                      lists(prover, demand, approval->by, &unknown);
        for (size_t k = 0; k < i && is_new; k++)
            is_new =
                !is_same_person(record->approvals[k].by, approval->by) ||
                !exception_approval_counts(record, &record->approvals[k], prover->sources->today);
        count += is_new;
    }
    return count;
}

static void find_lack(const struct prover *prover, const struct case_ *case_)
{
    struct exception *record = case_->record;
    for (size_t i = 0; i < case_->demand_count && !record->unapproved; i++) {
        const struct approver_demand *demand = &case_->demands[i];
        int64_t count = count_listed(prover, record, demand);
        if (count < demand->count)
            record->unapproved = arena_printf(
                prover->arena, "%s must approve it%s%s, and %lld did",
                approver_demand_words(prover->arena, demand),
                case_->wanted > 0 ? ", proved by " : "",
                case_->wanted > 0 ? exception_evidence_words[case_->wanted] : "", (long long)count);
    }
}

static struct failure *prove_record(const struct prover *prover, struct exception *record)
{
    struct case_ case_ = {.record = record};
    record->unapproved = NULL;
    for (size_t i = 0; i < record->approval_count; i++)
        record->approvals[i].proof = NULL;
    find_demands(prover, &case_);
    find_commit(prover, &case_);
    TRY(find_author(prover, &case_));
    if (record->approval_count > 0) {
        TRY(read_signatures(prover, &case_));
        TRY(read_commit_signature(prover, &case_));
    }
    for (size_t i = 0; i < record->approval_count; i++) {
        struct exception_approval *approval = &record->approvals[i];
        if (!approval->by)
            continue;
        struct approval_proof *proof = ARENA_NEW(prover->arena, struct approval_proof);
        prove(prover, &case_, approval->by, proof);
        entitle(prover, &case_, approval->by, proof);
        separate(prover, &case_, approval->by, proof);
        find_fault(prover, record, approval->by, proof);
        approval->proof = proof;
    }
    find_lack(prover, &case_);
    return NULL;
}

struct failure *approvals_prove(struct exception_set *set, const struct ruleset *ruleset,
                                const struct approval_sources *sources,
                                struct allowed_signers *signers, struct arena *arena)
{
    struct prover prover = {.sources = sources, .ruleset = ruleset, .arena = arena};
    TRY(read_signers(&prover, signers));
    for (size_t i = 0; i < set->count; i++) {
        bool is_doubted = set->items[i].layout == EXCEPTION_INLINE && set->items[i].unapproved;
        if (!is_doubted) /* else its own history is what is missing */
            TRY(prove_record(&prover, &set->items[i]));
    }
    return NULL;
}
