#include "facts/readiness.h"

#include "facts/governance_document.h"
#include "facts/operations_item.h"
#include "facts/operations_table.h"
#include "facts/paths.h"

#include <string.h>

const char *const readiness_state_names[] = {"open", "bare", "reasoned", "ticked", "evident", NULL};

static bool holds(const char *path, const char *const *words)
{
    for (size_t i = 0; words[i]; i++)
        if (text_find_folded(text_of(path), words[i]) != SIZE_MAX)
            return true;
    return false;
}

/* `prr` and `orr` between marks; as letters they are in other words. */
static bool names_review(const char *path)
{
    static const char *const words[] = {"prr", "orr", NULL};
    for (const char *at = path; *at; at++) {
        bool is_start = at == path || strchr("/-_.", at[-1]) != NULL;
        for (size_t i = 0; is_start && words[i]; i++)
            if (text_starts_with((struct text){at, strlen(at)}, words[i]) &&
                (!at[3] || strchr("/-_.", at[3])))
                return true;
    }
    return false;
}

bool readiness_is_review(const char *path)
{
    static const char *const names[] = {"production-readiness",
                                        "production_readiness",
                                        "operational-readiness",
                                        "operational_readiness",
                                        "readiness-review",
                                        "readiness_review",
                                        "readiness-checklist",
                                        "readiness_checklist",
                                        "launch-checklist",
                                        "launch_checklist",
                                        "go-live-checklist",
                                        "go_live_checklist",
                                        "pre-launch",
                                        "readiness/",
                                        "readiness-reviews/",
                                        NULL};
    static const char *const others[] = {"template", "process", "guide",  "policy",
                                         "readme",   "index",   "how-to", NULL};
    return (holds(path, names) || names_review(path)) && !holds(path_base(path), others) &&
           !document_is_template(path) && document_is_prose(path) &&
           strchr(path_base(path), '.') != NULL;
}

static bool names_evidence(struct text text)
{
    return operations_is_linked(text) || text_find(text, "`") != SIZE_MAX;
}

static size_t count_words(struct arena *arena, struct text text)
{
    return words_read(arena, text).count;
}

/* After 'N/A' or 'not applicable'; false when the text says neither. */
static bool after_not_applicable(struct text text, struct text *rest)
{
    static const char *const marks[] = {"n/a", "not applicable", NULL};
    for (size_t i = 0; marks[i]; i++) {
        size_t at = text_find_folded(text, marks[i]);
        if (at == SIZE_MAX)
            continue;
        size_t end = at + strlen(marks[i]);
        *rest = (struct text){text.bytes + end, text.size - end};
        return true;
    }
    return false;
}

/* A reason has three words at least, or names something. */
static bool is_reason(struct arena *arena, struct text text)
{
    enum { WORDS_LEAST = 3 };
    return count_words(arena, text) >= WORDS_LEAST || names_evidence(text);
}

static void add(struct readiness *out, struct arena *arena, struct text text, size_t line,
                enum readiness_state state)
{
    out->items[out->count++] = (struct readiness_item){
        .text = arena_copy(arena, text), .line = (uint32_t)line + 1, .state = state};
    out->states[state]++;
}

static void read_box(struct readiness *out, struct arena *arena, const struct prose *prose,
                     size_t line, enum operations_box box, struct text text)
{
    struct text whole = operations_whole_item(prose, line), rest;
    enum readiness_state state =
        box == OPERATIONS_TICKED_BOX ? READINESS_IS_TICKED : READINESS_IS_OPEN;
    if (after_not_applicable(whole, &rest))
        state = is_reason(arena, rest) ? READINESS_IS_REASONED : READINESS_IS_BARE;
    else if (box == OPERATIONS_TICKED_BOX && names_evidence(whole))
        state = READINESS_IS_EVIDENT;
    add(out, arena, text, line, state);
}

enum { NO_COLUMN = -1 };

static int column_of(struct arena *arena, const struct text *cells, size_t count,
                     const char *const *words)
{
    for (size_t i = 0; i < count; i++) {
        const char *head = prose_fold(arena, arena_copy(arena, cells[i]));
        for (size_t k = 0; words[k]; k++)
            if (prose_has_phrase(head, words[k]))
                return (int)i;
    }
    return NO_COLUMN;
}

/* The column of the answer of a table of items; NO_COLUMN when it is another table. */
static int answer_column(struct arena *arena, struct text head)
{
    static const char *const answers[] = {"status", "answer",   "done",      "result",
                                          "met",    "complete", "completed", "response",
                                          "yes/no", "pass",     NULL};
    static const char *const asked[] = {"item",         "check",     "question", "requirement",
                                        "requirements", "criterion", "criteria", "control",
                                        "area",         "task",      NULL};
    struct text cells[OPERATIONS_COLUMNS_MAX];
    size_t count = operations_split(head, cells);
    return column_of(arena, cells, count, asked) == NO_COLUMN
               ? NO_COLUMN
               : column_of(arena, cells, count, answers);
}

