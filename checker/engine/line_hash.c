#include "engine/line_hash.h"

#include "base/digest.h"

#include <string.h>

enum { BLOCK = 100, FACTOR = 37, END_OF_FILE = 65535 };

/* How often a hash was seen; 0: a free place. */
struct seen {
    uint64_t hash;
    size_t times;
};

struct roller {
    struct arena *arena;
    uint16_t window[BLOCK];
    int64_t line_at[BLOCK]; /* the line that began there; -1: none */
    size_t at;
    uint64_t hash, first; /* FACTOR to the power of BLOCK */
    bool after_carriage_return, at_line_start;
    int64_t line;
    struct seen *seen; /* open addressing */
    size_t seen_count, seen_room;
    const uint32_t *lines;
    size_t count, next; /* of `lines`, the first that was not emitted */
    const char **out;
};

static struct seen *find_seen(const struct roller *roller, uint64_t hash)
{
    size_t mask = roller->seen_room - 1;
    size_t at = (size_t)(hash * 0x9e3779b97f4a7c15ULL >> 32) & mask;
    while (roller->seen[at].times > 0 && roller->seen[at].hash != hash)
        at = (at + 1) & mask;
    return &roller->seen[at];
}

static size_t count_hash(struct roller *roller, uint64_t hash)
{
    if ((roller->seen_count + 1) * 2 > roller->seen_room) {
        struct seen *before = roller->seen;
        size_t room = roller->seen_room;
        roller->seen_room = room ? room * 2 : 256;
        roller->seen = ARENA_ARRAY(roller->arena, struct seen, roller->seen_room);
        for (size_t i = 0; i < room; i++)
            if (before[i].times > 0)
                *find_seen(roller, before[i].hash) = before[i];
    }
    struct seen *seen = find_seen(roller, hash);
    roller->seen_count += seen->times == 0;
    seen->hash = hash;
    return ++seen->times;
}

static void emit(struct roller *roller)
{
    size_t times = count_hash(roller, roller->hash);
    int64_t line = roller->line_at[roller->at];
    roller->line_at[roller->at] = -1;
    while (roller->next < roller->count && roller->lines[roller->next] < line)
        roller->next++;
    for (; roller->next < roller->count && roller->lines[roller->next] == line; roller->next++)
        roller->out[roller->next] =
            arena_printf(roller->arena, "%llx:%zu", (unsigned long long)roller->hash, times);
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
    for (size_t i = 0; i < BLOCK; i++) {
        roller.line_at[i] = -1;
        roller.first *= FACTOR;
    }
    memset(out, 0, count * sizeof(*out));
    for (size_t at = 0; at < text.size && roller.next < count;) {
        uint32_t code = (unsigned char)text.bytes[at];
        if (code < 0x80)
            at++;
        else
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
