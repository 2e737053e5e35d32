/* suppression - what scanners of vulnerabilities are told to pass over, tool by tool (the
 * tools' own pages are named in suppression_formats.c). */
#include "facts/gather.h"
#include "facts/paths.h"
#include "facts/suppression_reader.h"

#include "base/date.h"

#include <string.h>

enum { TOOL, ID, REASON, EXPIRES, WILDCARD, STATUS, JUSTIFICATION, TEST, FIELD_COUNT };

static const char *const tools[] = {"trivy",
                                    "osv_scanner",
                                    "snyk",
                                    "grype",
                                    "audit_ci",
                                    "npm_audit",
                                    "cargo_deny",
                                    "cargo_audit",
                                    "bundler_audit",
                                    "dependency_check",
                                    "nancy",
                                    "vex",
                                    "pip_audit",
                                    "safety",
                                    "yarn_audit",
                                    "pnpm_audit",
                                    "mix_audit",
                                    "dependency_review",
                                    NULL};
static const char *const statuses[] = {"not_affected", "affected", "fixed", "under_investigation",
                                       NULL};

static const struct fact_field fields[] = {
    [TOOL] = {"tool",
              {.kind = TYPE_WORD, .words = tools},
              false,
              "which scanner, or a VEX statement"},
    [ID] = {"id", {.kind = TYPE_TEXT}, false, "of the vulnerability; * for all of them"},
    [REASON] = {"reason", {.kind = TYPE_TEXT}, true, "a field, or the comment beside it"},
    [EXPIRES] = {"expires", {.kind = TYPE_DATE}, true, "the day from which it no longer holds"},
    [WILDCARD] = {"wildcard", {.kind = TYPE_BOOLEAN}, false, "it is about everything"},
    [STATUS] = {"status", {.kind = TYPE_WORD, .words = statuses}, true, "of a VEX statement"},
    [JUSTIFICATION] = {"justification", {.kind = TYPE_TEXT}, true, "of a VEX statement"},
    [TEST] = {"test", {.kind = TYPE_BOOLEAN}, false, "stands among tests or examples"},
    [FIELD_COUNT] = {0},
};

const struct fact_kind fact_kind_suppression = {
    .name = "suppression",
    .summary = "a vulnerability that a scanner is told to pass over",
    .key = (const char *const[]){"path", "id", NULL},
    .fields = fields,
};

struct suppression *suppression_add(struct suppression_reading *reading, const struct node *place,
                                    const char *id)
{
    reading->items = arena_grow(reading->arena, reading->items, reading->count, &reading->capacity,
                                sizeof(*reading->items));
    struct suppression *added = &reading->items[reading->count++];
    *added = (struct suppression){.line = place ? place->line : 1, .id = id};
    added->wildcard = strcmp(id, "*") == 0 || !*id;
    return added;
}

static bool line_at(struct text content, uint32_t number, struct text *out)
{
    struct text line = {0};
    for (uint32_t i = 0; i < number; i++)
        if (!text_next_line(&content, &line))
            return false;
    *out = line;
    return number > 0;
}

/* A comment of YAML, TOML or JSON with comments; a mark within a value has no blank
 * before it. */
static bool comment_in(struct text line, bool alone, struct text *out)
{
    static const char *const marks[] = {"#", "//", NULL};
    for (size_t i = 0; marks[i]; i++) {
        struct text trimmed = text_trim(line);
        size_t size = strlen(marks[i]);
        if (text_starts_with(trimmed, marks[i])) {
            *out = text_trim((struct text){trimmed.bytes + size, trimmed.size - size});
            return true;
        }
        if (alone)
            continue;
        const char spaced[4] = {' ', marks[i][0], size > 1 ? marks[i][1] : '\0', '\0'};
        size_t at = text_find(line, spaced);
        if (at != SIZE_MAX) {
            *out = text_trim((struct text){line.bytes + at + 1 + size, line.size - at - 1 - size});
            return true;
        }
    }
    return false;
}

const char *suppression_comment(const struct suppression_reading *reading, uint32_t line)
{
    struct text text;
    struct text comment;
    if (line_at(reading->content, line, &text) && comment_in(text, false, &comment) &&
        comment.size > 0)
        return arena_copy(reading->arena, comment);
    const char *above = NULL;
    for (uint32_t at = line - 1; at > 0 && at + 10 > line; at--) {
        if (!line_at(reading->content, at, &text) || !comment_in(text, true, &comment))
            break;
        const char *part = arena_copy(reading->arena, comment);
        above = above ? arena_printf(reading->arena, "%s %s", part, above) : part;
    }
    return above && *above ? above : NULL;
}

const char *suppression_day_in(struct arena *arena, const char *reason)
{
    static const char *const marks[] = {
        "until", "expires", "expiry", "exp:", "review by", "valid to", "valid through", NULL};
    for (size_t i = 0; reason && marks[i]; i++) {
        size_t at = text_find_folded(text_of(reason), marks[i]);
        if (at == SIZE_MAX)
            continue;
        const char *day = reason + at + strlen(marks[i]);
        day += strspn(day, " :=on");
        if (strlen(day) >= 10) {
            const char *copy = arena_copy(arena, (struct text){day, 10});
            int32_t days;
            if (date_parse(copy, &days))
                return copy;
        }
    }
    return NULL;
}

