/* A decision record over any bytes: it ends, and what it says holds together. The
 * first byte chooses the markup. */
#include "facts/adr_body.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool holds)
{
    if (!holds)
        abort();
}

static void check_record(const struct adr_record *record, size_t lines)
{
    bool known = record->status_state == ADR_STATUS_KNOWN;
    check(!known || (record->status_text && record->status <= ADR_SUPERSEDED));
    check(record->format <= ADR_OTHER && record->section_count <= ADR_FAMILIES);
    unsigned required = 0;
    for (size_t i = 0; i < record->section_count; i++) {
        const struct adr_section *section = &record->sections[i];
        check(section->family < ADR_FAMILY_NONE && section->line > 0 && section->line <= lines);
        check(section->state != ADR_ABSENT || (section->required && !section->heading));
        required += section->required;
    }
    check(required > 0);
    for (size_t i = 0; i < record->relation_count; i++) {
        const struct adr_relation *relation = &record->relations[i];
        check(relation->line > 0 && relation->column > 0 && relation->target[0]);
        check(adr_verb_inverse(adr_verb_inverse(relation->verb)) == relation->verb);
    }
}

static struct adr_body read_all(struct arena *arena, const char *path, struct text text)
{
    bool limit = false;
    const struct markdown *markdown =
        prose_syntax_of(path) == PROSE_MARKDOWN ? markdown_parse(arena, text, &limit) : NULL;
    const struct prose *prose = prose_read(arena, path, text, markdown);
    struct adr_record record = {.path = path};
    struct adr_body body;
    adr_record_read(&record, arena, arena, prose, markdown, NULL);
    check_record(&record, prose->line_count + 1);
    adr_body_read(&body, arena, arena, prose, record.format);
    return body;
}

/* A version is itself, and as different from another as that is from it. */
static void check_difference(struct arena *arena, const struct adr_body *a,
                             const struct adr_body *b)
{
    struct adr_difference self = adr_body_compare(arena, a, a);
    check(self.known && !self.changed && !self.core && !self.decision);
    struct adr_difference there = adr_body_compare(arena, a, b);
    struct adr_difference back = adr_body_compare(arena, b, a);
    check(there.known == back.known && there.changed == back.changed);
    check(there.decision <= there.core && there.core <= a->count + b->count);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const paths[] = {"docs/adr/0001-x.md", "docs/adr/0001-x.adoc",
                                        "docs/adr/0001-x.rst", "docs/adr/0001-x.md"};
    if (size < 1)
        return 0;
    struct arena arena;
    arena_init(&arena, 1 << 16);
    const char *path = paths[data[0] % 4];
    struct text text = {arena_copy(&arena, (struct text){(const char *)data + 1, size - 1}),
                        size - 1};
    struct adr_body body = read_all(&arena, path, text);
    struct adr_body half = read_all(&arena, path, (struct text){text.bytes, text.size / 2});
    check_difference(&arena, &half, &body);
    arena_release(&arena);
    return 0;
}
