#include "facts/adr.h"

#include "facts/residue.h"

#include <string.h>

static const struct {
    const char *phrase;
    enum adr_verb verb;
} verbs[] = {
    {"superseded|superceded|superseeded|supersceded|replaced|obsoleted|deprecated by",
     ADR_SUPERSEDED_BY},
    {"supersedes|supercedes|superseeds|superscedes|replaces|obsoletes|deprecates", ADR_SUPERSEDES},
    {"amended|extended|refined|updated by", ADR_AMENDED_BY},
    {"amends|extends|refines", ADR_AMENDS},
    {"clarified by", ADR_CLARIFIED_BY},
    {"clarifies", ADR_CLARIFIES},
    {"relates|related to", ADR_RELATES},
    {"depends on", ADR_RELATES},
    {"required by", ADR_RELATES},
};

enum { VERBS = sizeof(verbs) / sizeof(verbs[0]) };

enum adr_verb adr_verb_inverse(enum adr_verb verb)
{
    switch (verb) {
    case ADR_SUPERSEDES:
        return ADR_SUPERSEDED_BY;
    case ADR_SUPERSEDED_BY:
        return ADR_SUPERSEDES;
    case ADR_AMENDS:
        return ADR_AMENDED_BY;
    case ADR_AMENDED_BY:
        return ADR_AMENDS;
    case ADR_CLARIFIES:
        return ADR_CLARIFIED_BY;
    case ADR_CLARIFIED_BY:
        return ADR_CLARIFIES;
    case ADR_RELATES:
        break;
    }
    return ADR_RELATES;
}

static enum adr_verb in_part(enum adr_verb verb)
{
    if (verb == ADR_SUPERSEDES)
        return ADR_AMENDS;
    return verb == ADR_SUPERSEDED_BY ? ADR_AMENDED_BY : verb;
}

/* The same said twice is one relation, and the surer wording counts. */
static void add_relation(struct adr_relations *relations, enum adr_verb verb, bool strong,
                         uint32_t line, uint32_t column, struct text target, bool is_link)
{
    struct adr_record *record = relations->record;
    target = text_trim(target);
    if (!target.size || target.bytes[0] == '#' || target.bytes[0] == '\0')
        return;
    const char *key =
        arena_printf(relations->scratch, "%d %.*s", (int)verb, (int)target.size, target.bytes);
    const size_t *known = table_find(&relations->known, key);
    if (known) {
        record->relations[*known].strong = record->relations[*known].strong || strong;
        return;
    }
    size_t *index = ARENA_NEW(relations->scratch, size_t);
    *index = record->relation_count;
    table_set(&relations->known, key, index);
    record->relations = arena_grow(relations->arena, record->relations, record->relation_count,
                                   &record->relation_capacity, sizeof(*record->relations));
    record->relations[record->relation_count++] = (struct adr_relation){
        .verb = verb,
        .strong = strong,
        .line = line,
        .column = column,
        .target = arena_copy(relations->arena, target),
        .is_link = is_link,
        .zone = relations->zone,
    };
}

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static bool is_alphanumeric(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || is_digit(byte);
}

struct target {
    size_t offset, end; /* of what was taken */
    struct text text;
    bool is_link;
};

/* Nobody writes longer links; without a bound a line of brackets would cost its square. */
enum { LINK_BYTES_MAX = 4000, FILE_NAME_BYTES_MAX = 400 };

/* `[text](href)` and `[[href]]`; images are none. */
static bool read_link(struct text line, size_t at, struct target *out)
{
    if (line.bytes[at] != '[')
        return false;
    if (line.size - at > LINK_BYTES_MAX)
        line.size = at + LINK_BYTES_MAX;
    if (at + 1 < line.size && line.bytes[at + 1] == '[') {
        struct text rest = {line.bytes + at + 2, line.size - at - 2};
        size_t close = text_find(rest, "]]");
        if (close == SIZE_MAX || close == 0)
            return false;
        size_t bar = text_find((struct text){rest.bytes, close}, "|");
        *out =
            (struct target){at, at + close + 4, {rest.bytes, bar != SIZE_MAX ? bar : close}, true};
        return true;
    }
    size_t close = at + 1, depth = 1;
    for (; close < line.size && depth; close++)
        depth += (line.bytes[close] == '[') - (size_t)(line.bytes[close] == ']');
    if (depth || close >= line.size || line.bytes[close] != '(')
        return false;
    struct text rest = {line.bytes + close + 1, line.size - close - 1};
    size_t end = text_find(rest, ")");
    if (end == SIZE_MAX)
        return false;
    struct text href = text_trim((struct text){rest.bytes, end});
    size_t size = 0;
    while (size < href.size && href.bytes[size] != ' ')
        size++;
    href.size = size;
    if (href.size > 1 && href.bytes[0] == '<' && href.bytes[href.size - 1] == '>')
        href = (struct text){href.bytes + 1, href.size - 2};
    *out = (struct target){at, close + end + 2, href, true};
    return true;
}

