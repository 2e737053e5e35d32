#include "facts/adr.h"

#include "base/date.h"
#include "facts/residue.h"

#include <string.h>

const char *const adr_format_names[] = {"nygard", "madr",  "structured", "y_statement",
                                        "kep",    "other", NULL};
const char *const adr_status_names[] = {"draft",       "proposed",   "accepted",
                                        "implemented", "rejected",   "deferred",
                                        "deprecated",  "superseded", NULL};
const char *const adr_status_state_names[] = {"known", "other", "template", "missing", NULL};
const char *const adr_source_names[] = {"field", "section", "line", NULL};
const char *const adr_verb_names[] = {"supersedes", "superseded_by", "amends",  "amended_by",
                                      "clarifies",  "clarified_by",  "relates", NULL};

static const struct {
    const char *phrase;
    enum adr_status status;
} phrases[] = {
    {"draft", ADR_DRAFT},
    {"wip", ADR_DRAFT},
    {"work in progress", ADR_DRAFT},
    {"idea", ADR_DRAFT},
    {"provisional", ADR_DRAFT},
    {"proposed", ADR_PROPOSED},
    {"proposal", ADR_PROPOSED},
    {"pending", ADR_PROPOSED},
    {"open", ADR_PROPOSED},
    {"review", ADR_PROPOSED},
    {"under review", ADR_PROPOSED},
    {"under discussion", ADR_PROPOSED},
    {"in review", ADR_PROPOSED},
    {"in discussion", ADR_PROPOSED},
    {"in consideration", ADR_PROPOSED},
    {"undecided", ADR_PROPOSED},
    {"last call", ADR_PROPOSED},
    {"rfc", ADR_PROPOSED},
    {"accepted", ADR_ACCEPTED},
    {"accept", ADR_ACCEPTED},
    {"approved", ADR_ACCEPTED},
    {"agreed", ADR_ACCEPTED},
    {"decided", ADR_ACCEPTED},
    {"adopted", ADR_ACCEPTED},
    {"active", ADR_ACCEPTED},
    {"implementable", ADR_ACCEPTED},
    {"ratified", ADR_ACCEPTED},
    {"final", ADR_ACCEPTED},
    {"partly superseded|superceded|replaced", ADR_ACCEPTED},
    {"partially superseded|superceded|replaced", ADR_ACCEPTED},
    {"implemented", ADR_IMPLEMENTED},
    {"done", ADR_IMPLEMENTED},
    {"complete", ADR_IMPLEMENTED},
    {"completed", ADR_IMPLEMENTED},
    {"rejected", ADR_REJECTED},
    {"declined", ADR_REJECTED},
    {"withdrawn", ADR_REJECTED},
    {"abandoned", ADR_REJECTED},
    {"cancelled", ADR_REJECTED},
    {"canceled", ADR_REJECTED},
    {"not accepted", ADR_REJECTED},
    {"deferred", ADR_DEFERRED},
    {"on hold", ADR_DEFERRED},
    {"postponed", ADR_DEFERRED},
    {"parked", ADR_DEFERRED},
    {"deprecated", ADR_DEPRECATED},
    {"obsolete", ADR_DEPRECATED},
    {"obsoleted", ADR_DEPRECATED},
    {"retired", ADR_DEPRECATED},
    {"superseded", ADR_SUPERSEDED},
    {"superceded", ADR_SUPERSEDED},
    {"superseeded", ADR_SUPERSEDED},
    {"supersceded", ADR_SUPERSEDED},
    {"replaced", ADR_SUPERSEDED},
    {"obsoleted by", ADR_SUPERSEDED},
    /* French, German, Spanish, Portuguese. */
    {"proposé|proposée|vorgeschlagen|propuesto|propuesta|proposto", ADR_PROPOSED},
    {"accepté|acceptée|akzeptiert|angenommen|aceptado|aceptada|aceito", ADR_ACCEPTED},
    {"rejeté|rejetée|abgelehnt|rechazado|rechazada|rejeitado", ADR_REJECTED},
    {"remplacé|remplacée|abgelöst|ersetzt|reemplazado|reemplazada|substituído", ADR_SUPERSEDED},
    /* Ukrainian and Russian; Japanese and Chinese. */
    {"запропоновано|Запропоновано|предложено|Предложено", ADR_PROPOSED},
    {"прийнято|Прийнято|принято|Принято", ADR_ACCEPTED},
    {"відхилено|Відхилено|отклонено|Отклонено", ADR_REJECTED},
    {"застаріло|Застаріло|устарело|Устарело", ADR_DEPRECATED},
    {"замінено|Замінено|заменено|Заменено", ADR_SUPERSEDED},
    {"提案|提案中|提議|提议", ADR_PROPOSED},
    {"採択|採択済み|承認|承認済み|採用|決定|已接受|接受|已采纳", ADR_ACCEPTED},
    {"却下|撤回|已拒绝|已拒絕", ADR_REJECTED},
    {"廃止|非推奨|已废弃|已弃用", ADR_DEPRECATED},
    {"置換|置き換え|已取代|已替代", ADR_SUPERSEDED},
};

enum { PHRASES = sizeof(phrases) / sizeof(phrases[0]) };

/* What was struck out no longer holds. */
static void blank_struck(char *text)
{
    char *from;
    while ((from = strstr(text, "~~")) != NULL) {
        char *to = strstr(from + 2, "~~");
        size_t size = to ? (size_t)(to + 2 - from) : 2;
        memset(from, ' ', size);
    }
}

