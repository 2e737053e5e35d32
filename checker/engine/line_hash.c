#include "engine/line_hash.h"

#include "base/digest.h"
#include "base/table.h"

#include <string.h>

enum { BLOCK = 100, FACTOR = 37, END_OF_FILE = 65535 };

struct roller {
    struct arena *arena;
    uint16_t window[BLOCK];
    int64_t line_at[BLOCK]; /* the line that began there; -1: none */
    size_t at;
    uint64_t hash, first; /* FACTOR to the power of BLOCK */
    bool after_carriage_return, at_line_start;
    int64_t line;
    struct table counts; /* hash -> how often it was seen */
    const uint32_t *lines;
    size_t count, next; /* of `lines`, the first that was not emitted */
    const char **out;
};

static void emit(struct roller *roller)
{
    char key[24];
    snprintf(key, sizeof(key), "%llx", (unsigned long long)roller->hash);
    size_t *seen = table_find(&roller->counts, key);
    if (!seen) {
        seen = ARENA_NEW(roller->arena, size_t);
        table_set(&roller->counts, arena_strdup(roller->arena, key), seen);
    }
    ++*seen;
    int64_t line = roller->line_at[roller->at];
    roller->line_at[roller->at] = -1;
    while (roller->next < roller->count && roller->lines[roller->next] < line)
        roller->next++;
    for (; roller->next < roller->count && roller->lines[roller->next] == line; roller->next++)
        roller->out[roller->next] = arena_printf(roller->arena, "%s:%zu", key, *seen);
}

static void update(struct roller *roller, uint16_t unit)
{
    roller->hash = FACTOR * roller->hash + unit - roller->first * roller->window[roller->at];
    roller->window[roller->at] = unit;
    roller->at = (roller->at + 1) % BLOCK;
}

static void process(struct roller *roller, uint16_t unit)
{
    if (unit == ' ' || unit == '\t' || (roller->after_carriage_return && unit == '\n')) {
        roller->after_carriage_return = false;
        return;
    }
    roller->after_carriage_return = unit == '\r';
    if (unit == '\r')
        unit = '\n';
    if (roller->line_at[roller->at] != -1)
        emit(roller);
    if (roller->at_line_start) {
        roller->at_line_start = false;
        roller->line_at[roller->at] = ++roller->line;
    }
    if (unit == '\n')
        roller->at_line_start = true;
    update(roller, unit);
}

static void process_code(struct roller *roller, uint32_t code)
{
    if (code > 0xFFFF) {
        process(roller, (uint16_t)(0xD800 + ((code - 0x10000) >> 10)));
        process(roller, (uint16_t)(0xDC00 + ((code - 0x10000) & 0x3FF)));
    } else {
        process(roller, (uint16_t)code);
    }
}

void line_hash_lines(struct arena *arena, struct text text, const uint32_t *lines, size_t count,
                     const char **out)
{
    struct roller roller = {.arena = arena,
                            .first = 1,
                            .at_line_start = true,
                            .lines = lines,
                            .count = count,
                            .out = out};
    table_init(&roller.counts, arena);
    for (size_t i = 0; i < BLOCK; i++) {
        roller.line_at[i] = -1;
        roller.first *= FACTOR;
    }
    memset(out, 0, count * sizeof(*out));
    for (size_t at = 0; at < text.size;) {
        uint32_t code = 0;
        at += utf8_decode(text.bytes + at, text.size - at, &code);
        process_code(&roller, code);
    }
    process(&roller, END_OF_FILE);
    for (size_t i = 0; i < BLOCK; i++) {
        if (roller.line_at[roller.at] != -1)
            emit(&roller);
        update(&roller, 0);
    }
}

const char *line_hash_of_absence(struct arena *arena, const char *rule, const char *repository,
                                 const char *subject)
{
    struct sha256 digest;
    char hex[SHA256_HEX_SIZE];
    sha256_init(&digest);
    sha256_add_string(&digest, rule);
    sha256_add_string(&digest, repository);
    sha256_add_string(&digest, subject);
    sha256_finish_hex(&digest, hex);
    return arena_printf(arena, "%.16s:1", hex);
}
