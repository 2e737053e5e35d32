/* migration_source.h - source of migrations as whoever looks for a way back reads it:
 * comments and what stands in strings blanked in place, bodies of functions, and the
 * reasons that comments give. */
#ifndef FACTS_MIGRATION_SOURCE_H
#define FACTS_MIGRATION_SOURCE_H

#include "base/arena.h"
#include "base/text.h"

enum migration_language { MIGRATION_PYTHON, MIGRATION_RUBY, MIGRATION_BRACES, MIGRATION_SQL };

struct migration_source {
    enum migration_language language;
    struct text text; /* as it is */
    struct text code; /* of the same size: comments blanked, and of strings what is between quotes
                         (not in SQL) */
};

struct migration_body {
    struct text text, code; /* between the bounds of a function or a section */
    uint32_t line;          /* of its name */
};

struct migration_source migration_source_read(struct arena *arena, struct text text,
                                              enum migration_language language);
/* The function of that name, from `from` on; where it ends in `end`. False: there is none. */
bool migration_function(const struct migration_source *source, const char *name, size_t from,
                        struct migration_body *out, size_t *end);
/* Does it do nothing: `pass`, `return`, comments, a transaction around nothing? */
bool migration_is_empty(const struct migration_source *source, const struct migration_body *body);
/* Does it begin by raising an exception? */
bool migration_refuses(const struct migration_body *body);
/* `irreversible: ...`, `NO_ROLLBACK: ...` and the like anywhere in the text: the words behind it,
 * two at least; or NULL. */
const char *migration_stated_reason(struct arena *arena, struct text text);
/* Words of a comment, or of an exception, that say why there is no way back; NULL: none do.
 * Code that was commented out and prompts of templates are no reasons. */
const char *migration_reason(struct arena *arena, const struct migration_source *source,
                             const struct migration_body *body);
uint32_t migration_line(struct text text, size_t offset);

#endif
