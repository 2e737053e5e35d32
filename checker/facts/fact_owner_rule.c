/* owner_rule, ownership - the lines of the CODEOWNERS file that counts, and what
 * they say of each file. */
#include "base/limits.h"
#include "facts/gather.h"
#include "facts/owners.h"

enum {
    RULE_PATTERN,
    RULE_OWNERS,
    RULE_VALID,
    RULE_PROBLEM,
    RULE_MATCHES,
    RULE_SYSTEM,
    RULE_SECTION
};

static const struct fact_kind owner_rule_kind = {
    .name = "owner_rule",
    .summary = "A line of the CODEOWNERS file that the forge reads.",
    .key = (const char *const[]){"path", "pattern", NULL},
    .fields =
        (const struct fact_field[]){
            {"pattern", {.kind = TYPE_TEXT}, false, "The files that it is about, as written."},
            {"owners",
             {.kind = TYPE_LIST, .of = TYPE_TEXT},
             false,
             "Its owners, or the section's; without words that are none and placeholders."},
            {"valid",
             {.kind = TYPE_BOOLEAN},
             false,
             "Well-formed for the forge, and no owner is a placeholder."},
            {"problem", {.kind = TYPE_TEXT}, true, "What is wrong, when it is not valid."},
            {"matches_files", {.kind = TYPE_BOOLEAN}, false, "Does a file of the tree match?"},
            {"system",
             {.kind = TYPE_WORD, .words = owner_system_names},
             false,
             "The forge whose rules hold."},
            {"section", {.kind = TYPE_TEXT}, true, "GitLab: the section that it stands in."},
            {0},
        },
};

enum {
    OWNERSHIP_STATE,
    OWNERSHIP_EXPLICIT,
    OWNERSHIP_OWNERS,
    OWNERSHIP_GENERATED,
    OWNERSHIP_VENDORED
};

static const char *const states[] = {
    [OWNER_OWNED] = "owned", [OWNER_CLEARED] = "cleared", [OWNER_UNMATCHED] = "unmatched", NULL};

static const struct fact_kind ownership_kind = {
    .name = "ownership",
    .summary = "A file of the tree and who owns it by CODEOWNERS.",
    .key = (const char *const[]){"path", NULL},
    .fields =
        (const struct fact_field[]){
            {"state",
             {.kind = TYPE_WORD, .words = states},
             false,
             "Cleared: the line that decides names no owner."},
            {"explicit",
             {.kind = TYPE_BOOLEAN},
             false,
             "Is the line that decides more than a bare '*'?"},
            {"owners", {.kind = TYPE_LIST, .of = TYPE_TEXT}, false, "All of its owners."},
            {"generated", {.kind = TYPE_BOOLEAN}, false, "By .gitattributes or convention."},
            {"vendored", {.kind = TYPE_BOOLEAN}, false, "By .gitattributes or convention."},
            {0},
        },
};

static void add_rules(struct fact_writer *writer, const struct owners *owners,
                      const struct owner_matcher *matcher)
{
    struct arena *arena = fact_arena(writer);
    for (size_t i = 0; i < owners->count; i++) {
        const struct owner_rule *rule = &owners->rules[i];
        struct value *cells =
            fact_add(writer, &owner_rule_kind, owners->path, rule->line, 1)->cells;
        cells[RULE_PATTERN] = value_text(rule->pattern);
        cells[RULE_OWNERS] =
            value_texts(arena, (const char *const *)rule->owners, rule->owner_count);
        cells[RULE_VALID] = value_boolean(!rule->problem);
        cells[RULE_PROBLEM] = value_text(rule->problem);
        cells[RULE_MATCHES] = value_boolean(owner_matcher_has_matched(matcher, i));
        cells[RULE_SYSTEM] = value_text(owner_system_names[owners->system]);
        cells[RULE_SECTION] = value_text(rule->section);
    }
}

/* Each owner once, in the order of the sections. */
static struct value owners_of(struct arena *arena, const struct owner_verdict *verdict)
{
    size_t most = 0, count = 0;
    for (size_t i = 0; i < verdict->rule_count; i++)
        most += verdict->rules[i]->owner_count;
    const char **names = ARENA_ARRAY(arena, const char *, most + 1);
    for (size_t i = 0; i < verdict->rule_count; i++) {
        for (size_t o = 0; o < verdict->rules[i]->owner_count; o++) {
            const char *name = verdict->rules[i]->owners[o];
            names[count] = NULL;
            if (!string_is_one_of(name, names))
                names[count++] = name;
        }
    }
    return value_texts(arena, names, count);
}

