#include "facts/adr.h"

#include "facts/residue.h"
#include "facts/templates.h"

#include <string.h>

const char *const adr_family_names[] = {"status",   "context",          "drivers",  "options",
                                        "decision", "consequences",     "outcome",  "related",
                                        "links",    "more_information", "audit",    "confirmation",
                                        "summary",  "motivation",       "proposal", NULL};
const char *const adr_section_state_names[] = {"filled", "empty", "template", "absent", NULL};

enum { TEMPLATE_WORDS_MAX = 1500 };

/* Whole headings first, then what a longer one may hold; the first hit counts, so
 * the narrower names stand above the wider. */
static const struct {
    const char *phrase;
    enum adr_family family;
    bool whole; /* the heading is no more than that */
} names[] = {
    {"status", ADR_FAMILY_STATUS, true},
    {"adr status", ADR_FAMILY_STATUS, true},
    {"current status", ADR_FAMILY_STATUS, true},
    {"state", ADR_FAMILY_STATUS, true},
    {"summary", ADR_FAMILY_SUMMARY, true},
    {"summary and motivation", ADR_FAMILY_SUMMARY, true},
    {"abstract", ADR_FAMILY_SUMMARY, true},
    {"motivation", ADR_FAMILY_MOTIVATION, true},
    {"and motivation", ADR_FAMILY_MOTIVATION, false},
    {"motivation and", ADR_FAMILY_MOTIVATION, false},
    {"proposal", ADR_FAMILY_PROPOSAL, true},
    {"proposal for", ADR_FAMILY_PROPOSAL, false},
    {"proposed solution", ADR_FAMILY_PROPOSAL, true},
    {"proposed design", ADR_FAMILY_PROPOSAL, true},
    {"audit", ADR_FAMILY_AUDIT, true},
    {"confirmation", ADR_FAMILY_CONFIRMATION, true},
    {"validation", ADR_FAMILY_CONFIRMATION, true},
    {"links", ADR_FAMILY_LINKS, true},
    {"references", ADR_FAMILY_LINKS, true},
    {"related decisions", ADR_FAMILY_RELATED, false},
    {"related adrs", ADR_FAMILY_RELATED, false},
    {"related records", ADR_FAMILY_RELATED, false},
    {"related", ADR_FAMILY_RELATED, true},
    {"supersedes", ADR_FAMILY_RELATED, true},
    {"superseded by", ADR_FAMILY_RELATED, true},
    {"relations", ADR_FAMILY_RELATED, true},
    {"more information", ADR_FAMILY_MORE, false},
    {"further information", ADR_FAMILY_MORE, false},
    {"decision outcome", ADR_FAMILY_DECISION, false},
    {"decision drivers", ADR_FAMILY_DRIVERS, false},
    {"drivers", ADR_FAMILY_DRIVERS, true},
    {"forces", ADR_FAMILY_DRIVERS, true},
    {"considered options", ADR_FAMILY_OPTIONS, false},
    {"options considered", ADR_FAMILY_OPTIONS, false},
    {"considered alternatives", ADR_FAMILY_OPTIONS, false},
    {"alternatives considered", ADR_FAMILY_OPTIONS, false},
    {"alternatives", ADR_FAMILY_OPTIONS, true},
    {"options", ADR_FAMILY_OPTIONS, true},
    {"positions", ADR_FAMILY_OPTIONS, true},
    {"context", ADR_FAMILY_CONTEXT, true},
    {"the context", ADR_FAMILY_CONTEXT, true},
    {"context and problem statement", ADR_FAMILY_CONTEXT, false},
    {"problem statement", ADR_FAMILY_CONTEXT, false},
    {"context and background", ADR_FAMILY_CONTEXT, false},
    {"background", ADR_FAMILY_CONTEXT, true},
    {"context and", ADR_FAMILY_CONTEXT, false},
    {"the problem", ADR_FAMILY_CONTEXT, true},
    {"problem", ADR_FAMILY_CONTEXT, true},
    {"issue", ADR_FAMILY_CONTEXT, true},
    {"situation", ADR_FAMILY_CONTEXT, true},
    {"why", ADR_FAMILY_CONTEXT, true},
    {"problem description", ADR_FAMILY_CONTEXT, true},
    {"decision", ADR_FAMILY_DECISION, true},
    {"decisions", ADR_FAMILY_DECISION, true},
    {"the decision", ADR_FAMILY_DECISION, true},
    {"our decision", ADR_FAMILY_DECISION, true},
    {"the existing decision", ADR_FAMILY_DECISION, true},
    {"existing decision", ADR_FAMILY_DECISION, true},
    {"decision and", ADR_FAMILY_DECISION, false},
    {"decision making", ADR_FAMILY_DECISION, true},
    {"decision made", ADR_FAMILY_DECISION, true},
    {"resolution", ADR_FAMILY_DECISION, true},
    {"solution", ADR_FAMILY_DECISION, true},
    {"chosen option", ADR_FAMILY_DECISION, false},
    {"chosen solution", ADR_FAMILY_DECISION, false},
    {"consequences", ADR_FAMILY_CONSEQUENCES, false},
    {"consequence", ADR_FAMILY_CONSEQUENCES, true},
    {"implications", ADR_FAMILY_CONSEQUENCES, true},
    {"rationale", ADR_FAMILY_CONSEQUENCES, true},
    {"impact", ADR_FAMILY_CONSEQUENCES, true},
    {"impacts", ADR_FAMILY_CONSEQUENCES, true},
    {"consquences|consequenses|consecuences|consequnces", ADR_FAMILY_CONSEQUENCES, false},
    {"considerations", ADR_FAMILY_CONSEQUENCES, true},
    {"results", ADR_FAMILY_CONSEQUENCES, true},
    {"results effects", ADR_FAMILY_CONSEQUENCES, true},
    {"outcome", ADR_FAMILY_CONSEQUENCES, true},
    {"outcomes", ADR_FAMILY_CONSEQUENCES, true},
    {"trade offs", ADR_FAMILY_CONSEQUENCES, false},
    {"tradeoffs", ADR_FAMILY_CONSEQUENCES, false},
    {"pros and cons", ADR_FAMILY_CONSEQUENCES, true},
    {"advantages and disadvantages", ADR_FAMILY_CONSEQUENCES, true},
    /* French, German, Spanish, Portuguese. */
    {"statut|estado", ADR_FAMILY_STATUS, true},
    {"contexte|kontext|contexto", ADR_FAMILY_CONTEXT, false},
    {"options envisag*", ADR_FAMILY_OPTIONS, false},
    {"opciones|opções considera*", ADR_FAMILY_OPTIONS, false},
    {"alternativen|alternativas", ADR_FAMILY_OPTIONS, true},
    {"résultat de la décision", ADR_FAMILY_DECISION, false},
    {"décision|entscheidung|decisión|decisão", ADR_FAMILY_DECISION, true},
    {"conséquences|konsequenzen|folgen|consecuencias|consequências", ADR_FAMILY_CONSEQUENCES,
     false},
    /* Ukrainian and Russian; Japanese and Chinese. Only ASCII is folded. */
    {"статус|Статус", ADR_FAMILY_STATUS, true},
    {"контекст|Контекст", ADR_FAMILY_CONTEXT, false},
    {"альтернативи|Альтернативи|альтернативы|Альтернативы", ADR_FAMILY_OPTIONS, false},
    {"рішення|Рішення|решение|Решение", ADR_FAMILY_DECISION, true},
    {"наслідки|Наслідки|последствия|Последствия", ADR_FAMILY_CONSEQUENCES, false},
    {"ステータス|状态|狀態", ADR_FAMILY_STATUS, true},
    {"コンテキスト|背景|上下文", ADR_FAMILY_CONTEXT, true},
    {"選択肢|代替案", ADR_FAMILY_OPTIONS, true},
    {"決定|决定|决策|決策", ADR_FAMILY_DECISION, true},
    {"結果|影響|后果|影响|後果", ADR_FAMILY_CONSEQUENCES, true},
};

