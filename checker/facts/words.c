#include "facts/words.h"

/* No sentence that says anything is longer; without a bound a page that is one
 * sentence would cost its square. */
enum { SENTENCE_WORDS = 80, ANY_WORDS = 4, PATTERN_WORDS = 48 };

struct reading {
    struct arena *arena;
    struct text text;
    struct word *items;
    size_t count, capacity;
    size_t at;
    size_t line_start;
    uint32_t line, sentence, clause;
    bool sentence_has_words, clause_has_words;
};

static bool is_letter(unsigned char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= '0' && byte <= '9') || byte >= 0x80;
}

static unsigned char byte_at(const struct text text, size_t at)
{
    return at < text.size ? (unsigned char)text.bytes[at] : 0;
}

/* The right single quotation mark, which editors write for an apostrophe; the
 * dashes and quotes of U+2010..U+201F part words. */
static bool is_typographic(struct text text, size_t at)
{
    return byte_at(text, at) == 0xe2 && byte_at(text, at + 1) == 0x80 &&
           byte_at(text, at + 2) >= 0x90 && byte_at(text, at + 2) <= 0xa6;
}

static size_t apostrophe_size(struct text text, size_t at)
{
    if (byte_at(text, at) == '\'')
        return 1;
    return is_typographic(text, at) && byte_at(text, at + 2) == 0x99 ? 3 : 0;
}

static void end_clause(struct reading *reading)
{
    if (reading->clause_has_words)
        reading->clause++;
    reading->clause_has_words = false;
}

static void end_sentence(struct reading *reading)
{
    if (reading->sentence_has_words)
        reading->sentence++;
    reading->sentence_has_words = false;
    end_clause(reading);
}

static bool is_blank(unsigned char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n' || byte == 0;
}

/* Does the line that begins here begin something new: is it blank, or a list
 * item, a heading or a table row? */
static bool begins_block(struct text text, size_t at)
{
    while (byte_at(text, at) == ' ' || byte_at(text, at) == '\t' || byte_at(text, at) == '>')
        at++;
    unsigned char byte = byte_at(text, at);
    if (byte == '\r' || byte == '\n' || byte == 0 || byte == '#' || byte == '|' || byte == '=')
        return true;
    if ((byte == '-' || byte == '*' || byte == '+') && is_blank(byte_at(text, at + 1)))
        return true;
    size_t digits = at;
    while (byte_at(text, digits) >= '0' && byte_at(text, digits) <= '9')
        digits++;
    return digits > at && (byte_at(text, digits) == '.' || byte_at(text, digits) == ')') &&
           is_blank(byte_at(text, digits + 1));
}

static bool begins_clause(const char *word)
{
    static const char *const openers[] = {"but", "instead", "rather", "however", "then", NULL};
    return string_is_one_of(word, openers);
}

static void read_word(struct reading *reading)
{
    struct text text = reading->text;
    size_t begin = reading->at, at = begin, size = 0;
    while (at < text.size && is_letter(byte_at(text, at)) && !is_typographic(text, at))
        at++;
    size_t end = at;
    for (;;) {
        size_t skip = apostrophe_size(text, end);
        if (!skip || !is_letter(byte_at(text, end + skip)) || is_typographic(text, end + skip))
            break;
        end += skip;
        while (end < text.size && is_letter(byte_at(text, end)) && !is_typographic(text, end))
            end++;
    }
    char *word = arena_alloc(reading->arena, end - begin + 1, 1);
    for (size_t i = begin; i < end;) {
        size_t skip = apostrophe_size(text, i);
        if (skip) {
            i += skip;
            continue;
        }
        char byte = text.bytes[i++];
        word[size++] = byte >= 'A' && byte <= 'Z' ? (char)(byte - 'A' + 'a') : byte;
    }
    if (begins_clause(word))
        end_clause(reading);
    reading->items = arena_grow(reading->arena, reading->items, reading->count, &reading->capacity,
                                sizeof(*reading->items));
    reading->items[reading->count++] = (struct word){.text = word,
                                                     .offset = begin,
                                                     .line = reading->line,
                                                     .sentence = reading->sentence,
                                                     .clause = reading->clause};
    reading->sentence_has_words = reading->clause_has_words = true;
    reading->at = end;
}

/* `2. ` at the start of a line numbers an item and ends no sentence. */
static bool is_item_number(const struct reading *reading)
{
    size_t at = reading->line_start;
    while (byte_at(reading->text, at) == ' ' || byte_at(reading->text, at) == '\t' ||
           byte_at(reading->text, at) == '>')
        at++;
    size_t digits = at;
    while (byte_at(reading->text, digits) >= '0' && byte_at(reading->text, digits) <= '9')
        digits++;
    return digits == reading->at && digits > at && digits - at <= 3;
}

static void read_mark(struct reading *reading)
{
    struct text text = reading->text;
    unsigned char byte = byte_at(text, reading->at);
    if (is_typographic(text, reading->at)) {
        end_clause(reading);
        reading->at += 3;
        return;
    }
    if (byte == '\n') {
        if (begins_block(text, reading->at + 1) || byte_at(text, reading->line_start) == '#')
            end_sentence(reading);
        reading->line++;
        reading->line_start = reading->at + 1;
    } else if (byte == '.' || byte == '!' || byte == '?') {
        unsigned char next = byte_at(text, reading->at + 1);
        bool ends = is_blank(next) || next == '*' || next == '_' || next == ')' || next == '"';
        if (ends && !is_item_number(reading))
            end_sentence(reading);
    } else if (byte == ';' || byte == '(' || byte == ')' ||
               ((byte == ',' || byte == ':' || byte == '-') &&
                is_blank(byte_at(text, reading->at + 1)))) {
        end_clause(reading);
    } else if (byte == '|') {
        end_sentence(reading);
    }
    reading->at++;
}

