/* azure_value.h - values and expressions of Azure Pipelines, as far as the files tell
 * them: `${{ }}` of templates and the conditions of stages, jobs and steps. A value is
 * unread until it is asked for: the node that was written and the scope that it was
 * written in. Semantics: learn.microsoft.com/azure/devops/pipelines/process/expressions
 * and .../process/template-expressions; comparisons fold case. */
#ifndef FACTS_AZURE_VALUE_H
#define FACTS_AZURE_VALUE_H

#include "base/table.h"
#include "facts/github_expression.h"
#include "facts/pipeline_rows.h"

struct azure_scope;

enum azure_value_kind {
    AZURE_OPEN,    /* only a run tells */
    AZURE_NOTHING, /* there is no such thing: an empty text */
    AZURE_TEXT,
    AZURE_BOOLEAN,
    AZURE_NODE,       /* a sequence or a mapping that is not read yet */
    AZURE_PARAMETERS, /* all parameters of a template */
    AZURE_PAIR,       /* what `each` makes of a mapping: `key` and `value` */
};

struct azure_value {
    enum azure_value_kind kind;
    const char *text; /* of a text or a boolean; a pair's key */
    const struct node *node;
    const struct azure_scope *scope;
    /* An open value that hangs on what starts the run alone: branch, reason, sender. */
    bool by_event;
    /* Somebody who starts the run by hand may choose another value. */
    bool chosen;
};

/* A pair of a mapping after its `${{ if }}`, `${{ each }}` and `${{ insert }}`. */
struct azure_entry {
    const char *key;
    const struct node *place; /* the key's own node */
    const struct node *node;
    const struct azure_scope *scope;
    struct pipeline_run run; /* open: it is not known whether the pair is there */
};

/* One file as it is used once: the parameters that are declared and passed. */
struct azure_frame {
    const char *path;
    const struct node *declared;         /* `parameters` of the file */
    const struct azure_entry *arguments; /* what is passed */
    size_t argument_count;
    bool called;                   /* false: the file that a run starts with */
    const struct table *variables; /* constants of the pipeline: name in lower case -> text */
    unsigned depth;                /* of templates within templates */
};

/* A frame, with the variables of `each` around the place. */
struct azure_scope {
    const struct azure_frame *frame;
    const struct azure_scope *outer; /* of the same frame; NULL at its top */
    const char *name;                /* of the variable; NULL at the top */
    struct azure_value value;
};

/* The value of a node where it stands: a text with its `${{ }}` put in, what a single
 * `${{ }}` stands for, or the node. */
struct azure_value azure_value_of(struct arena *scratch, const struct node *node,
                                  const struct azure_scope *scope);
/* A text with what is constant put in; the rest stays as it is written. */
const char *azure_text(struct arena *scratch, const char *text, const struct azure_scope *scope);
/* The text of a value; NULL when it has none. */
const char *azure_value_text(const struct azure_value *value);

/* What an expression is worth for runs that start by themselves, and what it may be for
 * others. */
struct azure_truth {
    enum truth truth; /* of automatic runs */
    bool by_event;    /* it is open because it hangs on what starts the run alone */
    bool chosen;      /* false by itself, and a person may make it true */
};
struct azure_truth azure_truth_of(struct arena *scratch, struct text expression,
                                  const struct azure_scope *scope);
/* The same of a condition as it is written, whose `${{ }}` are put in first. */
struct azure_truth azure_condition_truth(struct arena *scratch, const char *condition,
                                         const struct azure_scope *scope);

/* The value of a parameter by its name, whatever the case. */
struct azure_value azure_parameter(struct arena *scratch, const struct azure_scope *scope,
                                   const char *name);
/* A key of a value that is a mapping, a pair or all parameters. */
struct azure_value azure_property(struct arena *scratch, const struct azure_value *value,
                                  const char *name);

#endif
