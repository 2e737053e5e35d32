/* gitlab_config.h - the configuration of one pipeline of GitLab CI as GitLab puts it
 * together: the file that it starts with, all that this includes and the repository
 * holds, merged; then `!reference` and `extends` followed. What cannot be read is a gap.
 *
 * Sources: docs.gitlab.com/ci/yaml/ (include, extends, spec), /ci/yaml/includes/ (order
 * of merging, wildcards, nested includes), /ci/yaml/yaml_optimization/ (`!reference`,
 * anchors), /ci/inputs/. Where these are silent, GitLab's own reader:
 * lib/gitlab/ci/config.rb, config/extendable/entry.rb, config/yaml/tags/reference.rb. */
#ifndef FACTS_GITLAB_CONFIG_H
#define FACTS_GITLAB_CONFIG_H

#include "base/table.h"
#include "facts/workflow_kinds.h"

struct gitlab_origin {
    const struct node *root;
    const char *path;
};

struct gitlab_config {
    struct fact_writer *writer;
    const struct fact_repository *repository;
    struct arena *scratch;
    const char *start;  /* the file that the pipeline starts with */
    bool is_child;      /* a job of another pipeline starts it */
    struct node *root;  /* everything merged; NULL when there is nothing that can be read */
    const char *unseen; /* the first include that another place holds, or NULL */
    /* Such an include may bring rules for the whole pipeline. */
    bool unseen_workflow;
    bool unseen_silent; /* all of them are templates that GitLab ships */
    bool broken;        /* a gap of the whole configuration was written */
    struct gitlab_origin *origins;
    size_t origin_count, origin_capacity;
    const char *open_files[100]; /* the includes within one another */
    unsigned depth, files;
    size_t budget; /* nodes that may still be made: a hostile file is given up */
    struct table entries;
};

/* A job, hidden or not, or another entry of the root, with what it extends. */
struct gitlab_entry {
    const char *name;
    struct node *node;   /* a mapping, or NULL */
    const char *missing; /* what it extends or references and is not there, or NULL */
    bool unseen;         /* that may be in an include that another place holds */
    bool done;
};

/* It is not known what is in the file, in an include, in a job's steps: gaps of the kinds
 * that this leaves open. */
enum gitlab_gap { GITLAB_GAP_FILE, GITLAB_GAP_INCLUDE, GITLAB_GAP_STEPS };
void gitlab_add_gaps(struct gitlab_config *config, enum gitlab_gap gap, const char *path,
                     uint32_t line, enum unknown_class class, const char *reason);

/* Reads the start file, or the includes of a trigger that `owner` holds, and all that they
 * include. */
void gitlab_config_load(struct gitlab_config *config);
void gitlab_config_load_includes(struct gitlab_config *config, const struct node *include,
                                 const char *owner);

/* The file that holds a node; that of the start for one that GitLab makes. */
const char *gitlab_path_of(const struct gitlab_config *config, const struct node *node);

/* NULL when there is no such entry. */
const struct gitlab_entry *gitlab_entry_find(struct gitlab_config *config, const char *name);

/* Parts of the reader. */

/* False when the nodes that a configuration may take are used up. */
bool gitlab_spend(struct gitlab_config *config, size_t nodes);
void gitlab_set_origin(struct gitlab_config *config, const struct node *root, const char *path);
/* Mappings are merged key by key and in depth; of anything else the later one holds. */
struct node *gitlab_merge(struct gitlab_config *config, struct node *base, struct node *over);
/* What an entry `include` of `owner` brings, merged; NULL when nothing. */
struct node *gitlab_read_includes(struct gitlab_config *config, const struct node *include,
                                  const char *owner);
/* A file with its includes; `inputs` are those that the include passes on, or NULL. */
struct node *gitlab_read_file(struct gitlab_config *config, const char *path,
                              const struct node *inputs, const char *owner, uint32_t line);
/* The body of a file whose header declares inputs, with their values put in. */
struct node *gitlab_put_inputs(struct gitlab_config *config, const struct node *header,
                               const struct node *body, const struct node *inputs);
/* Is the path one that a local include with stars names? `*` stays within a folder, `**`
 * does not, and a folder behind two stars may be none. */
bool gitlab_wildcard_matches(const char *pattern, const char *path);

#endif
