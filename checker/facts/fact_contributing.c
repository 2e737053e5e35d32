/* contributing - what a CONTRIBUTING page asks of a change. */
#include "facts/commands.h"
#include "facts/gather.h"
#include "facts/governance_document.h"
#include "facts/residue.h"
#include "facts/template_reading.h"

enum {
    CELL_ROOT,
    CELL_TESTS,
    CELL_REVIEW,
    CELL_SIGN_OFF,
    CELL_TEST_COMMAND,
    CELL_SENTENCES,
    CELL_PLACEHOLDER
};

/* What a page that only points to another has at most. */
enum { DELEGATION_SENTENCES = 6 };

static const struct fact_kind kind = {
    .name = "contributing",
    .summary = "A page for contributors and what it asks of a change.",
    .key = (const char *const[]){"path", NULL},
    .fields =
        (const struct fact_field[]){
            {"root",
             {.kind = TYPE_BOOLEAN},
             false,
             "Does it stand for the whole repository (in the root, .github/ or docs/)?"},
            {"tests", {.kind = TYPE_BOOLEAN}, false, "Does it ask for tests, or for running them?"},
            {"review",
             {.kind = TYPE_BOOLEAN},
             false,
             "Does it say that changes are reviewed, or by whom?"},
            {"sign_off",
             {.kind = TYPE_BOOLEAN},
             false,
             "Does it ask for a sign-off (DCO) or a contributor's agreement?"},
            {"test_command", {.kind = TYPE_BOOLEAN}, false, "Is there a command that tests?"},
            {"sentences", {.kind = TYPE_INTEGER}, false, "Sentences of prose in the whole page."},
            {"placeholder", {.kind = TYPE_BOOLEAN}, false, "Is there residue of a template?"},
            {0},
        },
};

static bool has_residue(struct arena *scratch, const struct prose *prose, const struct words *words)
{
    size_t from = 0, end;
    if (residue_next_phrase(words, &from, &end) || template_reading_of(scratch, prose).count)
        return true;
    for (size_t i = 0; i < prose->line_count; i++) {
        struct residue residue;
        for (size_t at = 0; residue_next(prose->lines[i].visible, &at, &residue);) {
            if (residue.sort == RESIDUE_INSERT || residue.sort == RESIDUE_LOREM ||
                (residue.sort == RESIDUE_TODO && !prose->lines[i].heading))
                return true;
        }
    }
    return false;
}

/* Does one of the patterns match within a sentence that neither denies it nor, by
 * `other` (or NULL), speaks of something else? */
static bool states(const struct words *words, const char *const *patterns, const char *const *other)
{
    static const char *const denials[] = {"not required|needed|necessary",
                                          "no ... required|needed",
                                          "dont need",
                                          "do not need",
                                          "without",
                                          "no need",
                                          "never ... test",
                                          NULL};
    for (size_t at = 0; at < words->count; at++) {
        for (const char *const *pattern = patterns; *pattern; pattern++) {
            size_t from, to, end = 0;
            if (!words_match(words, at, words->count, *pattern, &end))
                continue;
            words_sentence(words, at, &from, &to);
            if (end <= to && !words_have(words, from, to, denials) &&
                (!other || !words_have(words, from, to, other)))
                return true;
        }
    }
    return false;
}

static bool has_link(const struct prose *prose)
{
    for (size_t i = 0; i < prose->line_count; i++) {
        struct text line = prose->lines[i].text;
        if (text_find(line, "](") != SIZE_MAX || text_find(line, "http") != SIZE_MAX ||
            text_find(line, "]:") != SIZE_MAX || text_find(line, ".. include::") != SIZE_MAX)
            return true;
    }
    return false;
}

/* A page that only points to another says nothing of its own. */
static struct value stated(struct fact_writer *writer, bool states_it, bool delegates)
{
    if (!states_it && delegates)
        return value_unknown(fact_arena(writer), UNKNOWN_UNOBSERVABLE,
                             "the page points to another one, which is not read");
    return value_boolean(states_it);
}

static const char *const tests[] = {
    ("add|adding|write|writing|include|including|provide|update|need|needs|new|more|contain|"
     "contains ... test|tests"),
    "run|running|pass|passes|passing|execute ... test|tests",
    "test|tests ... pass|passes|passing|run|green",
    "test suite",
    "test coverage",
    "covered by ... tests",
    "unit test|tests",
    "testing",
    "tested",
    "test cases",
    NULL,
};
/* Who reviews, what is reviewed, or that it must be: to review a guide or to be an
 * approved licence is none of them. */