/* Ticks and other pictures in front of a word. */
static void blank_symbols(char *text)
{
    size_t size = strlen(text), taken = 0;
    for (size_t at = 0; at < size; at += taken) {
        uint32_t code = 0;
        taken = utf8_decode(text + at, size - at, &code);
        /* U+3000 and U+FF00 on: the brackets and stops of Japanese and Chinese. */
        if ((code >= 0x2000 && code <= 0x2bff) || (code >= 0x3000 && code <= 0x303f) ||
            (code >= 0xff00 && code <= 0xff0f) || (code >= 0xff1a && code <= 0xff20) ||
            code == 0xfe0f || code >= 0x1f000)
            memset(text + at, ' ', taken);
        if (!taken)
            return;
    }
}

static size_t count_bars(const char *text)
{
    size_t bars = 0;
    for (; *text; text++)
        bars += *text == '|';
    return bars;
}

/* `{proposed | accepted}`, `[proposed | accepted]`, `proposed | accepted`; not the
 * link `[Accepted](...)`, nor the reference `[accepted]`. */
static bool is_template(const struct words *words, const char *text)
{
    if (!words->count || residue_is_value(text))
        return true;
    unsigned known = 0;
    for (size_t at = 0; at < words->count; at++)
        for (size_t i = 0; i < PHRASES; i++)
            known += words_match(words, at, words->count, phrases[i].phrase, NULL);
    static const char *const asked[] = {"status", "put status here", "current status", "adr status",
                                        NULL};
    if (words->count <= 3)
        for (size_t i = 0; asked[i]; i++)
            if (words_match(words, 0, words->count, asked[i], NULL))
                return true;
    size_t bars = count_bars(text);
    if (bars >= 1 && known >= 2)
        return true;
    const char *open = strchr(text, '{');
    return open && (bars > 0 || known > 1 || open == text);
}

static bool is_hedged(const struct words *words, size_t at)
{
    static const char *const hedges[] = {
        "part|parts|partially|partly|section|sections|not|no|never|to|may|might|will|would|if|"
        "until|when|unless|could|should|effectively|essentially|mostly|largely",
        NULL};
    size_t from = at >= 3 ? at - 3 : 0;
    return words_have(words, from, at, hedges);
}

enum adr_status_state adr_status_read(struct arena *scratch, struct text text, enum adr_status *out)
{
    char *copy = arena_copy(scratch, text_trim(text));
    blank_struck(copy);
    blank_symbols(copy);
    struct words words = words_read(scratch, text_of(copy));
    size_t longest = 0;
    enum adr_status status = ADR_DRAFT;
    for (size_t i = 0; i < PHRASES; i++) {
        size_t end = 0;
        if (!words_match(&words, 0, words.count, phrases[i].phrase, &end) || end <= longest)
            continue;
        longest = end;
        status = phrases[i].status;
    }
    bool plain = longest > 0 && !strpbrk(copy, "{|");
    if (!plain && is_template(&words, copy))
        return ADR_STATUS_TEMPLATE;
    if (longest)
        *out = status;
    static const char retired[] =
        "superseded|superceded|superseeded|supersceded|replaced|obsoleted by";
    for (size_t at = longest; at < words.count && status != ADR_DEPRECATED; at++) {
        if (!words_match(&words, at, words.count, retired, NULL) || is_hedged(&words, at))
            continue;
        *out = ADR_SUPERSEDED;
        return ADR_STATUS_KNOWN;
    }
    return longest ? ADR_STATUS_KNOWN : ADR_STATUS_OTHER;
}

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static bool read_digits(struct text text, size_t at, size_t count, unsigned *out)
{
    if (at + count > text.size)
        return false;
    unsigned number = 0;
    for (size_t i = 0; i < count; i++) {
        if (!is_digit(text.bytes[at + i]))
            return false;
        number = number * 10 + (unsigned)(text.bytes[at + i] - '0');
    }
    *out = number;
    return at + count == text.size || !is_digit(text.bytes[at + count]);
}

static bool is_mark(struct text text, size_t at, char mark)
{
    return at < text.size && text.bytes[at] == mark;
}

bool adr_date_find(struct text text, int32_t *out)
{
    for (size_t at = 0; at < text.size; at++) {
        if (!is_digit(text.bytes[at]) || (at > 0 && is_digit(text.bytes[at - 1])))
            continue;
        unsigned year, month, day;
        char written[DATE_TEXT_SIZE];
        if (read_digits(text, at, 4, &year) && is_mark(text, at + 4, '-') &&
            read_digits(text, at + 5, 2, &month) && is_mark(text, at + 7, '-') &&
            read_digits(text, at + 8, 2, &day)) {
            memcpy(written, text.bytes + at, DATE_TEXT_SIZE - 1);
            written[DATE_TEXT_SIZE - 1] = '\0';
            if (date_parse(written, out))
                return true;
        }
        if (read_digits(text, at, 2, &day) && is_mark(text, at + 2, '/') &&
            read_digits(text, at + 3, 2, &month) && is_mark(text, at + 5, '/') &&
            read_digits(text, at + 6, 4, &year)) {
            const char *day_first[] = {text.bytes + at + 6, text.bytes + at + 3, text.bytes + at};
            memcpy(written, day_first[0], 4);
            memcpy(written + 5, day_first[1], 2);
            memcpy(written + 8, day_first[2], 2);
            written[4] = written[7] = '-';
            written[DATE_TEXT_SIZE - 1] = '\0';
            if (date_parse(written, out))
                return true;
        }
    }
    return false;
}
