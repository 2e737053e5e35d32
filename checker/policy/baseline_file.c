#include "policy/baseline_file.h"

#include "base/date.h"
#include "base/table.h"
#include "document/schema.h"
#include "policy/policy_file.h"
#include "policy/words.h"

#include <string.h>

static const char *const found_words[] = {"fail", "unknown", "review", NULL};
static const enum verdict found_verdicts[] = {VERDICT_FAIL, VERDICT_UNKNOWN, VERDICT_REVIEW};

static const char head[] =
    "# yaml-language-server: $schema=schemas/baseline.json\n"
    "# Findings that were there when the rules came. They are reported and do not block.\n"
    "# This file only gets shorter: 'bylaw init --baseline' takes out what has been mended.\n";

struct entry_form {
    const struct node *node;
    const char *rule, *fingerprint, *path;
    int verdict;
    int32_t first_seen, until;
};

struct baseline_form {
    const struct node *node;
    int64_t format;
    const char *commit;
    struct schema_objects findings;
};

static const struct schema_field entry_fields[] = {
    {.name = "rule",
     .type = SCHEMA_TEXT,
     .offset = offsetof(struct entry_form, rule),
     .required = true,
     .pattern = "^[A-Z]{3}[0-9]{3}$",
     .pattern_hint = "the id of a rule: three capitals and three digits",
     .summary = "Whose finding it is."},
    {.name = "fingerprint",
     .type = SCHEMA_TEXT,
     .offset = offsetof(struct entry_form, fingerprint),
     .required = true,
     .pattern = "^[0-9a-f]{32}$",
     .pattern_hint = "a finding's fingerprint of 32 hexadecimal digits",
     .summary = "Which finding it is, as `bylaw check -v` and the reports print it."},
    {.name = "path",
     .type = SCHEMA_TEXT,
     .offset = offsetof(struct entry_form, path),
     .summary = "Where it stood when it was written down; for people."},
    {.name = "first_seen",
     .type = SCHEMA_DATE,
     .offset = offsetof(struct entry_form, first_seen),
     .required = true,
     .summary = "The day on which it was written down."},
    {.name = "until",
     .type = SCHEMA_DATE,
     .offset = offsetof(struct entry_form, until),
     .summary = "The last day on which it does not block; no end when absent."},
    {.name = "verdict",
     .type = SCHEMA_WORD,
     .offset = offsetof(struct entry_form, verdict),
     .words = found_words,
     .summary = "What was found; `fail` when absent. A finding of another verdict is not meant."},
    {0},
};

static const struct schema entry_schema = {
    .name = "finding",
    .summary = "One finding that does not block.",
    .size = sizeof(struct entry_form),
    .node_offset = offsetof(struct entry_form, node),
    .fields = entry_fields,
};

static const struct schema_field baseline_fields[] = {
    {.name = "bylaw",
     .type = SCHEMA_INTEGER,
     .offset = offsetof(struct baseline_form, format),
     .required = true,
     .minimum = 1,
     .maximum = INT64_MAX,
     .summary = "The version of this format: 1."},
    {.name = "commit",
     .type = SCHEMA_TEXT,
     .offset = offsetof(struct baseline_form, commit),
     .pattern = "^([0-9a-f]{40}|[0-9a-f]{64})$",
     .pattern_hint = "the full id of a commit",
     .summary = "What was judged when the file was written: a finding keeps its entry when its "
                "file was moved since then."},
    {.name = "findings",
     .type = SCHEMA_OBJECTS,
     .offset = offsetof(struct baseline_form, findings),
     .object = &entry_schema,
     .summary = "The findings."},
    {0},
};

const struct schema baseline_schema = {
    .name = "baseline",
    .summary = "Findings that were there when the rules came: reported, and not blocking.",
    .size = sizeof(struct baseline_form),
    .node_offset = offsetof(struct baseline_form, node),
    .fields = baseline_fields,
};

static void take_entry(const struct baseline_file *file, const struct entry_form *form,
                       struct baseline_entry *out, struct diagnostics *diagnostics)
{
    *out = (struct baseline_entry){
        .rule = form->rule,
        .fingerprint = form->fingerprint,
        .path = form->path,
        .first_seen = form->first_seen,
        .until = form->until,
        .verdict = found_verdicts[form->verdict < 0 ? 0 : form->verdict],
        .place = node_place(file->path, form->node),
    };
    if (form->until != INT32_MIN && form->first_seen != INT32_MIN && form->until < form->first_seen)
        diagnostics_add(diagnostics, E605, node_place(file->path, node_find(form->node, "until")),
                        "it ends before it was first seen");
}

