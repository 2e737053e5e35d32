#include "base/table.h"
#include "fleet/audit.h"

enum { WARNINGS_SHOWN = 20 };

/* Of a warning: how many repositories have it, and the first of them. */
struct told {
    const char *repository;
    size_t count;
};

void audit_write_warnings(struct buffer *out, const struct audit *audit)
{
    struct arena arena;
    struct table lines; /* warning -> struct told */
    arena_init(&arena, 1 << 12);
    table_init(&lines, &arena);
    for (size_t i = 0; i < audit->count; i++) {
        const struct audit_repository *one = &audit->repositories[i];
        for (size_t j = 0; j < one->warning_count; j++) {
            struct told *told = table_find(&lines, one->warnings[j]);
            if (!told) {
                told = ARENA_NEW(&arena, struct told);
                *told = (struct told){.repository = one->path};
                table_set(&lines, one->warnings[j], told);
            }
            told->count++;
        }
    }
    for (size_t i = 0; i < lines.count && i < WARNINGS_SHOWN; i++) {
        const struct told *told = lines.entries[i].value;
        buffer_add_string(out, told->repository);
        if (told->count > 1)
            buffer_printf(out, " and %zu more", told->count - 1);
        buffer_printf(out, ": %s\n", lines.entries[i].key);
    }
    if (lines.count > WARNINGS_SHOWN)
        buffer_printf(out, "and %zu more warnings\n", lines.count - WARNINGS_SHOWN);
    arena_release(&arena);
}
