/* manifest_nodes.h - what the readers of manifests share: documents whose problem is
 * noted in the reading, counting over nodes, and lines of programs that are read as
 * text and never run. */
#ifndef FACTS_MANIFEST_NODES_H
#define FACTS_MANIFEST_NODES_H

#include "facts/manifest_read.h"

/* The root of a document; NULL, with the problem noted, when the file is none. An
 * empty YAML file has no root and no problem. */
const struct node *manifest_json(struct manifest_reading *out, struct fact_file *file,
                                 bool comments); /* an object */
const struct node *manifest_yaml(struct manifest_reading *out, struct fact_file *file);
const struct node *manifest_toml(struct manifest_reading *out, struct fact_file *file);
const struct node *manifest_xml(struct manifest_reading *out, struct fact_file *file);

/* Items of a sequence or pairs of a mapping; 0 for anything else and NULL. */
size_t node_items(const struct node *node);
/* 0 unless it is of that kind. */
size_t node_count_of(const struct node *node, enum node_kind kind);
bool node_is_false(const struct node *node);

/* One more declaration, whose line may stand above those counted before. */
void manifest_count_at(struct manifest_reading *out, const struct node *place);
/* Every key of a mapping; every item of a sequence. */
void manifest_count_keys(struct manifest_reading *out, const struct node *mapping);
void manifest_count_items(struct manifest_reading *out, const struct node *sequence);
/* Texts of a sequence become members, with a mark before them. */
void manifest_add_members(struct manifest_reading *out, const struct node *sequence,
                          const char *mark);

struct manifest_lines {
    struct text rest;
    struct text line; /* trimmed */
    uint32_t number;
};
bool manifest_next_line(struct manifest_lines *lines);

bool text_has(struct text text, const char *part);
/* Up to where the comment begins, trimmed. */
struct text text_before(struct text line, const char *comment);
/* The first quoted string behind `at`; empty when there is none. */
struct text text_quoted(struct text line, size_t at);
uint32_t text_line_at(struct text text, size_t at); /* the line of an offset, from 1 */

#endif
