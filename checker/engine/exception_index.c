#include "engine/exception_index.h"

#include "base/table.h"
#include "base/text.h"
#include "engine/excuse.h"

#include <stdlib.h>
#include <string.h>

/* By what a record is looked up, beside its rule. */
enum sort {
    BY_RULE = 'r',    /* by nothing else */
    BY_LINE = 'l',    /* inline: its file and line */
    BY_FINDING = 'f', /* a fingerprint */
    BY_SUBJECT = 's',
    BY_FOLDER = 'd', /* of a glob: what every match lies in, with the slash at its end */
    BY_PATH = 'p',   /* of a glob without a wildcard */
    BY_NAME = 'n',   /* likewise, in any folder */
};

struct numbers {
    size_t *items;
    size_t count, capacity;
};

struct exception_index {
    struct arena *arena;
    const struct evaluation *evaluation;
    struct table rules; /* ids that a record names */
    struct table keys;  /* rule, sort, text -> struct numbers */
    size_t *asked_for;  /* by record: the last finding for which it was asked */
    size_t finding;     /* how many findings have been looked up */
    size_t asked;       /* how many records, for all of them */
    size_t *found;
};

/* A key while it is written; the room is used again. */
struct key {
    struct buffer text;
    const char *rule;
};

static const char *write_key(struct key *key, enum sort sort, struct text text)
{
    buffer_clear(&key->text);
    buffer_add_string(&key->text, key->rule);
    buffer_add_byte(&key->text, '\n');
    buffer_add_byte(&key->text, (char)sort);
    buffer_add(&key->text, text.bytes, text.size);
    return buffer_string(&key->text);
}

static const char *write_line_key(struct key *key, const char *path, uint32_t line)
{
    write_key(key, BY_LINE, text_of(path));
    buffer_printf(&key->text, "\n%u", (unsigned)line);
    return buffer_string(&key->text);
}

static void put(struct exception_index *index, const char *key, size_t number)
{
    struct arena *arena = index->arena;
    struct numbers *numbers = table_find(&index->keys, key);
    if (!numbers) {
        numbers = ARENA_NEW(arena, struct numbers);
        table_set(&index->keys, arena_strdup(arena, key), numbers);
    }
    numbers->items = arena_grow(arena, numbers->items, numbers->count, &numbers->capacity,
                                sizeof(*numbers->items));
    numbers->items[numbers->count++] = number;
}

/* A literal is looked up as such, any other glob by the folder that all its matches lie in. */
static void put_glob(struct exception_index *index, struct key *key, const struct glob *glob,
                     size_t number)
{
    const char *pattern = glob_pattern(glob);
    const char *prefix = glob_prefix(glob);
    const char *slash = strchr(pattern, '/');
    bool is_literal =
        pattern[strcspn(pattern, "*?[]{}\\")] == '\0' && !string_ends_with(pattern, "/");
    if (is_literal && slash)
        put(index, write_key(key, BY_PATH, text_of(pattern + (slash == pattern))), number);
    else if (is_literal)
        put(index, write_key(key, BY_NAME, text_of(pattern)), number);
    else
        put(index, write_key(key, BY_FOLDER, text_of(prefix)), number);
}

static void put_texts(struct exception_index *index, struct key *key, enum sort sort,
                      const char *const *texts, size_t number)
{
    for (; *texts; texts++)
        put(index, write_key(key, sort, text_of(*texts)), number);
}

static void put_record(struct exception_index *index, struct key *key,
                       const struct exception *record, size_t number)
{
    if (record->layout == EXCEPTION_INLINE) {
        for (size_t i = 0; i < 2; i++)
            if (record->lines[i] > 0)
                put(index, write_line_key(key, record->place.path, record->lines[i]), number);
    } else if (record->findings && *record->findings) {
        put_texts(index, key, BY_FINDING, record->findings, number);
    } else if (record->subjects && *record->subjects) {
        put_texts(index, key, BY_SUBJECT, record->subjects, number);
    } else if (record->glob_count > 0) {
        for (size_t i = 0; i < record->glob_count; i++)
            put_glob(index, key, record->globs[i], number);
    } else {
        put(index, write_key(key, BY_RULE, text_of("")), number);
    }
}