enum { NAMES = sizeof(names) / sizeof(names[0]) };

static bool is_number(const char *word)
{
    return word[strspn(word, "0123456789")] == '\0';
}

static enum adr_family family_of_words(const struct words *words)
{
    size_t from = words->count > 1 && is_number(words->items[0].text) ? 1 : 0;
    for (size_t i = 0; i < NAMES; i++) {
        size_t end = 0;
        size_t last = names[i].whole ? from + 1 : words->count;
        for (size_t at = from; at < last && at < words->count; at++)
            if (words_match(words, at, words->count, names[i].phrase, &end) &&
                (!names[i].whole || end == words->count ||
                 (end + 1 == words->count && is_number(words->items[end].text))))
                return names[i].family;
    }
    return ADR_FAMILY_NONE;
}

/* `Decision: log conventions` and `Context (2023)` are what stands in front. */
enum adr_family adr_family_of(struct arena *scratch, const char *heading)
{
    struct words words = words_read(scratch, text_of(heading));
    enum adr_family family = family_of_words(&words);
    size_t size = strcspn(heading, ":(");
    if (family != ADR_FAMILY_NONE || !heading[size])
        return family;
    words = words_read(scratch, (struct text){heading, size});
    return family_of_words(&words);
}

/* The words of templates that hold the placeholders together. A line of them alone
 * says nothing. */
