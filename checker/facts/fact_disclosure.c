/* disclosure - what a security policy promises: which versions are supported and when a
 * reporter hears back. */
#include "facts/contact.h"
#include "facts/gather.h"
#include "facts/governance_document.h"
#include "facts/prose.h"
#include "facts/residue.h"
#include "facts/template_reading.h"
#include "facts/words_time.h"

enum {
    CELL_SUPPORTED_VERSIONS,
    CELL_RESPONSE_TIME,
    CELL_PLACEHOLDER,
    CELL_CONTINUED,
    CELL_TEMPLATE,
    CELL_UNFILLED,
};

static const struct fact_kind kind = {
    .name = "disclosure",
    .summary = "A security policy and what it promises to those who report.",
    .key = (const char *const[]){"path", NULL},
    .fields =
        (const struct fact_field[]){
            {"supported_versions",
             {.kind = TYPE_BOOLEAN},
             false,
             "Does it say which versions get security fixes?"},
            {"response_time",
             {.kind = TYPE_DURATION},
             true,
             "The shortest time in which it promises an answer."},
            {"placeholder", {.kind = TYPE_BOOLEAN}, false, "Is there residue of a template?"},
            {"continued",
             {.kind = TYPE_BOOLEAN},
             false,
             "Does a page elsewhere state more? Unknown where it says little but where that is."},
            {"template",
             {.kind = TYPE_TEXT},
             true,
             "The template whose words are all that some of its sections say."},
            {"unfilled", {.kind = TYPE_TEXT}, true, "The headings of those sections."},
            {0},
        },
};

static int64_t shortest_response(const struct words *words)
{
    static const char *const promises[] = {
        "respond*",
        "response*",
        "reply",
        "replies",
        "acknowledg*",
        "confirm*",
        "answer*",
        "hear back",
        "get back",
        "receipt",
        "triage*",
        "contact you",
        "initial assessment",
        "follow up",
        "reach out",
        "hear from us",
        "investigat*",
        "update|updates you",
        NULL,
    };
    int64_t shortest = 0;
    for (size_t at = 0; at < words->count; at++) {
        size_t from, to;
        words_sentence(words, at, &from, &to);
        int64_t time = words_time_at(words, at, to);
        if (!time || (shortest && time >= shortest))
            continue;
        if (words_have(words, from, to, promises))
            shortest = time;
    }
    return shortest;
}

static bool says_supported(const struct words *words)
{
    static const char *const wording[] = {
        "supported version|versions|release|releases|branches",
        "version|versions|release|releases|branch|branches ... is|are|will|being|currently ... "
        "supported|maintained|patched",
        "only|support|supports ... latest|newest|current|most ... version|release|minor|major",
        "latest|newest|current|recent ... version|versions|release|releases ... "
        "receive|receives|gets|get|supported|maintained",
        "security fixes|updates|patches|support|releases ... for|to|on|provided|receive|released "
        "... version|versions|release|releases|latest|branch|branches",
        "end of life",
        "eol",
        "long term support",
        "lts",
        "support policy",
        "backport*",
        "fixes ... latest|main|master|supported",
        NULL,
    };
    return words_have(words, 0, words->count, wording);
}

/* The table of GitHub's template: 5.1.x, 5.0.x, 4.0.x, < 4.0. */
static bool is_template_table(struct text text)
{
    return text_find(text, "5.1.x") != SIZE_MAX && text_find(text, "5.0.x") != SIZE_MAX &&
           text_find(text, "4.0.x") != SIZE_MAX && text_find(text, "< 4.0") != SIZE_MAX;
}

/* A page of a few sentences that names no channel but the page of a policy somewhere
 * else says nothing of its own: what holds stands there. */
static bool delegates(struct arena *scratch, const struct prose *prose)
{
    enum { DELEGATION_SENTENCES = 6 };
    static const char *const marks[] = {"secur", "vulnerab", "disclos", NULL};
    if (prose_count_sentences(scratch, prose, 0, prose->line_count) > DELEGATION_SENTENCES)
        return false;
    bool found = false;
    struct contact contact;
    for (size_t from = 0; contact_next(scratch, prose->text, &from, &contact);) {
        const char *owner, *name, *rest;
        if (contact.kind == CONTACT_ADDRESS ||
            (contact_forge_names(scratch, contact.value, &owner, &name, &rest) &&
             strstr(rest, "/advisories")))
            return false;
        for (size_t i = 0; marks[i]; i++)
            found = found || text_find_folded(text_of(contact.value), marks[i]) != SIZE_MAX;
    }
    return found;
}

static void recognise(struct fact_writer *writer, struct fact_file *file)
{
    if (!document_is_prose(file->path) || document_is_template(file->path) ||
        !document_is_of_repository(file->path))
        return;
    struct arena scratch;
    arena_init(&scratch, 1 << 16);
    const struct prose *prose = prose_of_file(writer, file, &scratch);
    if (prose) {
        struct words words = words_read(&scratch, prose->text);
        size_t at = 0, end;
        bool table = is_template_table(prose->text);
        struct template_reading reading = template_reading_of(&scratch, prose);
        bool placeholder = table || residue_next_phrase(&words, &at, &end) || reading.count > 0;
        for (size_t i = 0; i < prose->line_count && !placeholder; i++) {
            struct residue residue;
            size_t from = 0;
            placeholder = residue_next(prose->lines[i].visible, &from, &residue);
        }
        int64_t response = shortest_response(&words);
        struct fact_row *row = fact_add(writer, &kind, NULL, 1, 1);
        row->cells[CELL_SUPPORTED_VERSIONS] = value_boolean(!table && says_supported(&words));
        if (response)
            row->cells[CELL_RESPONSE_TIME] = value_duration(response);
        row->cells[CELL_PLACEHOLDER] = value_boolean(placeholder);
        if (reading.count) {
            row->cells[CELL_TEMPLATE] = fact_text(writer, reading.name);
            row->cells[CELL_UNFILLED] = fact_text(writer, reading.headings);
        }
        struct value elsewhere =
            delegates(&scratch, prose)
                ? value_unknown(fact_arena(writer), UNKNOWN_UNOBSERVABLE,
                                "the policy it points to is not in this repository")
                : (struct value){0};
        row->cells[CELL_CONTINUED] =
            elsewhere.kind == VALUE_UNKNOWN ? elsewhere : value_boolean(false);
        if (elsewhere.kind == VALUE_UNKNOWN && !row->cells[CELL_SUPPORTED_VERSIONS].boolean)
            row->cells[CELL_SUPPORTED_VERSIONS] = elsewhere;
        if (elsewhere.kind == VALUE_UNKNOWN && !response)
            row->cells[CELL_RESPONSE_TIME] = elsewhere;
    }
    arena_release(&scratch);
}

FACT(disclosure) = {
    .name = "disclosure",
    .area = FACT_AREA_SECURITY,
    .summary = "What a security policy promises to those who report.",
    .version = 4,
    .kinds = (const struct fact_kind *const[]){&kind, NULL},
    .paths = (const char *const[]){SECURITY_PATHS, DISCLOSURE_PATHS, NULL},
    .recognise_file = recognise,
};