/* aquasecurity.github.io/trivy, "By Finding IDs": an id a line, `exp:DAY` behind it. */
bool suppression_read_lines(struct suppression_reading *reading, const struct node *root)
{
    (void)root;
    struct text rest = reading->content;
    struct text line;
    for (uint32_t number = 1; text_next_line(&rest, &line); number++) {
        struct text trimmed = text_trim(line);
        if (trimmed.size == 0 || trimmed.bytes[0] == '#')
            continue;
        size_t size = 0;
        while (size < trimmed.size && !strchr(" \t#", trimmed.bytes[size]))
            size++;
        struct suppression *added = suppression_add(
            reading, NULL, arena_copy(reading->arena, (struct text){trimmed.bytes, size}));
        added->line = number;
        const char *behind =
            arena_copy(reading->arena, (struct text){trimmed.bytes + size, trimmed.size - size});
        added->expires = suppression_day_in(reading->arena, behind);
        added->reason = suppression_comment(reading, number);
    }
    return true;
}

static bool name_matches(const char *base, const char *name)
{
    return name[0] == '*' ? string_ends_with(base, name + 1) : strcmp(base, name) == 0;
}

static struct value expires_cell(struct arena *arena, const struct suppression *item)
{
    const char *written = item->expires ? item->expires : suppression_day_in(arena, item->reason);
    if (!written || !*written) /* `"expiry": ""` sets no end */
        return value_text(NULL);
    int64_t time;
    int32_t days;
    size_t size = strlen(written);
    const char *day = size >= 10 ? arena_copy(arena, (struct text){written, 10}) : written;
    if (time_parse(written, &time))
        return value_date(time_to_date(time));
    if (date_parse(day, &days)) /* `2026-01-01Z` of XML */
        return value_date(days);
    return value_unknown(arena, UNKNOWN_UNREADABLE,
                         arena_printf(arena, "its end is no day: '%s'", written));
}

void suppression_write(struct fact_writer *writer, const char *path, const char *tool,
                       const struct suppression *item)
{
    struct value *cells = fact_add(writer, &fact_kind_suppression, path, item->line, 1)->cells;
    cells[TOOL] = value_text(tool);
    cells[ID] = fact_text(writer, item->id);
    cells[REASON] = fact_text(writer, item->reason);
    cells[EXPIRES] = expires_cell(fact_arena(writer), item);
    cells[WILDCARD] = value_boolean(item->wildcard);
    if (item->status && string_is_one_of(item->status, statuses))
        cells[STATUS] = fact_text(writer, item->status);
    cells[JUSTIFICATION] = fact_text(writer, item->justification);
    const char *place = path ? path : writer->path;
    cells[TEST] = value_boolean(place && path_is_test(place));
}

void suppression_add_gap(struct fact_writer *writer, const char *path, const char *tool,
                         enum unknown_class class, const char *reason)
{
    struct fact_row *row = fact_add_gap(writer, &fact_kind_suppression, path, class, reason);
    const char *place = path ? path : writer->path;
    if (tool)
        row->cells[TOOL] = value_text(tool);
    row->cells[TEST] = value_boolean(place && path_is_test(place));
}

/* True when the file was of this format. */
static bool read_format(struct fact_writer *writer, struct fact_file *file,
                        const struct suppression_format *format, struct arena *scratch)
{
    const struct document_problem *problem = NULL;
    const struct document *document = NULL;
    if (format->document) {
        document = fact_file_document(file, document_format_find(format->document), &problem);
        if (!document || document->count == 0) {
            bool certain = format->names[0][0] != '*';
            if (certain && problem)
                suppression_add_gap(writer, NULL, format->tool, UNKNOWN_UNREADABLE,
                                    arena_printf(fact_arena(writer), "line %u: %s", problem->line,
                                                 problem->message));
            return certain;
        }
    }
    struct suppression_reading reading = {.arena = scratch, .content = file->content.text};
    if (!format->read(&reading, document ? document->roots[0] : NULL))
        return false;
    for (size_t i = 0; i < reading.count; i++)
        suppression_write(writer, NULL, format->tool, &reading.items[i]);
    return true;
}

static void recognise(struct fact_writer *writer, struct fact_file *file)
{
    const char *base = path_base(file->path);
    struct arena scratch;
    arena_init(&scratch, 1 << 12);
    bool done = false;
    for (size_t i = 0; i < suppression_format_count && !done; i++) {
        const struct suppression_format *format = &suppression_formats[i];
        for (size_t k = 0; format->names[k] && !done; k++) {
            if (!name_matches(base, format->names[k]))
                continue;
            enum unknown_class class = UNKNOWN_UNREADABLE;
            const char *reason = fact_file_unreadable(file, &class);
            done = true;
            if (!reason)
                done = read_format(writer, file, format, &scratch);
            else if (format->names[0][0] != '*')
                suppression_add_gap(writer, NULL, format->tool, class, reason);
            break;
        }
    }
    arena_release(&scratch);
}

FACT(suppression) = {
    .name = "suppression",
    .area = FACT_AREA_SUPPLY_CHAIN,
    .summary = "vulnerabilities that scanners are told to pass over",
    .version = 1,
    .kinds = (const struct fact_kind *const[]){&fact_kind_suppression, NULL},
    .paths = (const char *const[]){".trivyignore",
                                   ".nancy-ignore",
                                   ".trivyignore.yaml",
                                   ".trivyignore.yml",
                                   "osv-scanner.toml",
                                   ".snyk",
                                   ".grype.yaml",
                                   ".grype.yml",
                                   "audit-ci.json*",
                                   ".audit-ci.json*",
                                   ".nsprc",
                                   "deny.toml",
                                   ".deny.toml",
                                   ".cargo/audit.toml",
                                   ".bundler-audit.yml",
                                   ".bundler-audit.yaml",
                                   "*suppression.xml",
                                   "*suppressions.xml",
                                   "*Suppression.xml",
                                   "*Suppressions.xml",
                                   "*vex.json",
                                   "*.cdx.json",
                                   "*bom.json",
                                   NULL},
    .recognise_file = recognise,
};
