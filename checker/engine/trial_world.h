/* trial_world.h - a world of a test file, and its repository. Private to the
 * trial. */
#ifndef ENGINE_TRIAL_WORLD_H
#define ENGINE_TRIAL_WORLD_H

#include "base/diagnostic.h"
#include "document/schema.h"
#include "engine/judge.h"
#include "source/forge.h"

struct world_expectation {
    const struct node *node;
    const char *check; /* NULL: not compared */
    int verdict;       /* index into verdict_words; -1: fail */
    int severity;      /* -1: not compared */
    const char *path;
    int64_t line;        /* 0: not compared */
    const char *message; /* must stand in the finding's; NULL: not compared */
};

struct world_expect;

struct world {
    const struct node *node;
    const char *name, *kind;
    const struct node *files, *executables, *links, *binaries, *commits, *tags, *base, *exceptions,
        *labels, *params;
    const struct world_expect *expect; /* as written */
    bool shallow;
    int32_t now;
    const char *remote, *summary;
    int verdict; /* what is expected of the rule */
    bool has_findings;
    struct world_expectation *findings;
    size_t finding_count;
    /* once forged */
    const char *repository;
    const char *base_revision; /* NULL: none */
};

/* A change to the rule that no world can notice, because it changes nothing. */
struct equivalent {
    const char *change; /* as a survivor is reported: "dropped 'system'" */
    const char *why;
};

struct world_file {
    const char *rule; /* the id of the rule it tests */
    struct equivalent *equivalents;
    size_t equivalent_count;
    struct world *worlds;
    size_t count;
};

/* Loads a test file; false when it has mistakes (all are in `diagnostics`). */
bool world_file_load(struct world_file *out, struct arena *arena, const char *path,
                     struct text text, struct diagnostics *diagnostics);
/* Appends the JSON Schema (draft-07) or the Markdown reference of test files. */
void world_write_schema(struct buffer *out);
void world_write_reference(struct buffer *out);
/* Makes the world's repository below `folder`. */
struct failure *world_forge(struct world *world, struct arena *arena,
                            const char *folder) MUST_CHECK;
/* Appends a node as JSON, which is YAML too. */
void node_write_json(struct buffer *out, const struct node *node);

#endif