/* `link:0012-x.adoc[..]` and `xref:..[..]` of AsciiDoc. */
static bool read_asciidoc_link(struct text line, size_t at, struct target *out)
{
    struct text rest = {line.bytes + at, line.size - at};
    size_t skip = text_starts_with(rest, "link:") || text_starts_with(rest, "xref:") ? 5 : 0;
    if (!skip)
        return false;
    if (rest.size > LINK_BYTES_MAX)
        rest.size = LINK_BYTES_MAX;
    size_t bracket = text_find(rest, "[");
    if (bracket == SIZE_MAX || bracket <= skip)
        return false;
    struct text href = {rest.bytes + skip, bracket - skip};
    if (memchr(href.bytes, ' ', href.size))
        return false;
    size_t close = text_find(rest, "]");
    *out = (struct target){at, at + (close == SIZE_MAX ? rest.size : close + 1), href, true};
    return true;
}

/* `ADR-0012`, `ADR 12`, `adr0012`, `KEP-1234`: the digits; a name that goes on is
 * the file's (`ADR-0012-use-x.md`). */
static bool read_id(struct text line, size_t at, struct target *out)
{
    static const char *const prefixes[] = {"adr", "kep", NULL};
    if (at > 0 && is_alphanumeric(line.bytes[at - 1]))
        return false;
    struct text rest = {line.bytes + at, line.size - at};
    for (size_t i = 0; prefixes[i]; i++) {
        if (rest.size < 4 || text_find_folded((struct text){rest.bytes, 3}, prefixes[i]) != 0)
            continue;
        size_t digits = 3;
        while (digits < rest.size && digits < 6 && adr_is_among(rest.bytes[digits], " -_#:"))
            digits++;
        size_t end = digits;
        while (end < rest.size && is_digit(rest.bytes[end]))
            end++;
        if (end == digits || end - digits > 5 ||
            (end < rest.size && is_alphanumeric(rest.bytes[end])))
            continue;
        *out = (struct target){at, at + end, {rest.bytes, end}, false};
        return true;
    }
    return false;
}

/* A bare URL, up to a blank or what closes it. */
static bool read_url(struct text line, size_t at, struct target *out)
{
    struct text rest = {line.bytes + at, line.size - at};
    if (!text_starts_with(rest, "https://") && !text_starts_with(rest, "http://"))
        return false;
    size_t end = 0;
    while (end < rest.size && !adr_is_among(rest.bytes[end], " \t<>)]\"'`"))
        end++;
    while (end > 0 && adr_is_among(rest.bytes[end - 1], ".,;:"))
        end--;
    *out = (struct target){at, at + end, {rest.bytes, end}, true};
    return true;
}

/* `0012-use-x.md`, `20200101-use-x.md`. */
static bool read_file_name(struct text line, size_t at, struct target *out)
{
    if (at > 0 && !adr_is_among(line.bytes[at - 1], " \t`\"'(*_<,;"))
        return false;
    size_t end = at;
    while (end < line.size && end - at <= FILE_NAME_BYTES_MAX &&
           (is_alphanumeric(line.bytes[end]) || adr_is_among(line.bytes[end], "-_./")))
        end++;
    if (end - at > FILE_NAME_BYTES_MAX)
        return false;
    while (end > at && line.bytes[end - 1] == '.')
        end--;
    const char *name = line.bytes + at;
    size_t size = end - at;
    bool named = (size > 3 && memcmp(name + size - 3, ".md", 3) == 0) ||
                 (size > 5 && memcmp(name + size - 5, ".adoc", 5) == 0) ||
                 (size > 4 && memcmp(name + size - 4, ".rst", 4) == 0);
    if (!named)
        return false;
    *out = (struct target){at, end, {name, size}, true};
    return true;
}

