#include "facts/agent.h"

#include "facts/base64.h"
#include "facts/words.h"

#include <string.h>

enum { ENCODED_MIN = 64, TEXT_SHOWN_MAX = 60, IMPORT_MAX = 200 };

/* A text that speaks of attacks, or says what must not be done, does not attack. */
static const char *const warnings[] = {
    "never|avoid|refuse|reject|forbidden|prohibited|untrusted|malicious|suspicious",
    "do|does|must|should|may not",
    "dont|doesnt|shouldnt|cant|cannot",
    "inject*|attack*|jailbreak*|adversar*|phishing|exploit*|smuggl*",
    "for example",
    "such as",
    "e g",
    "rather than",
    "instead of",
    NULL,
};

static const char *const overrides[] = {
    "ignore|disregard|forget|override|bypass all|any|the|your|my|every|these|those "
    "previous|prior|above|earlier|preceding|system|other instruction|instructions|prompt|prompts|"
    "rules|guidelines|directions|context",
    "ignore|disregard|forget|override|bypass all|any|the of the|your|my "
    "previous|prior|above|earlier|preceding instruction|instructions|prompt|prompts|rules",
    "ignore|disregard|forget|override|bypass previous|prior|above|earlier|preceding|all|everything "
    "instruction|instructions|prompt|prompts|rules|above|before",
    NULL,
};

static void add_finding(struct agent_findings *out, enum agent_smell smell, uint32_t line,
                        uint32_t column, struct text text)
{
    if (text.size > TEXT_SHOWN_MAX) {
        text.size = TEXT_SHOWN_MAX;
        /* Not within a character. */
        while (text.size > 0 && ((unsigned char)text.bytes[text.size] & 0xc0) == 0x80)
            text.size--;
    }
    out->items =
        arena_grow(out->arena, out->items, out->count, &out->capacity, sizeof(*out->items));
    out->items[out->count++] = (struct agent_finding){
        .smell = smell,
        .line = line,
        .column = column,
        .count = 1,
        .text = arena_copy(out->arena, text),
    };
}

/* What is quoted is shown, not ordered. */
static bool is_quoted(struct text text, size_t offset)
{
    return offset > 0 && strchr("\"'`*", text.bytes[offset - 1]) != NULL;
}

static void find_overrides(struct agent_findings *out, struct text text, const struct words *words)
{
    for (size_t at = 0, from, to; at<words->count; at = to> at ? to : at + 1) {
        words_sentence(words, at, &from, &to);
        if (words_have(words, from, to, warnings))
            continue;
        for (size_t i = 0; overrides[i]; i++) {
            size_t end = 0, found = words_find(words, from, to, overrides[i], &end);
            if (found == SIZE_MAX || is_quoted(text, words->items[found].offset))
                continue;
            size_t begin = words->items[found].offset;
            struct word last = words->items[end - 1];
            add_finding(out, AGENT_OVERRIDE, words->items[found].line, 1,
                        (struct text){text.bytes + begin, last.offset + strlen(last.text) - begin});
            break;
        }
    }
}

static bool has(struct text line, const char *part)
{
    return text_find_folded(line, part) != SIZE_MAX;
}

/* `curl ... | sh`, `bash <(curl ...)`, `sh -c "$(curl ...)"`, `irm ... | iex`. */
static bool runs_what_it_fetches(struct text line)
{
    static const char *const pipes[] = {"| sh",      "|sh",       "| bash",   "|bash", "| sudo",
                                        "| zsh",     "| python",  "| node",   "| iex", "|iex",
                                        "| /bin/sh", "| /bin/ba", "| env ba", NULL};
    static const char *const substitutes[] = {"<(curl", "<(wget", "$(curl", "$(wget",
                                              "`curl",  "`wget",  NULL};
    if (!has(line, "http://") && !has(line, "https://"))
        return false;
    bool fetches = has(line, "curl ") || has(line, "wget ") || has(line, "irm ") ||
                   has(line, "invoke-webrequest ") || has(line, "iwr ");
    for (size_t i = 0; fetches && pipes[i]; i++)
        if (has(line, pipes[i]))
            return true;
    bool shell = has(line, "sh -c") || has(line, "bash <(") || has(line, "sh <(") ||
                 has(line, "source <(") || has(line, "eval ");
    for (size_t i = 0; shell && substitutes[i]; i++)
        if (has(line, substitutes[i]))
            return true;
    return false;
}