static const char *const scaffolding[] = {
    "chosen option",
    "good because",
    "bad because",
    "neutral because",
    "because",
    "comes out best see below",
    "argument a|b|c|d",
    "option|title 1|2|3|4",
    "driver|link|example 1|2|3|4",
    "and so on",
    "etc",
    NULL,
};

/* Sentences of further templates that people start from; each tells the author what
 * to write. */
static const char *const instructions[] = {
    "the issue motivating this decision and any context",
    "the change that were proposing or have agreed",
    "what becomes easier or more difficult to do and any risks",
    "what becomes easier or more difficult to do because of this change",
    "what is the issue that were seeing that is motivating",
    "what is the change that were proposing",
    "what is the change that we are proposing",
    "what is the issue that we are seeing that is motivating",
    "this section describes the forces at play",
    "this section describes our response to these forces",
    "this section describes the resulting context after applying",
    "describe here the forces that influence the design decision",
    "describe here our response to these forces",
    "describe here the resulting context after applying",
    "describe the context and problem statement",
    "describe the problem statement and context",
    "what is the status such as proposed accepted",
    "all consequences should be listed here not just the positive ones",
    "this section contains a summary of the consequences",
    NULL,
};

enum { BRACKET_BYTES_MAX = 800 };

/* The bracket that closes the one at `from`; SIZE_MAX when there is none near.
 * `weight` tells words and alternatives within. */
static size_t end_of_bracket(const char *text, size_t size, size_t from, size_t *weight)
{
    char close = text[from] == '{' ? '}' : ']';
    size_t depth = 0, blanks = 0, bars = 0;
    for (size_t end = from; end < size && end - from < BRACKET_BYTES_MAX; end++) {
        depth += text[end] == text[from];
        depth -= text[end] == close;
        blanks += text[end] == ' ' && text[end + 1] != ' ';
        bars += text[end] == '|';
        if (depth)
            continue;
        *weight = blanks + (bars ? 2 : 0);
        return end;
    }
    return SIZE_MAX;
}

/* `{...}` and `[...]` of several words, over line ends too, and no link. `raw` is the
 * same text with the targets of links, which tell. */
static size_t blank_brackets(char *text, const char *raw, size_t size)
{
    size_t found = 0;
    for (size_t i = 0; i < size; i++) {
        bool square = text[i] == '[';
        size_t weight = 0;
        size_t end = square || text[i] == '{' ? end_of_bracket(text, size, i, &weight) : SIZE_MAX;
        if (end == SIZE_MAX)
            continue;
        bool link = square && end + 1 < size && adr_is_among(raw[end + 1], "([:");
        if (link || weight < (square ? 3 : 1))
            continue;
        for (size_t at = i; at <= end; at++)
            if (text[at] != '\n')
                text[at] = ' ';
        found++;
        i = end;
    }
    return found;
}

static void blank_words(char *text, const struct words *words, size_t from, size_t to)
{
    size_t begin = words->items[from].offset;
    size_t end = words->items[to - 1].offset + strlen(words->items[to - 1].text);
    for (size_t i = begin; i < end; i++)
        if (text[i] != '\n')
            text[i] = ' ';
}

static size_t blank_instructions(struct arena *scratch, char *text, size_t size)
{
    struct words words = words_read(scratch, (struct text){text, size});
    size_t found = 0;
    for (size_t at = 0, end; residue_next_phrase(&words, &at, &end); found++) {
        size_t from, to;
        words_sentence(&words, at, &from, &to);
        blank_words(text, &words, from, to);
        at = to > at ? to : at + 1;
    }
    for (size_t at = 0; at < words.count; at++) {
        for (const char *const *phrase = instructions; *phrase; phrase++) {
            size_t from, to;
            if (!words_match(&words, at, words.count, *phrase, NULL))
                continue;
            words_sentence(&words, at, &from, &to);
            blank_words(text, &words, from, to);
            found++;
            break;
        }
    }
    return found;
}

static size_t blank_residue(char *text, size_t size)
{
    size_t found = 0;
    struct text rest = {text, size}, line;
    while (text_next_line(&rest, &line)) {
        struct residue residue;
        for (size_t from = 0; residue_next(line, &from, &residue); found++)
            memset(text + (residue.text.bytes - text), ' ', residue.text.size);
    }
    return found;
}

static size_t blank_scaffolding(struct arena *scratch, char *text, size_t size)
{
    struct words words = words_read(scratch, (struct text){text, size});
    size_t found = 0;
    for (size_t at = 0; at < words.count; at++) {
        size_t from, to, end = 0;
        words_sentence(&words, at, &from, &to);
        for (const char *const *phrase = scaffolding; *phrase; phrase++) {
            if (!words_match(&words, at, to, *phrase, &end))
                continue;
            blank_words(text, &words, at, end);
            found++;
            break;
        }
    }
    return found;
}