static const char *const review[] = {
    ("maintainer|maintainers|committer|committers|owner|owners|member|members|team|teams|"
     "somebody|someone|person|people|peer|peers|colleague|colleagues|developer|developers|"
     "engineer|engineers|approver|approvers|lead|leads|moderators|collaborator|collaborators "
     "... review|reviews|reviewed|reviewing|approve|approves|approved|approval|approvals"),
    ("change|changes|pr|prs|pull|request|requests|patch|patches|contribution|contributions|"
     "submission|submissions|commit|commits|mr|mrs|merge|merged|merging|work|branch "
     "... review|reviews|reviewed|reviewing|approve|approved|approves|approval|approvals"),
    ("require|requires|required|need|needs|needed|get|gets|wait|waits|await|awaits|receive|"
     "receives|request|requests|ask|one|two|least ... approval|approvals|review|reviews|lgtm"),
    "code|peer|design review|reviews|reviewed",
    "review process|period|cycle|cycles|policy|comments|feedback|requests|request",
    "reviewed|approved by",
    "review|reviews|approval|approvals ... by|from|required|needed",
    "approving|pending|under|awaiting|for|in|during|after|before review|reviews",
    "we|us|will|shall|i review",
    "we will|shall|try|aim ... review|reviewing",
    "reviewing|reviews ... pr|prs|patch|patches|change|changes|requests|contributions",
    "to|can|could review ... pr|prs|patch|patches|change|changes|request|requests|contribution",
    "reviewer|reviewers",
    "codeowners",
    NULL,
};
static const char *const no_review[] = {
    ("review|reviewing|reviewed|reviews|approved|approve ... "
     "guide|guides|guideline|guidelines|conduct|"
     "documentation|docs|document|documents|policy|policies|readme|terms|licence|licences|"
     "license|licenses|section|instructions|checklist|list|purpose|vendor|vendors|design|"
     "designs|proposal|proposals|issue|issues|idea|ideas"),
    "havent|hasnt|not ... reviewed|approved",
    NULL,
};
static const char *const sign_off[] = {
    "sign off",
    "signed off by",
    "signoff",
    "dco",
    "developer certificate of origin",
    "cla",
    "contributor license agreement",
    "contributor licence agreement",
    "contributors license agreement",
    "git commit s",
    NULL,
};

static void recognise(struct fact_writer *writer, struct fact_file *file)
{
    if (!document_is_prose(file->path) || document_is_template(file->path))
        return;
    struct arena scratch;
    arena_init(&scratch, 1 << 16);
    const struct prose *prose = prose_of_file(writer, file, &scratch);
    if (prose) {
        struct words words = words_read(&scratch, prose->text);
        struct words visible = words_read(&scratch, prose->visible);
        struct commands commands = commands_read(&scratch, prose);
        bool test_command = commands_count(&commands, COMMAND_TEST) > 0;
        struct fact_row *row = fact_add(writer, &kind, NULL, 1, 1);
        row->cells[CELL_ROOT] = value_boolean(document_is_of_repository(file->path));
        size_t sentences = prose_count_sentences(&scratch, prose, 0, prose->line_count);
        bool delegates = sentences <= DELEGATION_SENTENCES && has_link(prose);
        row->cells[CELL_TESTS] =
            stated(writer, test_command || states(&visible, tests, NULL), delegates);
        row->cells[CELL_REVIEW] = stated(writer, states(&visible, review, no_review), delegates);
        row->cells[CELL_SIGN_OFF] = stated(writer, states(&words, sign_off, NULL), delegates);
        row->cells[CELL_TEST_COMMAND] = stated(writer, test_command, delegates);
        row->cells[CELL_SENTENCES] = value_integer((int64_t)sentences);
        row->cells[CELL_PLACEHOLDER] = value_boolean(has_residue(&scratch, prose, &visible));
    }
    arena_release(&scratch);
}

FACT(contributing) = {
    .name = "contributing",
    .area = FACT_AREA_DOCUMENTS,
    .summary = "What a CONTRIBUTING page asks of a change.",
    .version = 2,
    .kinds = (const struct fact_kind *const[]){&kind, NULL},
    .paths = (const char *const[]){CONTRIBUTING_PATHS, NULL},
    .recognise_file = recognise,
};