static bool next_target(struct text line, size_t from, size_t to, struct target *out)
{
    for (size_t at = from; at < to; at++)
        if (read_link(line, at, out) || read_asciidoc_link(line, at, out) ||
            read_url(line, at, out) || read_id(line, at, out) || read_file_name(line, at, out))
            return true;
    return false;
}

/* Does a number that ends here stand for a record? "Replaces 3 cron jobs" counts them;
 * "0003" does not, and neither does one that ends its clause or tells when or why. */
static bool is_number_of_record(struct text line, size_t at, size_t end, size_t to)
{
    static const char *const after[] = {"and ",   "or ", "on ", "since ", "because ",
                                        "as of ", "(",   "- ",  NULL};
    bool decimal = end + 1 < to && line.bytes[end] == '.' && is_digit(line.bytes[end + 1]);
    if (decimal)
        return false;
    while (end < to && adr_is_among(line.bytes[end], " \t*_"))
        end++;
    if (end >= to || line.bytes[at] == '0' || adr_is_among(line.bytes[end], ",.;:)"))
        return true;
    struct text rest = {line.bytes + end, to - end};
    for (size_t i = 0; after[i]; i++)
        if (text_starts_with(rest, after[i]))
            return true;
    return false;
}

/* `Supersedes 3`, `Superseded by 0012, 0013 and 0014`: numbers that follow the verb
 * at once. */
static size_t read_numbers(struct adr_relations *relations, struct text line, size_t from,
                           size_t to, enum adr_verb verb, bool strong, uint32_t number)
{
    size_t found = 0;
    for (size_t at = from; at < to;) {
        if (adr_is_among(line.bytes[at], " \t:*_,#")) {
            at++;
            continue;
        }
        size_t end = at;
        while (end < to && is_digit(line.bytes[end]))
            end++;
        bool bounded = (end == to || adr_is_among(line.bytes[end], " \t,.;:)*_")) &&
                       is_number_of_record(line, at, end, to);
        if (end > at && end - at <= 5 && bounded) {
            add_relation(relations, verb, strong, number, (uint32_t)at + 1,
                         (struct text){line.bytes + at, end - at}, false);
            found++;
        } else if (!(to - at > 4 && memcmp(line.bytes + at, "and ", 4) == 0)) {
            break;
        } else {
            end = at + 3;
        }
        at = end;
    }
    return found;
}

/* Does what stands between two targets end the list of them? "Superseded by ADR-4 - it
 * went with the host (ADR-5)", "ADR-4 → ADR-5"; a comma or an "and" before the next one
 * goes on. */
static bool ends_list(struct text between)
{
    static const char *const stops[] = {
        "\xe2\x80\x94", "\xe2\x80\x93", "\xe2\x86\x92", " - ", "->", ". ", NULL};
    static const char *const joints[] = {",", ";", "&", "+", "/", "and", "or", NULL};
    while (between.size && adr_is_among(between.bytes[between.size - 1], " \t*_[`\"'"))
        between.size--;
    for (size_t i = 0; joints[i]; i++) {
        size_t size = strlen(joints[i]);
        if (between.size >= size &&
            memcmp(between.bytes + between.size - size, joints[i], size) == 0)
            return false;
    }
    for (size_t i = 0; stops[i]; i++)
        if (text_find(between, stops[i]) != SIZE_MAX)
            return true;
    return false;
}

static size_t read_targets(struct adr_relations *relations, struct text line, size_t from,
                           size_t to, enum adr_verb verb, bool strong, uint32_t number)
{
    size_t found = 0;
    struct target target;
    for (size_t at = from; next_target(line, at, to, &target); at = target.end, found++) {
        if (found && ends_list((struct text){line.bytes + at, target.offset - at}))
            break;
        add_relation(relations, verb, strong, number, (uint32_t)target.offset + 1, target.text,
                     target.is_link);
    }
    return found ? found : read_numbers(relations, line, from, to, verb, strong, number);
}

struct verb_place {
    size_t at, end; /* words */
    enum adr_verb verb;
};

static bool find_verb(const struct words *words, size_t from, struct verb_place *out)
{
    for (size_t at = from; at < words->count; at++) {
        for (size_t i = 0; i < VERBS; i++) {
            size_t end = 0;
            if (!words_match(words, at, words->count, verbs[i].phrase, &end))
                continue;
            *out = (struct verb_place){at, end, verbs[i].verb};
            return true;
        }
    }
    return false;
}