static bool says_nothing(const struct words *words, enum adr_family family)
{
    /* To say that there are no links is an answer; that there is no decision is none. */
    bool matters = family == ADR_FAMILY_CONTEXT || family == ADR_FAMILY_OPTIONS ||
                   family == ADR_FAMILY_DECISION || family == ADR_FAMILY_CONSEQUENCES;
    static const char *const nothing[] = {"none",    "n a",   "na",      "not applicable",
                                          "nothing", "to do", "unknown", NULL};
    for (size_t i = 0; matters && nothing[i]; i++) {
        size_t end = 0;
        if (words_match(words, 0, words->count, nothing[i], &end) && end == words->count)
            return true;
    }
    return false;
}

static bool is_fence(struct text line)
{
    line = text_trim(line);
    return text_starts_with(line, "```") || text_starts_with(line, "~~~");
}

/* A line of code that is more than what is to be put in its place. */
static bool has_code(struct arena *scratch, const struct prose *prose, size_t first, size_t end)
{
    for (size_t i = first; i < end; i++) {
        struct text line = text_trim(prose->lines[i].text);
        if (prose->lines[i].code && line.size && !is_fence(line) &&
            !residue_is_whole(scratch, line))
            return true;
    }
    return false;
}

/* Code spans and images are no words, and yet something that somebody put there. */
static bool has_marks_of_content(struct text text)
{
    return text_find(text, "![") != SIZE_MAX || text_find(text, "`") != SIZE_MAX ||
           text_find(text, "](") != SIZE_MAX || text_find(text, "http") != SIZE_MAX ||
           text_find(text, "image::") != SIZE_MAX || text_find(text, "<img") != SIZE_MAX;
}

/* The lines of a section without its headings and fences: what is seen of them, and the same
 * with the targets of links. Does any of them hold a mark of content? */
static bool take_lines(struct arena *scratch, const struct prose *prose, size_t first, size_t end,
                       struct text *seen, const char **raw)
{
    struct buffer buffer = BUFFER_EMPTY, raw_buffer = BUFFER_EMPTY;
    bool marks = false;
    for (size_t i = first; i < end; i++) {
        struct text line = prose->lines[i].visible, whole = prose->lines[i].text;
        if (!prose->lines[i].heading && !is_fence(whole)) {
            buffer_add(&buffer, line.bytes, line.size);
            buffer_add(&raw_buffer, whole.bytes, line.size);
            marks = marks || (!prose->lines[i].code && has_marks_of_content(whole));
        }
        buffer_add_byte(&buffer, '\n');
        buffer_add_byte(&raw_buffer, '\n');
    }
    seen->bytes = arena_copy(scratch, (struct text){buffer_string(&buffer), buffer.size});
    seen->size = buffer.size;
    *raw = arena_copy(scratch, (struct text){buffer_string(&raw_buffer), raw_buffer.size});
    buffer_release(&buffer);
    buffer_release(&raw_buffer);
    return marks;
}

enum adr_section_state adr_state_of_lines(struct arena *scratch, const struct prose *prose,
                                          size_t first, size_t end, enum adr_family family)
{
    if (end > prose->line_count)
        end = prose->line_count;
    if (first >= end)
        return ADR_EMPTY;
    if (has_code(scratch, prose, first, end))
        return ADR_FILLED;
    struct text seen;
    const char *raw;
    bool marks = take_lines(scratch, prose, first, end, &seen, &raw);
    size_t size = seen.size;
    char *text = arena_copy(scratch, seen);
    struct words before = words_read(scratch, (struct text){text, size});
    if (!before.count && text_trim((struct text){text, size}).size < 2 && !marks)
        return ADR_EMPTY;
    if (says_nothing(&before, family))
        return ADR_EMPTY;
    /* No template is that long. */
    if (before.count > TEMPLATE_WORDS_MAX)
        return ADR_FILLED;
    size_t found = blank_instructions(scratch, text, size);
    found += blank_brackets(text, raw, size);
    found += blank_residue(text, size);
    size_t scaffold = blank_scaffolding(scratch, text, size);
    struct words left = words_read(scratch, (struct text){text, size});
    if (marks && !found)
        return ADR_FILLED;
    if (!left.count)
        return found || scaffold ? ADR_TEMPLATE : before.count ? ADR_FILLED : ADR_EMPTY;
    bool is_template = (found > 0 && left.count <= 2 * found) ||
                       template_explains(templates_builtin(), scratch, &before, text);
    return is_template && !marks ? ADR_TEMPLATE : ADR_FILLED;
}
