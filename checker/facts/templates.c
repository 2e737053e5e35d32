#include "facts/templates.h"

#include "facts/catalogue_file.h"
#include "facts/tool_catalogue.h"

#include <pthread.h>
#include <string.h>

/* A fifth of the words may be others. */
enum { HASH_DIGITS = 16, GAP_WORDS = 2, OWN_SHARE = 4 };

static const struct schema_field template_fields[] = {
    {.name = "name",
     .type = SCHEMA_TEXT,
     .offset = offsetof(struct template, name),
     .summary = "What people call it."},
    {.name = "source",
     .type = SCHEMA_TEXT,
     .offset = offsetof(struct template, source),
     .pattern = "^https://",
     .pattern_hint = "the address of a page",
     .summary = "The version that the shingles were made from."},
    {.name = "licence",
     .type = SCHEMA_TEXT,
     .offset = offsetof(struct template, licence),
     .summary = "Of that version."},
    {.name = "headings",
     .type = SCHEMA_TEXTS,
     .offset = offsetof(struct template, headings),
     .summary = "Its headings, which tell it from its relatives; they are never residue."},
    {.name = "phrases",
     .type = SCHEMA_TEXTS,
     .offset = offsetof(struct template, phrases),
     .pattern = "^[a-z0-9*|]+( [a-z0-9*|]+)*$",
     .pattern_hint = "folded words parted by one blank",
     .summary = "Short marks that no finished document has."},
    {.name = "shingles",
     .type = SCHEMA_TEXT,
     .offset = offsetof(struct template, shingles),
     .summary = "The hashes of its guidance, five words each."},
    {0},
};

static const struct schema template_schema = {
    .name = "template",
    .summary = "A text that people start from.",
    .size = sizeof(struct template),
    .node_offset = SIZE_MAX,
    .fields = template_fields,
};

struct file {
    int64_t version_of_format;
    struct schema_objects templates;
};

static const struct schema_field file_fields[] = {
    {.name = "bylaw",
     .type = SCHEMA_INTEGER,
     .offset = offsetof(struct file, version_of_format),
     .required = true,
     .minimum = 1,
     .maximum = 2,
     .summary = "The version of the format."},
    {.name = "templates",
     .type = SCHEMA_OBJECTS,
     .offset = offsetof(struct file, templates),
     .required = true,
     .object = &template_schema,
     .summary = "The templates."},
    {0},
};

static const struct schema file_schema = {
    .name = "templates",
    .summary = "Texts that people start documents from.",
    .size = sizeof(struct file),
    .node_offset = SIZE_MAX,
    .fields = file_fields,
};

uint64_t shingle_hash(const struct word *words)
{
    uint64_t hash = 0xcbf29ce484222325U;
    for (size_t i = 0; i < SHINGLE_WORDS; i++) {
        for (const char *at = words[i].text; *at; at++)
            hash = (hash ^ (unsigned char)*at) * 0x100000001b3U;
        hash = (hash ^ ' ') * 0x100000001b3U;
    }
    return hash ? hash : 1;
}

static struct template_slot *slot_of(struct template_slot *slots, size_t count, uint64_t hash)
{
    size_t at = (size_t)(hash ^ hash >> 32) & (count - 1);
    while (slots[at].hash && slots[at].hash != hash)
        at = (at + 1) & (count - 1);
    return &slots[at];
}

/* The next hash of a list, past which `*at` is moved; 0, which none is: no hash stands there. */
static uint64_t read_hash(const char **at)
{
    static const char digits[] = "0123456789abcdef";
    uint64_t hash = 0;
    if (strspn(*at, digits) != HASH_DIGITS)
        return 0;
    for (size_t i = 0; i < HASH_DIGITS; i++)
        hash = hash << 4 | (uint64_t)(strchr(digits, (*at)[i]) - digits);
    *at += HASH_DIGITS;
    *at += strspn(*at, " \n");
    return hash;
}

static bool add_shingles(struct templates *templates, struct template_slot *slots,
                         size_t slot_count, size_t template)
{
    const char *at = templates->items[template]->shingles;
    while (at && *at) {
        uint64_t hash = read_hash(&at);
        if (!hash)
            return false;
        struct template_slot *slot = slot_of(slots, slot_count, hash);
        templates->shingle_count += !slot->hash;
        slot->hash = hash;
        slot->templates |= (uint64_t)1 << template;
    }
    return true;
}

static void fill(struct arena *arena, struct templates *templates, struct diagnostics *diagnostics,
                 struct place place)
{
    size_t most = 0, slot_count = 1;
    for (size_t i = 0; i < templates->count; i++)
        if (templates->items[i]->shingles)
            most += (strlen(templates->items[i]->shingles) + 1) / (HASH_DIGITS + 1);
    while (slot_count < 2 * most + 1)
        slot_count *= 2;
    struct template_slot *slots = ARENA_ARRAY(arena, struct template_slot, slot_count);
    for (size_t i = 0; i < templates->count; i++)
        if (!add_shingles(templates, slots, slot_count, i))
            diagnostics_add(diagnostics, DIAGNOSTIC_ERROR, place,
                            "the shingles of template %zu are not hashes of %d digits, parted by "
                            "blanks",
                            i + 1, HASH_DIGITS);
    templates->slots = slots;
    templates->slot_count = slot_count;
}