static void add_ownership(struct fact_writer *writer, const struct fact_repository *repository,
                          const struct owners *owners, struct owner_matcher *matcher)
{
    struct arena *arena = fact_arena(writer);
    const struct snapshot *snapshot = repository->snapshot;
    bool wanted = fact_is_wanted(writer, &ownership_kind);
    bool generated = fact_wants_field(repository, &ownership_kind, "generated");
    bool vendored = fact_wants_field(repository, &ownership_kind, "vendored");
    /* Files that one rule owns share its list. */
    struct value *shared = ARENA_ARRAY(arena, struct value, owners->count + 1);
    for (size_t i = 0; i < snapshot->count; i++) {
        const char *path = snapshot->entries[i].path;
        struct owner_verdict verdict = owner_matcher_match(matcher, path);
        if (!wanted)
            continue;
        struct value *cells = fact_add(writer, &ownership_kind, path, 1, 1)->cells;
        cells[OWNERSHIP_STATE] = value_text(states[verdict.state]);
        cells[OWNERSHIP_EXPLICIT] = value_boolean(verdict.is_explicit);
        if (verdict.rule_count > 1) {
            cells[OWNERSHIP_OWNERS] = owners_of(arena, &verdict);
        } else {
            struct value *list = verdict.rule_count ? &shared[verdict.rules[0] - owners->rules]
                                                    : &shared[owners->count];
            if (list->kind == VALUE_ABSENT)
                *list = owners_of(arena, &verdict);
            cells[OWNERSHIP_OWNERS] = *list;
        }
        if (generated)
            cells[OWNERSHIP_GENERATED] = value_boolean(snapshot_is_generated(snapshot, path));
        if (vendored)
            cells[OWNERSHIP_VENDORED] = value_boolean(snapshot_is_vendored(snapshot, path));
    }
}

/* A file that the forge does not load is there and says nothing. */
static void add_refused(struct fact_writer *writer, const struct owners *owners,
                        const char *problem)
{
    struct value *cells = fact_add(writer, &owner_rule_kind, owners->path, 1, 1)->cells;
    cells[RULE_PATTERN] = value_text("");
    cells[RULE_OWNERS] = value_texts(fact_arena(writer), NULL, 0);
    cells[RULE_VALID] = value_boolean(false);
    cells[RULE_PROBLEM] = value_text(problem);
    cells[RULE_MATCHES] = value_boolean(false);
    cells[RULE_SYSTEM] = value_text(owner_system_names[owners->system]);
}

static struct failure *recognise(struct fact_writer *writer,
                                 const struct fact_repository *repository)
{
    struct arena *arena = fact_arena(writer);
    const char *remote =
        repository->repository ? repository_remote(repository->repository, arena) : NULL;
    struct owners owners = {.section_count = 1};
    bool certain = false;
    const struct entry *entry = owners_find(repository->snapshot, remote, &owners.system, &certain);
    if (entry) {
        owners.path = entry->path;
        struct content content;
        reader_read(repository->reader, entry, LIMIT_BLOB_BYTES, arena, &content);
        if (owners.system == OWNER_GITHUB && content.size > OWNERS_GITHUB_BYTES_MAX)
            add_refused(writer, &owners, "the file is over 3 MB: GitHub does not load it");
        else if (content.state == CONTENT_TEXT)
            owners_parse(&owners, arena, content.text, owners.system, certain);
        else {
            fact_add_gaps(writer, entry->path,
                          content.state == CONTENT_MISSING || content.state == CONTENT_LINK ||
                                  content.state == CONTENT_LFS_POINTER
                              ? UNKNOWN_UNOBSERVABLE
                              : UNKNOWN_UNREADABLE,
                          content.state == CONTENT_LINK
                              ? "CODEOWNERS is a symbolic link"
                              : "the content of CODEOWNERS cannot be read as text");
            return NULL;
        }
    }
    struct owner_matcher *matcher = owner_matcher_new(arena, &owners);
    add_ownership(writer, repository, &owners, matcher);
    add_rules(writer, &owners, matcher);
    return NULL;
}

FACT(owner_rule) = {
    .name = "owner_rule",
    .area = FACT_AREA_OWNERSHIP,
    .summary = "CODEOWNERS of GitHub, GitLab and Bitbucket, and what it says of each file.",
    .version = 1,
    .kinds = (const struct fact_kind *const[]){&owner_rule_kind, &ownership_kind, NULL},
    .recognise_repository = recognise,
};
