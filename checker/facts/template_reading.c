#include "facts/template_reading.h"

/* More names than these nobody reads. */
enum { HEADINGS_MOST = 6 };

static bool has_heading(const struct template *template, const char *heading)
{
    for (size_t i = 0; i < template->headings.count; i++)
        if (string_equals_folded(template->headings.items[i], heading))
            return true;
    return false;
}

/* Relatives share their sentences: then their headings tell them apart. */
static const char *best_of(const struct templates *templates, const struct prose *prose,
                           const size_t hits[TEMPLATES_MAX])
{
    size_t best = 0, most = 0, most_headings = 0;
    for (size_t t = 0; t < templates->count; t++) {
        if (!hits[t] || hits[t] < most)
            continue;
        size_t headings = 0;
        for (size_t i = 0; i < prose->section_count; i++)
            headings += has_heading(templates->items[t], prose->sections[i].heading);
        if (hits[t] > most || headings > most_headings) {
            best = t;
            most = hits[t];
            most_headings = headings;
        }
    }
    return most ? templates->items[best]->name : NULL;
}

static const char *list_headings(struct arena *arena, const struct prose *prose,
                                 const bool *unfilled)
{
    struct buffer out = BUFFER_EMPTY;
    size_t count = 0;
    for (size_t i = 0; i < prose->section_count; i++) {
        if (!unfilled[i])
            continue;
        const char *heading = prose->sections[i].heading;
        if (count++ < HEADINGS_MOST)
            buffer_printf(&out, "%s'%s'", out.size ? ", " : "", *heading ? heading : "the top");
    }
    if (count > HEADINGS_MOST)
        buffer_printf(&out, " and %zu more", count - HEADINGS_MOST);
    const char *text = arena_strdup(arena, buffer_string(&out));
    buffer_release(&out);
    return text;
}

const char *template_of_lines(struct arena *scratch, const struct prose *prose, size_t first,
                              size_t end)
{
    const struct templates *templates = templates_builtin();
    struct arena_mark mark = arena_mark(scratch);
    struct words words = words_read(scratch, prose_body(prose, first, end));
    struct template_cover cover;
    const char *name = NULL;
    template_cover(templates, scratch, &words, &cover);
    if (cover.count) {
        /* The rest of the document tells which of the relatives it is. */
        struct words all = words_read(scratch, prose->visible);
        template_cover(templates, scratch, &all, &cover);
        name = best_of(templates, prose, cover.hits);
    }
    const struct template *template;
    size_t from = 0, past;
    if (!name && template_next_phrase(templates, &words, &from, &past, &template))
        name = template->name;
    arena_reset(scratch, mark);
    return name;
}

struct template_reading template_reading_of(struct arena *arena, const struct prose *prose)
{
    const struct templates *templates = templates_builtin();
    bool *unfilled = ARENA_ARRAY(arena, bool, prose->section_count + 1);
    struct template_reading reading = {.unfilled = unfilled, .headings = ""};
    size_t hits[TEMPLATES_MAX] = {0};
    bool *own = ARENA_ARRAY(arena, bool, prose->section_count + 1);
    for (size_t i = 0; i < prose->section_count; i++) {
        size_t first = prose->sections[i].first, end = prose->sections[i].end;
        struct text body = prose_body(prose, first, end);
        if (!text_trim(body).size)
            continue;
        struct words words = words_read(arena, body);
        struct template_cover cover;
        template_cover(templates, arena, &words, &cover);
        /* Most sections of most documents: nothing of a template. */
        unfilled[i] = cover.count > 0 && prose_is_residue(arena, prose, first, end);
        own[i] = !unfilled[i];
        if (own[i])
            continue;
        reading.count++;
        for (size_t t = 0; t < templates->count; t++)
            hits[t] += cover.hits[t];
    }
    if (!reading.count)
        return reading;
    reading.name = best_of(templates, prose, hits);
    reading.whole = true;
    for (size_t i = 0; i < prose->section_count && reading.whole; i++)
        reading.whole = !own[i] || prose_is_residue(arena, prose, prose->sections[i].first,
                                                    prose->sections[i].end);
    reading.headings = list_headings(arena, prose, unfilled);
    return reading;
}

const char *template_reading_words(struct arena *arena, const struct template_reading *reading)
{
    if (!reading->count)
        return NULL;
    if (reading->whole)
        return arena_printf(arena, "the template '%s', not filled in", reading->name);
    return arena_printf(arena, "the text of the template '%s' in %s", reading->name,
                        reading->headings);
}
