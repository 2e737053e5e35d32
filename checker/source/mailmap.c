#include "source/mailmap.h"

#include <string.h>

/* What a person is called instead; NULL parts stay. */
struct replacement {
    const char *name, *email;
};

/* `email`, or `email<name`: an address holds no '<'. Case is folded. */
static char *key_of(struct text email, struct text name, struct arena *arena)
{
    char *key = arena_alloc(arena, email.size + name.size + 2, 1);
    if (email.size > 0)
        memcpy(key, email.bytes, email.size);
    if (name.size > 0) {
        key[email.size] = '<';
        memcpy(key + email.size + 1, name.bytes, name.size);
    }
    for (char *byte = key; *byte; byte++)
        if (*byte >= 'A' && *byte <= 'Z')
            *byte = (char)(*byte - 'A' + 'a');
    return key;
}

/* Takes `Name <email>` off the line; the name may be empty. */
static bool take_person(struct text *line, struct text *name, struct text *email)
{
    const char *open = line->size > 0 ? memchr(line->bytes, '<', line->size) : NULL;
    if (!open)
        return false;
    size_t before = (size_t)(open - line->bytes);
    const char *close = memchr(open, '>', line->size - before);
    if (!close)
        return false;
    *name = text_trim((struct text){line->bytes, before});
    *email = (struct text){open + 1, (size_t)(close - open - 1)};
    size_t taken = (size_t)(close + 1 - line->bytes);
    *line = (struct text){line->bytes + taken, line->size - taken};
    return true;
}

static const char *string_or_null(struct text text, struct arena *arena)
{
    return text.size > 0 ? arena_copy(arena, text) : NULL;
}

static void add_line(struct mailmap *mailmap, struct text line)
{
    struct arena *arena = mailmap->arena;
    struct text new_name;
    struct text new_email;
    struct text old_name = {NULL, 0};
    struct text old_email = {NULL, 0};
    if (line.size == 0 || line.bytes[0] == '#' || !take_person(&line, &new_name, &new_email) ||
        new_email.size == 0)
        return;
    if (!take_person(&line, &old_name, &old_email)) {
        old_email = new_email;
        new_email = (struct text){NULL, 0};
    }
    const char *key = key_of(old_email, old_name, arena);
    struct replacement *entry = table_find(&mailmap->by_person, key);
    if (!entry) {
        entry = ARENA_NEW(arena, struct replacement);
        table_set(&mailmap->by_person, key, entry);
    }
    const char *name = string_or_null(new_name, arena);
    const char *email = string_or_null(new_email, arena);
    /* lines about an address alone add up, one about a name replaces */
    if (name || old_name.size > 0)
        entry->name = name;
    if (email || old_name.size > 0)
        entry->email = email;
}

void mailmap_init(struct mailmap *mailmap, struct text lines, struct arena *arena)
{
    mailmap->arena = arena;
    table_init(&mailmap->by_person, arena);
    struct text line;
    while (text_next_line(&lines, &line))
        if (line.size == 0 || !memchr(line.bytes, 0, line.size))
            add_line(mailmap, line);
}

void mailmap_resolve(const struct mailmap *mailmap, const char **name, const char **email)
{
    struct arena_mark mark = arena_mark(mailmap->arena);
    const struct text none = {NULL, 0};
    const struct replacement *entry =
        table_find(&mailmap->by_person, key_of(text_of(*email), text_of(*name), mailmap->arena));
    if (!entry)
        entry = table_find(&mailmap->by_person, key_of(text_of(*email), none, mailmap->arena));
    arena_reset(mailmap->arena, mark);
    if (entry && entry->name)
        *name = entry->name;
    if (entry && entry->email)
        *email = entry->email;
}