static void check_twice(const struct baseline_file *file, struct arena *arena,
                        struct diagnostics *diagnostics)
{
    struct table known;
    table_init(&known, arena);
    for (size_t i = 0; i < file->count; i++) {
        struct baseline_entry *entry = &file->entries[i];
        const struct baseline_entry *first =
            entry->fingerprint ? table_set(&known, entry->fingerprint, entry) : NULL;
        if (first)
            diagnostics_add(diagnostics, E209, entry->place,
                            "the finding stands twice: first in line %u", first->place.line);
    }
}

const struct baseline_file *baseline_file_parse(struct arena *arena, const struct policy_file *file,
                                                struct diagnostics *diagnostics)
{
    size_t errors = diagnostics->errors;
    if (file->problem) {
        diagnostics_add(diagnostics, E107,
                        (struct place){.path = file->path, .line = 1, .column = 1}, "%s",
                        file->problem);
        return NULL;
    }
    const struct node *root = policy_file_root(arena, file->path, file->text, diagnostics);
    if (!root || !policy_file_version(file->path, root, diagnostics))
        return NULL;
    const struct baseline_form *form =
        schema_load(&baseline_schema, arena, file->path, root, diagnostics);
    if (!form || diagnostics->errors > errors)
        return NULL;
    struct baseline_file *out = ARENA_NEW(arena, struct baseline_file);
    out->path = file->path;
    out->commit = form->commit;
    out->entries = ARENA_ARRAY(arena, struct baseline_entry, form->findings.count + 1);
    out->count = form->findings.count;
    for (size_t i = 0; i < out->count; i++)
        take_entry(out, form->findings.items[i], &out->entries[i], diagnostics);
    check_twice(out, arena, diagnostics);
    return diagnostics->errors > errors ? NULL : out;
}

/* YAML 1.1, section 5.1: what is no UTF-8, and some controls, cannot stand in a file. */
static bool is_writable(struct text text)
{
    if (!utf8_is_valid(text))
        return false;
    while (text.size > 0) {
        uint32_t code;
        size_t taken = utf8_decode(text.bytes, text.size, &code);
        if ((code >= 0x80 && code < 0xa0) || code == 0xfffe || code == 0xffff)
            return false;
        text = (struct text){text.bytes + taken, text.size - taken};
    }
    return true;
}

/* A double-quoted scalar of YAML 1.1. */
static void write_quoted(struct buffer *out, const char *string)
{
    buffer_add_byte(out, '"');
    for (const char *at = string; *at; at++) {
        unsigned char byte = (unsigned char)*at;
        if (byte == '"' || byte == '\\')
            buffer_printf(out, "\\%c", byte);
        else if (byte < 0x20 || byte == 0x7f)
            buffer_printf(out, "\\x%02x", byte);
        else
            buffer_add_byte(out, *at);
    }
    buffer_add_byte(out, '"');
}

static void write_entry(const struct baseline_entry *entry, struct buffer *out)
{
    char day[DATE_TEXT_SIZE];
    date_format(entry->first_seen, day);
    buffer_printf(out, "  - {rule: %s, fingerprint: \"%s\", first_seen: %s", entry->rule,
                  entry->fingerprint, day);
    if (entry->until != INT32_MIN) {
        date_format(entry->until, day);
        buffer_printf(out, ", until: %s", day);
    }
    if (entry->verdict != VERDICT_FAIL)
        buffer_printf(out, ", verdict: %s", verdict_words[entry->verdict]);
    if (entry->path && is_writable(text_of(entry->path))) {
        buffer_add_string(out, ", path: ");
        write_quoted(out, entry->path);
    }
    buffer_add_string(out, "}\n");
}

void baseline_file_write(const struct baseline_file *file, struct buffer *out)
{
    buffer_add_string(out, head);
    buffer_add_string(out, "bylaw: 1\n");
    if (file->commit)
        buffer_printf(out, "commit: \"%s\"\n", file->commit);
    buffer_add_string(out, file->count > 0 ? "findings:\n" : "findings: []\n");
    for (size_t i = 0; i < file->count; i++)
        write_entry(&file->entries[i], out);
}

bool baseline_entry_is_over(const struct baseline_entry *entry, int32_t today)
{
    return entry->until != INT32_MIN && today > entry->until;
}