static const char *const negations[] = {"not|never|no|nor", NULL};
static const char *const hedges[] = {
    "effectively|essentially|mostly|largely|may|might|will|would|could|should|to|if|until|when|"
    "unless|probably|possibly|potentially|eventually|being|be",
    NULL};
static const char *const parts[] = {"part|parts|partially|partly|section|sections|portion|portions",
                                    NULL};

static size_t end_of_word(const struct words *words, size_t index)
{
    return words->items[index].offset + strlen(words->items[index].text);
}

static bool is_list_item(struct text line)
{
    line = text_trim(line);
    return line.size > 1 && (adr_is_among(line.bytes[0], "*-+") || is_digit(line.bytes[0]));
}

/* A relation of a list item may be carried by the line above the list. */
static void read_without_verb(struct adr_relations *relations, struct text line, uint32_t number,
                              enum adr_zone zone, const struct words *words)
{
    if (relations->open && is_list_item(line)) {
        enum adr_verb verb = relations->open_verb;
        if (words_have(words, 0, words->count, parts))
            verb = in_part(verb);
        read_targets(relations, line, 0, line.size, verb, relations->open_strong, number);
        return;
    }
    if (text_trim(line).size)
        relations->open = false;
    if (zone == ADR_ZONE_LINKS) {
        struct target target;
        for (size_t at = 0; next_target(line, at, line.size, &target); at = target.end) {
            /* Only what is surely a record; a page of links names much else. */
            struct text text = target.text;
            if (!target.is_link)
                add_relation(relations, ADR_RELATES, false, number, (uint32_t)target.offset + 1,
                             text, false);
        }
    }
}

/* The title of another record is no sentence about this one: verbs are not looked
 * for in links, but where a link begins with one. */
static struct words words_outside_links(struct arena *scratch, struct text line)
{
    char *copy = arena_copy(scratch, line);
    struct target link;
    for (size_t at = 0; at < line.size; at++) {
        if (!read_link(line, at, &link))
            continue;
        struct text rest = {line.bytes + at + 1, link.end - at - 1};
        struct words words = words_read(scratch, rest);
        struct verb_place place;
        size_t from = find_verb(&words, 0, &place) && place.at == 0
                          ? at + 1 + end_of_word(&words, place.end - 1)
                          : at;
        memset(copy + from, ' ', link.end - from);
        at = link.end - 1;
    }
    return words_read(scratch, (struct text){copy, line.size});
}

/* Most lines of a record are prose without any of the verbs. */
static bool may_hold_verb(struct text line)
{
    static const char *const stems[] = {"supers",   "superc", "replac", "obsolet",
                                        "deprecat", "amend",  "exten",  "refin",
                                        "updated",  "clarif", NULL};
    bool inside = false;
    for (size_t at = 0; at < line.size; at++) {
        bool begins = !inside;
        inside = is_alphanumeric(line.bytes[at]);
        if (!begins || !adr_is_among((char)(line.bytes[at] | 0x20), "srodaeuc"))
            continue;
        for (size_t i = 0; stems[i]; i++) {
            size_t size = strlen(stems[i]);
            if (line.size - at >= size &&
                text_find_folded((struct text){line.bytes + at, size}, stems[i]) == 0)
                return true;
        }
    }
    return false;
}