struct exception_index *exception_index_new(const struct evaluation *evaluation,
                                            struct arena *arena)
{
    struct exception_index *index = ARENA_NEW(arena, struct exception_index);
    size_t count = evaluation->exception_count;
    struct key key = {.text = BUFFER_EMPTY};
    index->arena = arena;
    index->evaluation = evaluation;
    index->asked_for = ARENA_ARRAY(arena, size_t, count + 1);
    index->found = ARENA_ARRAY(arena, size_t, count + 1);
    table_init(&index->rules, arena);
    table_init(&index->keys, arena);
    for (size_t i = 0; i < count; i++) {
        const struct exception *record = evaluation->exceptions[i].exception;
        for (const char *const *rule = record->rules; *rule; rule++) {
            key.rule = *rule;
            table_set(&index->rules, *rule, index);
            put_record(index, &key, record, i);
        }
    }
    buffer_release(&key.text);
    return index;
}

/* Two keys may lead to one record. */
static size_t ask(struct exception_index *index, const char *key, const struct finding *finding,
                  size_t count)
{
    const struct evaluation *evaluation = index->evaluation;
    const struct numbers *numbers = table_find(&index->keys, key);
    for (size_t i = 0; numbers && i < numbers->count; i++) {
        size_t number = numbers->items[i];
        if (index->asked_for[number] == index->finding)
            continue;
        index->asked_for[number] = index->finding;
        index->asked++;
        if (exception_covers(evaluation->exceptions[number].exception, finding, evaluation->remote))
            index->found[count++] = number;
    }
    return count;
}

/* By the whole path, its last name, and every folder that it lies in. */
static size_t ask_path(struct exception_index *index, struct key *key, const char *path,
                       const struct finding *finding, size_t count)
{
    const char *name = strrchr(path, '/');
    count = ask(index, write_key(key, BY_PATH, text_of(path)), finding, count);
    count = ask(index, write_key(key, BY_NAME, text_of(name ? name + 1 : path)), finding, count);
    for (size_t size = 0;; size++) {
        if (size == 0 || path[size - 1] == '/')
            count =
                ask(index, write_key(key, BY_FOLDER, (struct text){path, size}), finding, count);
        if (path[size] == '\0')
            return count;
    }
}

static size_t ask_rule(struct exception_index *index, struct key *key,
                       const struct finding *finding, size_t count)
{
    const struct place *place = &finding->place;
    if (!table_has(&index->rules, key->rule))
        return count;
    count = ask(index, write_key(key, BY_RULE, text_of("")), finding, count);
    count = ask(index, write_key(key, BY_FINDING, text_of(finding->fingerprint)), finding, count);
    if (finding->subject)
        count = ask(index, write_key(key, BY_SUBJECT, text_of(finding->subject)), finding, count);
    if (place->path) {
        uint32_t line = place->line > 0 ? place->line : 1;
        count = ask(index, write_line_key(key, place->path, line), finding, count);
        count = ask_path(index, key, place->path, finding, count);
    }
    return finding->wanted ? ask_path(index, key, finding->wanted, finding, count) : count;
}

static int by_number(const void *a, const void *b)
{
    const size_t *one = a;
    const size_t *other = b;
    return (*one > *other) - (*one < *other);
}

size_t exception_index_find(struct exception_index *index, const struct finding *finding,
                            const size_t **out)
{
    const struct rule *rule = finding->setting->rule;
    struct key key = {.text = BUFFER_EMPTY, .rule = rule->id};
    index->finding++;
    size_t count = ask_rule(index, &key, finding, 0);
    for (const char *const *alias = rule->aliases; alias && *alias; alias++) {
        key.rule = *alias;
        count = ask_rule(index, &key, finding, count);
    }
    buffer_release(&key.text);
    if (count > 1)
        qsort(index->found, count, sizeof(*index->found), by_number);
    *out = index->found;
    return count;
}

size_t exception_index_asked(const struct exception_index *index)
{
    return index->asked;
}
