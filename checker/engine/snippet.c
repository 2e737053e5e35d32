#include "engine/snippet.h"

#include "base/limits.h"
#include "engine/line_hash.h"
#include "facts/secret_mask.h"

#include <string.h>

/* What is shown of one line; a minified file is one line of megabytes. */
enum { EXCERPT_BYTES_MAX = 2000 };

static struct text cut_line(struct text line)
{
    if (line.size <= EXCERPT_BYTES_MAX)
        return line;
    line.size = EXCERPT_BYTES_MAX;
    while (line.size > 0 && ((unsigned char)line.bytes[line.size] & 0xC0) == 0x80)
        line.size--;
    return line;
}

static void fill_excerpts(struct finding *findings, size_t count, struct text text,
                          struct arena *arena)
{
    struct text rest = text;
    struct text line = {0};
    uint32_t number = 0;
    for (size_t i = 0; i < count; i++) {
        bool there = number >= findings[i].place.line && number > 0;
        while (number < findings[i].place.line && (there = text_next_line(&rest, &line)))
            number++;
        if (there && number == findings[i].place.line && !findings[i].stand_in)
            findings[i].excerpt = arena_copy(arena, cut_line(line));
    }
}

static void fill_hashes(struct finding *findings, size_t count, struct text text,
                        struct arena *arena, struct arena *scratch)
{
    uint32_t *lines = ARENA_ARRAY(scratch, uint32_t, count);
    const char **hashes = ARENA_ARRAY(scratch, const char *, count);
    for (size_t i = 0; i < count; i++)
        lines[i] = findings[i].place.line;
    line_hash_lines(scratch, text, lines, count, hashes);
    for (size_t i = 0; i < count; i++)
        if (!findings[i].stand_in)
            findings[i].line_hash = hashes[i] ? arena_strdup(arena, hashes[i]) : NULL;
}

/* The files that findings stand in, one after the other. */
struct filling {
    struct evaluation *evaluation;
    const struct snippet_options *options;
    const struct snapshot *snapshot;
    struct reader *reader;
    struct pattern_matcher *matcher;
    struct arena *arena;
};

static void fill_stand_ins(const struct filling *filling, struct finding *findings, size_t count)
{
    const char *remote = filling->evaluation->remote;
    for (size_t i = 0; i < count; i++)
        if (findings[i].stand_in)
            findings[i].line_hash = line_hash_of_absence(
                filling->arena, findings[i].setting->rule->id, remote ? remote : "",
                arena_printf(filling->arena, "%s %s", findings[i].check->name,
                             findings[i].subject));
}

static void fill_file(const struct filling *filling, struct finding *findings, size_t count)
{
    if (filling->options->line_hashes)
        fill_stand_ins(filling, findings, count);
    const struct entry *entry = snapshot_find(filling->snapshot, findings[0].place.path);
    if (!entry || entry->kind == ENTRY_SUBMODULE)
        return;
    struct arena scratch;
    arena_init(&scratch, 1 << 16);
    struct content content;
    reader_read(filling->reader, entry, LIMIT_BLOB_BYTES, &scratch, &content);
    bool is_text = content.state == CONTENT_TEXT || content.state == CONTENT_LFS_POINTER;
    if (is_text && filling->options->excerpts)
        fill_excerpts(findings, count,
                      secret_mask(&scratch, filling->matcher, entry->path, content.text),
                      filling->arena);
    if (is_text && filling->options->line_hashes)
        fill_hashes(findings, count, content.text, filling->arena, &scratch);
    arena_release(&scratch);
}

struct failure *snippets_fill(struct evaluation *evaluation, const struct snapshot *snapshot,
                              const struct snippet_options *options, struct arena *arena)
{
    if (evaluation->finding_count == 0)
        return NULL;
    struct filling filling = {
        .evaluation = evaluation, .options = options, .snapshot = snapshot, .arena = arena};
    TRY(reader_open_here(&filling.reader, snapshot));
    filling.matcher = pattern_matcher_new();
    struct finding *findings = evaluation->findings;
    for (size_t i = 0; i < evaluation->finding_count;) {
        size_t end = i + 1;
        while (end < evaluation->finding_count &&
               strcmp(findings[end].place.path, findings[i].place.path) == 0)
            end++;
        fill_file(&filling, &findings[i], end - i);
        i = end;
    }
    pattern_matcher_free(filling.matcher);
    reader_close(filling.reader);
    return NULL;
}

static void mask(const char **string, struct arena *arena)
{
    if (*string)
        *string = secret_mask_string(arena, *string);
}

static void mask_finding(struct finding *finding, struct arena *arena)
{
    mask(&finding->message, arena);
    mask(&finding->subject, arena);
    mask(&finding->reason, arena);
    for (size_t i = 0; i < finding->related_count; i++)
        mask(&finding->related[i].message, arena);
}

static void mask_rule(struct rule_result *rule, struct arena *arena)
{
    mask(&rule->reason, arena);
    for (size_t i = 0; i < rule->check_count; i++) {
        struct check_result *check = &rule->checks[i];
        mask(&check->reason, arena);
        for (size_t e = 0; e < check->evidence_count; e++)
            mask(&check->evidence[e].text, arena);
    }
}

/* A message may quote a file: `uses: docker://...`, a command, an address. */
void snippets_mask(struct evaluation *evaluation, struct arena *arena)
{
    for (size_t i = 0; i < evaluation->finding_count; i++)
        mask_finding(&evaluation->findings[i], arena);
    for (size_t i = 0; i < evaluation->fixed_count; i++)
        mask_finding(&evaluation->fixed[i], arena);
    for (size_t i = 0; i < evaluation->rule_count; i++)
        mask_rule(&evaluation->rules[i], arena);
    if (evaluation->head_diagnostics)
        secret_mask_sources(evaluation->head_diagnostics);
}
