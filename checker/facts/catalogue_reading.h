/* catalogue_reading.h - what the readers of catalogue files share: an entity that is being
 * read, checks of its fields that say what is wrong and where, and the rows that they add.
 * It knows YAML nodes, not the formats: each of those has a reader of its own. */
#ifndef FACTS_CATALOGUE_READING_H
#define FACTS_CATALOGUE_READING_H

#include "facts/catalogue_kinds.h"

struct catalogue_reading {
    struct fact_writer *writer;
    struct fact_file *file;
    const char *system;
    const char *kind, *space, *name; /* of the entity; lower case; NULL until they are known */
    size_t number;                   /* of the document in its file, from 1 */
    bool test;
};

/* The readers: one root of a document each. */
void catalogue_read_backstage(struct catalogue_reading *reading, const struct node *root);
void catalogue_read_datadog(struct catalogue_reading *reading, const struct node *root);
void catalogue_read_opslevel(struct catalogue_reading *reading, const struct node *root);
void catalogue_read_cortex(struct catalogue_reading *reading, const struct node *root);

/* Does it stand where skeletons of new repositories, tests and examples stand? */
bool catalogue_is_test(const char *path);
/* The same, and copies of others' code. */
bool catalogue_is_foreign(const struct fact_file *file);
/* Text that a template engine or a variable fills in later. */
bool catalogue_is_template(const char *text);
/* A value that says nothing: of a template, of a manual, or an empty one. */
bool catalogue_is_placeholder(const char *value);
/* The same of an owner, with or without its kind and namespace. */
bool catalogue_is_placeholder_owner(const char *owner);
/* The same of the id that a tool gave to a service. */
bool catalogue_is_placeholder_id(const char *id);
const char *catalogue_lower(struct arena *arena, const char *text); /* NULL gives NULL */

/* A problem at `place`; `text` is finished words and goes on after the field's name. */
void catalogue_problem(const struct catalogue_reading *reading, const struct node *place,
                       enum problem_sort sort, const char *field, const char *text);
/* Is it there, and a scalar that is not empty? A `$text` and the like counts as there. The
 * problems are those of a required field. */
bool catalogue_require_text(const struct catalogue_reading *reading, const struct node *owner,
                            const char *key, const char *field);
/* When it is there: is it a sequence, a mapping, a text? Its node, or NULL with a problem. */
const struct node *catalogue_sequence(const struct catalogue_reading *reading,
                                      const struct node *owner, const char *key, const char *field);
const struct node *catalogue_mapping(const struct catalogue_reading *reading,
                                     const struct node *owner, const char *key, const char *field,
                                     bool required);
/* Each item of a sequence is a mapping with these keys (NULL-ended). */
void catalogue_require_items(const struct catalogue_reading *reading, const struct node *sequence,
                             const char *field, const char *const *keys);
/* Keys of the mapping that are not among the known ones (NULL-ended), with the near one. */
void catalogue_know_keys(const struct catalogue_reading *reading, const struct node *mapping,
                         const char *prefix, const char *const *known);
/* What an entity says of its end: the value of a key that is about it, a tag that is, or a
 * description that names what comes after it. NULL when it says nothing. */
const struct node *catalogue_retirement(const struct node *const *places, size_t count);
/* A mapping whose only key begins with '$': another file's text in the place of the value. */
bool catalogue_is_substitution(const struct node *node);

/* The row of the entity; its cells are set, but for those that only a format knows. */
struct value *catalogue_entity(const struct catalogue_reading *reading, const struct node *place,
                               const char *type, const char *lifecycle, const char *owner);
void catalogue_reference(const struct catalogue_reading *reading, const struct node *place,
                         enum reference_verb verb, const char *kind, const char *space,
                         const char *name);
/* `secret`: the value is a key and is not kept. */
void catalogue_oncall(const struct catalogue_reading *reading, const struct node *place,
                      enum oncall_sort sort, const char *tool, const char *value, bool secret);

#endif