void adr_relations_read_line(struct adr_relations *relations, struct text line, uint32_t number,
                             enum adr_zone zone)
{
    if (zone == ADR_ZONE_BODY && !relations->open && !may_hold_verb(line))
        return;
    relations->zone = zone;
    struct words words = words_outside_links(relations->scratch, line);
    struct verb_place place;
    if (!find_verb(&words, 0, &place)) {
        read_without_verb(relations, line, number, zone, &words);
        return;
    }
    relations->open = false;
    for (size_t from = 0;;) {
        struct verb_place next = {.at = words.count};
        bool more = find_verb(&words, place.end, &next);
        size_t begin = end_of_word(&words, place.end - 1);
        size_t end = more ? words.items[next.at].offset : line.size;
        size_t before = place.at > from + 3 ? place.at - 3 : from;
        bool negated = words_have(&words, before, place.at, negations);
        bool hedged = words_have(&words, before, place.at, hedges);
        bool first = place.at <= 3;
        bool strong = !hedged && (zone == ADR_ZONE_STATUS || (zone == ADR_ZONE_LINKS && first));
        enum adr_verb verb = place.verb;
        if (words_have(&words, before, place.at, parts) ||
            words_have(&words, place.end, place.end + 4 < next.at ? place.end + 4 : next.at, parts))
            verb = in_part(verb);
        /* In prose, what is related to something else is no relation of records. */
        negated = negated || (verb == ADR_RELATES && zone == ADR_ZONE_BODY);
        size_t found =
            negated ? 1 : read_targets(relations, line, begin, end, verb, strong, number);
        /* `Supersedes:` and a list below it. */
        if (!found && !more && begin < line.size && line.bytes[line.size - 1] == ':' &&
            zone != ADR_ZONE_BODY) {
            relations->open = true;
            relations->open_verb = verb;
            relations->open_strong = strong;
        }
        if (!more)
            return;
        from = place.end;
        place = next;
    }
}

static void read_field(struct adr_relations *relations, enum adr_verb verb,
                       const struct node *value)
{
    if (!node_is_scalar(value) || value->kind == NODE_NULL || value->kind == NODE_BOOLEAN ||
        residue_is_value(value->text))
        return;
    struct text text = text_trim(text_of(value->text));
    struct target target;
    if (text_find(text, "://") == SIZE_MAX && next_target(text, 0, text.size, &target))
        text = target.text;
    add_relation(relations, verb, true, value->line, value->column, text,
                 memchr(text.bytes, '/', text.size) != NULL);
}

/* `relations: [{type: partially-supersedes, target: ADR-0038}]`. */
static void read_typed_fields(struct adr_relations *relations, const struct node *list)
{
    static const char *const types[] = {"type", "relation", "rel", "kind", "verb", NULL};
    static const char *const targets[] = {"target", "adr", "id", "ref", "to", "path", NULL};
    for (size_t i = 0; list && list->kind == NODE_SEQUENCE && i < list->count; i++) {
        const char *type = NULL;
        const struct node *target = NULL;
        for (size_t t = 0; types[t] && !type; t++)
            type = node_string(list->items[i], types[t]);
        for (size_t t = 0; targets[t] && !target; t++)
            target = node_find(list->items[i], targets[t]);
        struct words words = words_read(relations->scratch, text_of(type ? type : ""));
        struct verb_place place;
        if (!target || !find_verb(&words, 0, &place))
            continue;
        bool part = words_have(&words, 0, words.count, parts);
        read_field(relations, part ? in_part(place.verb) : place.verb, target);
    }
}

void adr_relations_read_fields(struct adr_relations *relations, const struct node *fields)
{
    relations->zone = ADR_ZONE_STATUS;
    static const struct {
        const char *key;
        enum adr_verb verb;
    } keys[] = {
        {"supersedes", ADR_SUPERSEDES},
        {"replaces", ADR_SUPERSEDES},
        {"superseded_by", ADR_SUPERSEDED_BY},
        {"superseded-by", ADR_SUPERSEDED_BY},
        {"supersededBy", ADR_SUPERSEDED_BY},
        {"replaced-by", ADR_SUPERSEDED_BY},
        {"replaced_by", ADR_SUPERSEDED_BY},
        {"amends", ADR_AMENDS},
        {"amended-by", ADR_AMENDED_BY},
        {"amended_by", ADR_AMENDED_BY},
        {"clarifies", ADR_CLARIFIES},
        {"clarified-by", ADR_CLARIFIED_BY},
        {"clarified_by", ADR_CLARIFIED_BY},
        {"related", ADR_RELATES},
        {"see-also", ADR_RELATES},
    };
    for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
        const struct node *value = node_find(fields, keys[i].key);
        if (!value)
            continue;
        size_t count = value->kind == NODE_SEQUENCE ? value->count : 1;
        for (size_t item = 0; item < count; item++) {
            const struct node *one = value->kind == NODE_SEQUENCE ? value->items[item] : value;
            read_field(relations, keys[i].verb, one);
        }
    }
    static const char *const lists[] = {"relations", "relationships", "links", "related", NULL};
    for (size_t i = 0; lists[i]; i++)
        read_typed_fields(relations, node_find(fields, lists[i]));
}
