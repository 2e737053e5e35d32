/* rows.h - for tests of recognisers: files in memory in, the rows of one kind out
 * as lines of text. A row is `path:line` and the asked cells, a gap is
 * `path gap <class>` and the asked cells that are known. */
#ifndef TESTS_ROWS_H
#define TESTS_ROWS_H

#include "facts/gather.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

enum { WORLD_FILES_MAX = 64 };

struct world {
    struct arena arena;
    struct memory_file files[WORLD_FILES_MAX];
    size_t count;
};

static inline void world_start(struct world *world)
{
    *world = (struct world){0};
    arena_init(&world->arena, 1 << 16);
}

static inline void world_end(struct world *world)
{
    arena_release(&world->arena);
}

static inline void world_add_bytes(struct world *world, const char *path, const char *bytes,
                                   size_t size, enum entry_kind kind)
{
    assert_true(world->count < WORLD_FILES_MAX);
    world->files[world->count++] =
        (struct memory_file){.path = path, .content = {bytes, size}, .kind = kind};
}

static inline void world_add(struct world *world, const char *path, const char *content)
{
    world_add_bytes(world, path, content, strlen(content), ENTRY_FILE);
}

static inline struct fact_table world_table(struct world *world, const char *kind_name)
{
    const struct fact_kind *kind = fact_kind_find(kind_name);
    assert_non_null(kind);
    struct fact_table table = {.kind = kind};
    struct failure *failure =
        fact_recognise_memory(NULL, kind, world->files, world->count, &world->arena, &table);
    if (failure)
        fail_msg("%s", failure_message(failure));
    return table;
}

/* `fields` is a list of names with single spaces between them. */
static inline const char *world_rows(struct world *world, const char *kind_name, const char *fields)
{
    struct fact_table table = world_table(world, kind_name);
    struct buffer out = BUFFER_EMPTY;
    for (size_t i = 0; i < table.count; i++) {
        const struct fact_row *row = &table.rows[i];
        if (row->gap)
            buffer_printf(&out, "%s gap", row->path ? row->path : "-");
        else
            buffer_printf(&out, "%s:%u", row->path ? row->path : "-", row->line);
        for (const char *at = fields; *at != '\0';) {
            size_t length = strcspn(at, " ");
            const char *name = arena_copy(&world->arena, (struct text){at, length});
            int index = fact_field_find(table.kind, name);
            if (index < 0)
                fail_msg("'%s' has no field '%s'", kind_name, name);
            const struct value *value = &row->cells[index];
            if (!row->gap)
                buffer_printf(&out, " %s", value_format(&world->arena, value));
            else if (value->kind != VALUE_UNKNOWN)
                buffer_printf(&out, " %s=%s", name, value_format(&world->arena, value));
            at += length + (at[length] == ' ');
        }
        buffer_add_byte(&out, '\n');
    }
    const char *text = arena_strdup(&world->arena, buffer_string(&out));
    buffer_release(&out);
    return text;
}

static inline void assert_world_rows(struct world *world, const char *kind_name, const char *fields,
                                     const char *expected)
{
    assert_string_equal(world_rows(world, kind_name, fields), expected);
}

/* The rows of one file alone. */
static inline void assert_rows_of(const char *path, const char *content, const char *kind_name,
                                  const char *fields, const char *expected)
{
    struct world world;
    world_start(&world);
    world_add(&world, path, content);
    assert_string_equal(world_rows(&world, kind_name, fields), expected);
    world_end(&world);
}

#endif
