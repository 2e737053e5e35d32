/* yaml_edit.h - changes of single values of a text that was read as YAML, so that all else
 * stays as somebody wrote it: comments, order, quotes. What it cannot do is left to the
 * caller to see: he reads the result again and compares. */
#ifndef DOCUMENT_YAML_EDIT_H
#define DOCUMENT_YAML_EDIT_H

#include "document/node.h"

struct yaml_change {
    size_t from, to; /* bytes of the text */
    const char *with;
};

struct yaml_edit {
    struct arena *arena;
    struct text text;
    struct yaml_change *changes;
    size_t count, capacity;
    size_t *lines; /* where each line begins */
    size_t line_count;
};

void yaml_edit_init(struct yaml_edit *edit, struct arena *arena, struct text text);
/* Gives a key's value as it is to be written, on one line. False when the key is not there. */
bool yaml_edit_value(struct yaml_edit *edit, const struct node *mapping, const char *key,
                     const char *written);
/* Gives a key a text of one line: in folded lines where the mapping and what stands behind the
 * value allow it, else in double quotes. */
bool yaml_edit_prose(struct yaml_edit *edit, const struct node *mapping, const char *key,
                     const char *prose);
/* Takes a key and its value away, in a block mapping with the comment behind it. True also
 * when it is not there; false when it shares its line with something else. */
bool yaml_edit_remove(struct yaml_edit *edit, const struct node *mapping, const char *key);
/* The text with the changes, which must not overlap. */
struct text yaml_edit_apply(struct yaml_edit *edit);

/* The byte at which a node begins, and the one behind its last: without the comments and
 * blanks that follow. */
size_t yaml_edit_start(const struct yaml_edit *edit, const struct node *node);
size_t yaml_edit_end(const struct yaml_edit *edit, const struct node *node);

#endif