struct words words_read(struct arena *arena, struct text text)
{
    struct reading reading = {.arena = arena, .text = text, .line = 1};
    while (reading.at < text.size) {
        if (is_letter(byte_at(text, reading.at)) && !is_typographic(text, reading.at))
            read_word(&reading);
        else
            read_mark(&reading);
    }
    end_sentence(&reading);
    return (struct words){
        .items = reading.items, .count = reading.count, .sentences = reading.sentence};
}

static bool alternative_matches(struct text alternative, const char *word)
{
    if (alternative.size && alternative.bytes[alternative.size - 1] == '*') {
        alternative.size--;
        return strncmp(word, alternative.bytes, alternative.size) == 0;
    }
    return text_equals(alternative, word);
}

static bool token_matches(struct text token, const char *word)
{
    size_t begin = 0;
    for (size_t i = 0; i <= token.size; i++) {
        if (i < token.size && token.bytes[i] != '|')
            continue;
        if (alternative_matches((struct text){token.bytes + begin, i - begin}, word))
            return true;
        begin = i + 1;
    }
    return false;
}

/* Positions that the pattern may stand at after some tokens, as a set: patterns
 * are ours and short, so the set is kept as a window of flags from the start. */
struct window {
    bool reached[PATTERN_WORDS * (ANY_WORDS + 1) + 1];
    size_t size;
};

static void window_add(struct window *window, size_t offset)
{
    window->reached[offset] = true;
    if (offset + 1 > window->size)
        window->size = offset + 1;
}

static struct window window_step(const struct window *from, const struct words *words, size_t at,
                                 size_t to, struct text token)
{
    struct window next = {0};
    bool any = text_equals(token, "...");
    for (size_t i = 0; i < from->size; i++) {
        if (!from->reached[i])
            continue;
        if (!any && at + i < to && token_matches(token, words->items[at + i].text))
            window_add(&next, i + 1);
        for (size_t step = 0; any && step <= ANY_WORDS && at + i + step <= to; step++)
            window_add(&next, i + step);
    }
    return next;
}

static bool match_at(const struct words *words, size_t at, size_t to, const struct text *tokens,
                     size_t token_count, size_t *end)
{
    struct window window = {.reached = {true}, .size = 1};
    for (size_t t = 0; t < token_count && window.size; t++)
        window = window_step(&window, words, at, to, tokens[t]);
    for (size_t i = 0; i < window.size; i++) {
        if (window.reached[i]) {
            *end = at + i;
            return true;
        }
    }
    return false;
}

static size_t split_pattern(const char *pattern, struct text tokens[PATTERN_WORDS])
{
    size_t count = 0;
    while (*pattern && count < PATTERN_WORDS) {
        size_t size = strcspn(pattern, " ");
        tokens[count++] = (struct text){pattern, size};
        pattern += size;
        pattern += *pattern == ' ';
    }
    return count;
}

bool words_match(const struct words *words, size_t at, size_t to, const char *pattern, size_t *end)
{
    struct text tokens[PATTERN_WORDS];
    if (to > words->count)
        to = words->count;
    size_t past, size = strcspn(pattern, " ");
    if (at >= to || !token_matches((struct text){pattern, size}, words->items[at].text))
        return false;
    size_t count = split_pattern(pattern, tokens);
    if (!match_at(words, at, to, tokens, count, &past))
        return false;
    if (end)
        *end = past;
    return true;
}

size_t words_find(const struct words *words, size_t from, size_t to, const char *pattern,
                  size_t *end)
{
    struct text tokens[PATTERN_WORDS];
    size_t count = split_pattern(pattern, tokens);
    if (to > words->count)
        to = words->count;
    for (size_t at = from; count && at < to; at++) {
        size_t past;
        if (!token_matches(tokens[0], words->items[at].text) ||
            !match_at(words, at, to, tokens, count, &past))
            continue;
        if (end)
            *end = past;
        return at;
    }
    return SIZE_MAX;
}

bool words_have_one(const struct words *words, size_t from, size_t to, const char *pattern)
{
    return words_find(words, from, to, pattern, NULL) != SIZE_MAX;
}

bool words_have(const struct words *words, size_t from, size_t to, const char *const *patterns)
{
    for (; *patterns; patterns++) {
        if (words_have_one(words, from, to, *patterns))
            return true;
    }
    return false;
}

void words_sentence(const struct words *words, size_t at, size_t *from, size_t *to)
{
    *from = *to = at;
    if (at >= words->count)
        return;
    while (*from > 0 && at - *from < SENTENCE_WORDS &&
           words->items[*from - 1].sentence == words->items[at].sentence)
        --*from;
    while (*to < words->count && *to - at < SENTENCE_WORDS &&
           words->items[*to].sentence == words->items[at].sentence)
        ++*to;
}

void words_clause(const struct words *words, size_t at, size_t *from, size_t *to)
{
    *from = *to = at;
    if (at >= words->count)
        return;
    while (*from > 0 && at - *from < SENTENCE_WORDS &&
           words->items[*from - 1].clause == words->items[at].clause)
        --*from;
    while (*to < words->count && *to - at < SENTENCE_WORDS &&
           words->items[*to].clause == words->items[at].clause)
        ++*to;
}

size_t words_at(const struct words *words, size_t offset)
{
    size_t low = 0, high = words->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (words->items[middle].offset < offset)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}