/* Text that somebody put into base64: keys and pictures are no text. */
static bool is_encoded_text(struct arena *arena, struct text run)
{
    struct text plain;
    size_t blanks = 0;
    if (!base64_decode(arena, run, &plain) || plain.size < ENCODED_MIN / 2)
        return false;
    for (size_t i = 0; i < plain.size; i++) {
        unsigned char byte = (unsigned char)plain.bytes[i];
        if ((byte < 0x20 && !strchr("\n\r\t", byte)) || byte == 0 || byte >= 0x7f)
            return false;
        blanks += byte == ' ';
    }
    return blanks >= 3;
}

static void find_encoded(struct agent_findings *out, struct text line, uint32_t number)
{
    for (size_t at = 0; at < line.size;) {
        size_t size = 0;
        while (at + size < line.size && base64_is_digit(line.bytes[at + size]))
            size++;
        struct text run = {line.bytes + at, size};
        if (size >= ENCODED_MIN && is_encoded_text(out->arena, run))
            add_finding(out, AGENT_ENCODED_TEXT, number, (uint32_t)at + 1,
                        (struct text){run.bytes, 16});
        at += size + 1;
    }
}

void agent_find_words(struct agent_findings *out, struct text text)
{
    struct text rest = text, line;
    struct words words = words_read(out->arena, text);
    find_overrides(out, text, &words);
    for (uint32_t number = 1; text_next_line(&rest, &line); number++) {
        find_encoded(out, line, number);
        if (!runs_what_it_fetches(line))
            continue;
        struct words of_line = words_read(out->arena, line);
        if (!words_have(&of_line, 0, of_line.count, warnings))
            add_finding(out, AGENT_REMOTE_SCRIPT, number, 1, text_trim(line));
    }
}

static bool is_path_byte(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= '0' && byte <= '9') || strchr("._/-+", byte) != NULL;
}

static const char *import_at(struct arena *arena, struct text line, size_t at)
{
    size_t size = 0;
    bool begins = at == 0 || strchr(" \t(", line.bytes[at - 1]) != NULL;
    while (at + 1 + size < line.size && line.bytes[at + 1 + size] &&
           is_path_byte(line.bytes[at + 1 + size]))
        size++;
    /* The full stop of a sentence is no part of it. */
    while (size > 0 && line.bytes[at + size] == '.')
        size--;
    if (!begins || !size || size > IMPORT_MAX || line.bytes[at + 1] == '/')
        return NULL;
    return arena_copy(arena, (struct text){line.bytes + at + 1, size});
}

const char *const *agent_imports(struct arena *arena, struct text text)
{
    const char **found = NULL;
    size_t count = 0, capacity = 0;
    struct text line;
    bool fenced = false;
    while (text_next_line(&text, &line)) {
        struct text trimmed = text_trim(line);
        if (text_starts_with(trimmed, "```") || text_starts_with(trimmed, "~~~"))
            fenced = !fenced;
        bool code = fenced;
        for (size_t at = 0; at < line.size; at++) {
            if (line.bytes[at] == '`')
                code = !code;
            const char *import = line.bytes[at] == '@' && !code ? import_at(arena, line, at) : NULL;
            if (!import)
                continue;
            found = arena_grow(arena, found, count, &capacity, sizeof(*found));
            found[count++] = import;
        }
    }
    found = arena_grow(arena, found, count, &capacity, sizeof(*found));
    found[count] = NULL;
    return found;
}