struct templates *templates_parse(struct arena *arena, const struct builtin_file *file,
                                  struct diagnostics *diagnostics)
{
    struct templates *templates = ARENA_NEW(arena, struct templates);
    struct place place = {.path = file->path, .line = 1, .column = 1};
    struct file *loaded = catalogue_file_load(&file_schema, arena, file, diagnostics);
    if (!loaded)
        return templates;
    templates->items = (const struct template *const *)loaded->templates.items;
    templates->count = loaded->templates.count;
    if (templates->count > TEMPLATES_MAX) {
        diagnostics_add(diagnostics, DIAGNOSTIC_ERROR, place, "more than %d templates",
                        TEMPLATES_MAX);
        templates->count = TEMPLATES_MAX;
    }
    fill(arena, templates, diagnostics, place);
    return templates;
}

/* Written once, under pthread_once, and only read from then on. */
static struct {
    pthread_once_t once;
    struct arena arena;
    const struct templates *templates;
} builtin = {.once = PTHREAD_ONCE_INIT};

static void parse_builtin(void)
{
    struct diagnostics diagnostics;
    arena_init(&builtin.arena, 1 << 18);
    diagnostics_init(&diagnostics, &builtin.arena);
    const struct builtin_file *file = catalogue_files;
    while (file->path && !string_ends_with(file->path, CATALOGUE_TEMPLATES))
        file++;
    builtin.templates = file->path ? templates_parse(&builtin.arena, file, &diagnostics)
                                   : ARENA_NEW(&builtin.arena, struct templates);
}

const struct templates *templates_builtin(void)
{
    pthread_once(&builtin.once, parse_builtin);
    return builtin.templates;
}

static const struct template_slot *find(const struct templates *templates, uint64_t hash)
{
    if (!templates->slots)
        return NULL;
    size_t at = (size_t)(hash ^ hash >> 32) & (templates->slot_count - 1);
    while (templates->slots[at].hash && templates->slots[at].hash != hash)
        at = (at + 1) & (templates->slot_count - 1);
    return templates->slots[at].hash ? &templates->slots[at] : NULL;
}

static void close_gaps(const struct words *words, bool *covered)
{
    size_t last = SIZE_MAX;
    for (size_t i = 0; i < words->count; i++) {
        if (!covered[i])
            continue;
        if (last != SIZE_MAX && i - last > 1 && i - last <= GAP_WORDS + 1 &&
            words->items[last].sentence == words->items[i].sentence)
            memset(covered + last, true, i - last);
        last = i;
    }
}

void template_cover(const struct templates *templates, struct arena *arena,
                    const struct words *words, struct template_cover *out)
{
    bool *covered = ARENA_ARRAY(arena, bool, words->count + 1);
    *out = (struct template_cover){.words = covered};
    size_t past = 0;
    for (size_t i = 0; i + SHINGLE_WORDS <= words->count; i++) {
        const struct template_slot *slot = find(templates, shingle_hash(&words->items[i]));
        if (!slot)
            continue;
        for (size_t at = i > past ? i : past; at < i + SHINGLE_WORDS; at++)
            covered[at] = true;
        past = i + SHINGLE_WORDS;
        for (size_t t = 0; t < templates->count; t++)
            out->hits[t] += slot->templates >> t & 1;
    }
    if (past)
        close_gaps(words, covered);
    for (size_t i = 0; i < words->count; i++)
        out->count += covered[i];
}

bool template_explains(const struct templates *templates, struct arena *scratch,
                       const struct words *words, const char *rest)
{
    struct arena_mark mark = arena_mark(scratch);
    struct template_cover cover;
    template_cover(templates, scratch, words, &cover);
    size_t own = 0;
    bool explained = cover.count > 0;
    for (size_t i = 0; i < words->count && explained;) {
        size_t own_here = 0, covered_here = 0;
        for (uint32_t sentence = words->items[i].sentence;
             i < words->count && words->items[i].sentence == sentence; i++) {
            covered_here += cover.words[i];
            own_here += !cover.words[i] && rest[words->items[i].offset] != ' ';
        }
        explained = covered_here > 0 || own_here == 0;
        own += own_here;
    }
    arena_reset(scratch, mark);
    return explained && own * OWN_SHARE <= cover.count;
}

bool template_next_phrase(const struct templates *templates, const struct words *words,
                          size_t *from, size_t *end, const struct template **out)
{
    for (size_t at = *from; at < words->count; at++) {
        for (size_t t = 0; t < templates->count; t++) {
            const struct template *template = templates->items[t];
            for (size_t i = 0; i < template->phrases.count; i++) {
                if (!words_match(words, at, words->count, template->phrases.items[i], end))
                    continue;
                *from = at;
                if (out)
                    *out = template;
                return true;
            }
        }
    }
    return false;
}