static bool says_yes(const char *folded)
{
    static const char *const yes[] = {"yes",    "done",     "complete", "completed", "pass",
                                      "passed", "met",      "ok",       "y",         "verified",
                                      "true",   "approved", NULL};
    static const char *const no[] = {"not", "no", "incomplete", "partial", "partially", NULL};
    bool is_yes =
        strstr(folded, "✅") || strstr(folded, "[x]") || strstr(folded, "✔") || strstr(folded, "☑");
    for (size_t i = 0; no[i]; i++)
        if (prose_has_phrase(folded, no[i]))
            return false;
    for (size_t i = 0; yes[i]; i++)
        is_yes = is_yes || prose_has_phrase(folded, yes[i]);
    return is_yes;
}

static void read_row(struct readiness *out, struct arena *arena, struct text row, size_t line,
                     int answer)
{
    struct text cells[OPERATIONS_COLUMNS_MAX], rest;
    size_t count = operations_split(row, cells), reasons = 0;
    if ((size_t)answer >= count)
        return;
    const char *folded = prose_fold(arena, arena_copy(arena, cells[answer]));
    enum readiness_state state = READINESS_IS_OPEN;
    if (after_not_applicable(cells[answer], &rest)) {
        for (size_t i = (size_t)answer + 1; i < count; i++)
            reasons += is_reason(arena, cells[i]);
        state = reasons || is_reason(arena, rest) ? READINESS_IS_REASONED : READINESS_IS_BARE;
    } else if (says_yes(folded)) {
        state = names_evidence(row) ? READINESS_IS_EVIDENT : READINESS_IS_TICKED;
    }
    add(out, arena, cells[0], line, state);
}

static void add_signer(struct readiness *out, struct arena *arena, struct text name)
{
    static const char *const others[] = {"role", "yes", "no", "pending", "date", "signature", NULL};
    name = text_trim(name);
    while (name.size && strchr("*_:`@ ", name.bytes[0])) {
        name.bytes++;
        name.size--;
    }
    const char *copy = arena_copy(arena, name);
    if (operations_is_filled(arena, name) && !strstr(copy, "___") && name.size < 120 &&
        !string_is_one_of(prose_fold(arena, copy), others) &&
        out->signer_count < READINESS_SIGNERS_MAX)
        out->signers[out->signer_count++] = copy;
}

/* `Approved by: Ann Miller, 2026-03-01` */
static void read_label(struct readiness *out, struct arena *arena, struct text line)
{
    static const char *const labels[] = {
        "approved by", "signed off by", "signed-off-by", "signed-off by", "sign-off",
        "sign off",    "reviewed by",   "approver",      "reviewer",      NULL};
    const char *folded = prose_fold(arena, arena_copy(arena, line));
    for (size_t i = 0; labels[i]; i++) {
        const char *at = strstr(folded, labels[i]);
        if (!at || at - folded > 8)
            continue;
        const char *end = at + strlen(labels[i]);
        end += strspn(end, "*_ ");
        if (*end != ':')
            continue;
        size_t from = (size_t)(end + 1 - folded);
        struct text value = {line.bytes + from, line.size - from};
        size_t comma = text_find(value, ",");
        add_signer(out, arena, comma == SIZE_MAX ? value : (struct text){value.bytes, comma});
        return;
    }
}

static bool is_sign_off(const struct prose *prose, size_t section)
{
    static const char *const headings[] = {"sign-off",  "sign-offs",  "signoff",
                                           "sign off",  "approval",   "approvals",
                                           "approvers", "signatures", NULL};
    return prose_section_is_about(prose, section, headings);
}

struct readiness readiness_read(struct arena *arena, const struct prose *prose)
{
    static const char *const names[] = {"name", "approver", "reviewer", "signed",
                                        "by",   "who",      NULL};
    struct readiness out = {.items =
                                ARENA_ARRAY(arena, struct readiness_item, prose->line_count + 1)};
    int answer = NO_COLUMN, signer = NO_COLUMN;
    bool in_table = false;
    for (size_t i = 0; i < prose->line_count; i++) {
        const struct prose_line *line = &prose->lines[i];
        struct text rest, cells[OPERATIONS_COLUMNS_MAX];
        enum operations_box box;
        bool is_row = !line->code && operations_is_row(line->text);
        if (is_row && !in_table) {
            size_t count = operations_split(line->text, cells);
            answer = answer_column(arena, line->text);
            signer = is_sign_off(prose, line->section) ? column_of(arena, cells, count, names)
                                                       : NO_COLUMN;
        } else if (is_row && !operations_is_rule(line->text) && signer != NO_COLUMN) {
            size_t count = operations_split(line->text, cells);
            if ((size_t)signer < count)
                add_signer(&out, arena, cells[signer]);
        } else if (is_row && !operations_is_rule(line->text) && answer != NO_COLUMN) {
            read_row(&out, arena, line->text, i, answer);
        } else if (!line->code && !line->heading && operations_item(line->text, &box, &rest) &&
                   box != OPERATIONS_NO_BOX) {
            read_box(&out, arena, prose, i, box, rest);
        } else if (!line->code && !line->heading) {
            read_label(&out, arena, line->text);
        }
        in_table = is_row;
    }
    return out;
}
