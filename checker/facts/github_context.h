/* github_context.h - who has a say in the value of a context of GitHub Actions,
 * at one place of one workflow or action: environment variables, inputs, the
 * matrix and outputs are followed to the expressions that they hold. */
#ifndef FACTS_GITHUB_CONTEXT_H
#define FACTS_GITHUB_CONTEXT_H

#include "document/node.h"
#include "facts/github_expression.h"

/* From harmless to dangerous. */
enum github_control {
    /* Cannot carry a script whoever chooses it: constants, numbers, object ids, dates,
     * words of a closed set, and names whose alphabet holds no mark (logins,
     * repository names). */
    GITHUB_FIXED,
    /* Said by the repository's own settings or by the runner: secrets, variables,
     * paths, the workflow's name. */
    GITHUB_TRUSTED,
    /* Free text of somebody who may start the workflow or calls the action: inputs. */
    GITHUB_INPUT,
    /* Text in a form that still holds marks of a shell, from somebody who may push,
     * or from another step: names of branches and tags (`$(id)` is a good one), links,
     * outputs of steps and jobs, variables set while the job runs. */
    GITHUB_STRUCTURED,
    /* It cannot be told from this file. */
    GITHUB_UNKNOWN,
    /* Free text of anybody who may open an issue or a pull request. */
    GITHUB_ATTACKER,
};

/* Where an expression stands. Nodes are NULL where there is none. */
struct github_scope {
    struct arena *scratch;
    const struct node *root; /* of the workflow or the action */
    const struct node *job;
    const struct node *step;
    bool action;      /* a composite action: its steps are in `job` (runs) */
    unsigned levels;  /* env blocks that are seen: 3 step, 2 job, 1 workflow */
    unsigned depth;   /* values that were followed to get here */
    unsigned *budget; /* resolutions that are left: a hostile file is given up */
};

struct github_say {
    enum github_control control;
    const char *origin; /* the context that the value comes from in the end, or NULL */
};

struct github_say github_context_control(const struct github_scope *scope, const char *path,
                                         bool serialised);
/* The worst of all that flows through the expressions of a text. */
struct github_say github_text_control(const struct github_scope *scope, struct text text);

/* The paths of all contexts that flow into a text, followed through environment
 * variables; at most `most` are given. */
size_t github_text_origins(const struct github_scope *scope, struct text text, const char **out,
                           size_t most);

/* The value of an environment variable as it is written in the file; NULL when
 * it is not set there. `inner` is the scope that its expressions see. */
const struct node *github_environment_find(const struct github_scope *scope, const char *name,
                                           struct github_scope *inner);

/* A mapping's value by a key in any case; NULL when there is none. */
const struct node *github_find_folded(const struct node *mapping, const char *key);
/* Does `on:` name the event, in any of its forms? */
bool github_has_trigger(const struct node *root, const char *event);

#endif
