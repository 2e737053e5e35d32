/* adr_mention - what looks like the name of a decision record, in any file: the path of
 * one (`docs/adr/0012-x.md`) or its number (`ADR-12`). Whether there is such a record,
 * adr_citation knows. */
#include "base/date.h"
#include "facts/adr.h"
#include "facts/adr_kinds.h"
#include "facts/adr_places.h"
#include "facts/paths.h"
#include "facts/prose.h"

const struct fact_kind fact_kind_adr_mention = {
    .name = "adr_mention",
    .summary = "What looks like the name of a decision record, in any file.",
    .key = (const char *const[]){"path", "text", NULL},
    .fields =
        (const struct fact_field[]){
            {"text", {.kind = TYPE_TEXT}, false, "The path or the number, as written."},
            {"number", {.kind = TYPE_INTEGER}, true, "Absent for a path."},
            {"historical",
             {.kind = TYPE_BOOLEAN},
             false,
             "Do words beside it say that it is superseded, rejected, of the past, or an example?"},
            {0},
        },
};

/* More of them are a list, or made by a program. */
enum { MENTIONS_MAX = 200, AROUND = 80, DIGITS_MAX = 5 };

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static bool is_alphanumeric(char byte)
{
    return is_digit(byte) || (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (unsigned char)byte >= 0x80;
}

static bool is_path_byte(char byte)
{
    return is_alphanumeric(byte) || adr_is_among(byte, "._/-%~");
}

struct scan {
    struct fact_writer *writer;
    struct arena *scratch;
    struct text text;
    uint32_t line;
    size_t line_start, count;
};

/* `| 2026-06-08 | .. |`, `- 2026-06-08: ..`: an entry of a log says what was so that day. */
static bool is_dated_entry(const struct scan *scan)
{
    struct text line = {scan->text.bytes + scan->line_start, scan->text.size - scan->line_start};
    char written[DATE_TEXT_SIZE];
    int32_t date;
    size_t at = 0;
    while (at < line.size && strchr("|-*# \t`[", line.bytes[at]) && line.bytes[at] != '\0')
        at++;
    if (at == 0 || line.size - at < DATE_TEXT_SIZE)
        return false;
    memcpy(written, line.bytes + at, DATE_TEXT_SIZE - 1);
    written[DATE_TEXT_SIZE - 1] = '\0';
    return date_parse(written, &date);
}

/* Where the reader goes on: behind `](target)` or `)`, when the name stands in a link. */
static size_t end_of_link(struct text text, size_t to)
{
    size_t at = to;
    while (at < text.size && adr_is_among(text.bytes[at], "`*_"))
        at++;
    if (at + 1 >= text.size || text.bytes[at] != ']' || text.bytes[at + 1] != '(')
        return to;
    for (at += 2; at < text.size && text.bytes[at] != '\n'; at++)
        if (text.bytes[at] == ')')
            return at + 1;
    return to;
}

static bool is_historical(struct scan *scan, size_t from, size_t to)
{
    if (is_dated_entry(scan))
        return true;
    static const char *const words[] = {
        "superseded|supersedes|superceded|supercedes|supersede|superseding|replaced|replaces",
        "replace|obsolete|obsoleted|obsoletes|deprecated|deprecates|rejected|retired|withdrawn",
        "abandoned|declined|formerly|former|previously|previous|originally|original|historical",
        "historically|history|instead|reverted|reverts|reversed|reverses|amended|amends|removed",
        "revert|reversal|legacy|archived|decommissioned|sunset|example|examples",
        "no longer",
        "rolled back",
        "used to",
        "used in the past",
        NULL};
    size_t begin = from > AROUND ? from - AROUND : 0;
    size_t behind = end_of_link(scan->text, to);
    size_t end = behind + AROUND < scan->text.size ? behind + AROUND : scan->text.size;
    struct words read =
        words_read(scan->scratch, (struct text){scan->text.bytes + begin, end - begin});
    return words_have(&read, 0, read.count, words);
}

static void add(struct scan *scan, size_t from, size_t to, int64_t number)
{
    if (scan->count++ >= MENTIONS_MAX)
        return;
    struct text line = {scan->text.bytes + scan->line_start, scan->text.size - scan->line_start};
    struct value *cells = fact_add(scan->writer, &fact_kind_adr_mention, NULL, scan->line,
                                   prose_column(line, scan->text.bytes + from))
                              ->cells;
    cells[ADR_MENTION_TEXT] = value_text(
        arena_copy(fact_arena(scan->writer), (struct text){scan->text.bytes + from, to - from}));
    if (number >= 0)
        cells[ADR_MENTION_NUMBER] = value_integer(number);
    cells[ADR_MENTION_HISTORICAL] = value_boolean(is_historical(scan, from, to));
}

/* `ADR-0012`, `ADR 12`, `@ADR(12)`, `adr_12`; not `ADR 1.2`, `ADRs 12`. The end, or 0. */
static size_t read_id(struct scan *scan, size_t at, int64_t *number)
{
    struct text text = scan->text;
    bool is_upper = text.size - at >= 3 && memcmp(text.bytes + at, "ADR", 3) == 0;
    bool is_lower = text.size - at >= 3 && memcmp(text.bytes + at, "adr", 3) == 0;
    if ((!is_upper && !is_lower) || (at > 0 && is_path_byte(text.bytes[at - 1])))
        return 0;
    size_t digits = at + 3;
    while (digits < text.size && digits < at + 6 &&
           adr_is_among(text.bytes[digits], is_upper ? "-_ #(" : "-_"))
        digits++;
    if (is_lower && digits == at + 3)
        return 0;
    size_t end = digits;
    *number = 0;
    for (; end < text.size && is_digit(text.bytes[end]) && end - digits <= DIGITS_MAX; end++)
        *number = *number * 10 + (text.bytes[end] - '0');
    if (end == digits || end - digits > DIGITS_MAX)
        return 0;
    if (end < text.size && text.bytes[end] == ')' && text.bytes[digits - 1] == '(')
        return end + 1;
    char next = end < text.size ? text.bytes[end] : ' ';
    bool is_decimal = next == '.' && end + 1 < text.size && is_digit(text.bytes[end + 1]);
    return is_alphanumeric(next) || is_decimal || adr_is_among(next, "_/%") ? 0 : end;
}

/* A run of what paths are made of, with the name of a record at its end. */
static bool is_record_path(struct scan *scan, size_t from, size_t to)
{
    char *path = arena_copy(scan->scratch, (struct text){scan->text.bytes + from, to - from});
    size_t length = strlen(path);
    if (string_ends_with(path, ".html"))
        memcpy(path + length - 5, ".md", 4);
    struct adr_candidate candidate;
    enum adr_name name = adr_name_read(scan->scratch, path_base(path), &candidate);
    return name == ADR_NAME_NUMBERED || name == ADR_NAME_DATED;
}

/* Data, and pages that a program made of the records. */
static bool is_no_source(const char *path)
{
    static const char *const endings[] = {".html", ".htm",  ".json", ".svg", ".map", ".lock",
                                          ".css",  ".snap", ".csv",  ".xml", NULL};
    for (size_t i = 0; endings[i]; i++)
        if (string_ends_with(path, endings[i]))
            return true;
    return false;
}

static void recognise(struct fact_writer *writer, struct fact_file *file)
{
    enum unknown_class class;
    if (is_no_source(file->path) || fact_file_unreadable(file, &class) ||
        snapshot_is_vendored(file->snapshot, file->path) ||
        snapshot_is_generated(file->snapshot, file->path))
        return;
    struct arena scratch;
    arena_init(&scratch, 1 << 12);
    struct arena_mark start = arena_mark(&scratch);
    struct scan scan = {
        .writer = writer, .scratch = &scratch, .text = file->content.text, .line = 1};
    for (size_t at = 0; at < scan.text.size;) {
        char byte = scan.text.bytes[at];
        size_t end = at;
        int64_t number = -1;
        if (byte == '\n') {
            scan.line++;
            scan.line_start = ++at;
            continue;
        }
        if (!is_path_byte(byte)) {
            at++;
            continue;
        }
        size_t id_end = read_id(&scan, at, &number);
        while (end < scan.text.size && is_path_byte(scan.text.bytes[end]))
            end++;
        /* The full stop of a sentence is no part of a path. */
        size_t path_end = end;
        while (path_end > at && scan.text.bytes[path_end - 1] == '.')
            path_end--;
        if (path_end > at + 4 && memchr(scan.text.bytes + at, '.', path_end - at) &&
            is_record_path(&scan, at, path_end))
            add(&scan, at, path_end, -1);
        else if (id_end)
            add(&scan, at, id_end, number);
        at = end > id_end ? end : id_end;
        arena_reset(&scratch, start);
    }
    arena_release(&scratch);
}

FACT(adr_mention) = {
    .name = "adr_mention",
    .area = FACT_AREA_DECISIONS,
    .summary = "What looks like the name of a decision record.",
    .version = 1,
    .kinds = (const struct fact_kind *const[]){&fact_kind_adr_mention, NULL},
    .paths = (const char *const[]){"**", NULL},
    .literals = (const char *const[]){"ADR", "adr", "decision", "architecture", NULL},
    .judges_lost_content = true,
    .recognise_file = recognise,
};
