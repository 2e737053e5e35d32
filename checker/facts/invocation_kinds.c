#include "facts/invocation_kinds.h"

#define TEXT              \
    {                     \
        .kind = TYPE_TEXT \
    }
#define TEXTS                              \
    {                                      \
        .kind = TYPE_LIST, .of = TYPE_TEXT \
    }

static const char *const systems[] = {"github",   "gitlab",    "jenkins",    "azure",
                                      "circleci", "bitbucket", "pre_commit", NULL};
static const char *const sorts[] = {"command", "action",    "workflow", "image",
                                    "include", "component", "task",     "orb",
                                    "pipe",    "plugin",    "hook",     NULL};
static const char *const activations[] = {"automatic", "manual", "disabled", NULL};

static const struct fact_field fields[] = {
    [INVOCATION_SYSTEM] = {"system", {.kind = TYPE_WORD, .words = systems}, false, "what runs it"},
    [INVOCATION_WORKFLOW] = {"workflow",
                             {.kind = TYPE_PATH},
                             false,
                             "the file that the system starts with"},
    [INVOCATION_JOB] = {"job", TEXT, true, "the job's id"},
    [INVOCATION_STEP] = {"step", {.kind = TYPE_INTEGER}, true, "the step's position"},
    [INVOCATION_SORT] = {"sort", {.kind = TYPE_WORD, .words = sorts}, false, "what is run"},
    [INVOCATION_NAME] = {"name", TEXT, false,
                         "the program of a command without its folder; of the others the name"
                         " without its version"},
    [INVOCATION_VERSION] = {"version", TEXT, true, "its ref, tag or version"},
    [INVOCATION_WORDS] = {"words", TEXTS, true,
                          "of a command, the program first; constant variables are put in"},
    [INVOCATION_INPUTS] = {"inputs", TEXTS, true,
                           "of the others, `name=value`; of `docker run`, `mount=OUTSIDE:WITHIN` "
                           "and `workdir=WITHIN`"},
    [INVOCATION_VARIABLES] = {"variables", TEXTS, true, "`NAME=value`, as far as it is constant"},
    [INVOCATION_DIRECTORY] = {"directory",
                              {.kind = TYPE_PATH},
                              false,
                              "the folder that it runs in; . for the root"},
    [INVOCATION_ACTIVATION] = {"activation",
                               {.kind = TYPE_WORD, .words = activations},
                               false,
                               "does it run by itself, all conditions on the way counted?"},
    [INVOCATION_ACTIVATION_REASON] = {"activation_reason", TEXT, true,
                                      "why it does not run by itself"},
    [INVOCATION_BLOCKING] = {"blocking",
                             {.kind = TYPE_BOOLEAN},
                             false,
                             "its failure fails the pipeline"},
    [INVOCATION_ADVISORY_REASON] = {"advisory_reason", TEXT, true, "why it does not"},
    [INVOCATION_EVENTS] = {"events", TEXTS, true, "what starts it, in GitHub's words"},
    [INVOCATION_PATHS] = {"paths", TEXTS, true, "changed files that start it"},
    [INVOCATION_PATHS_IGNORE] = {"paths_ignore", TEXTS, true, "changed files that do not"},
    [INVOCATION_IMAGE] = {"image", TEXT, true, "the image that it runs in"},
    [INVOCATION_RELEASES] = {"releases",
                             {.kind = TYPE_BOOLEAN},
                             false,
                             "it belongs to what makes a release"},
    [INVOCATION_FIELD_COUNT] = {0},
};

static const char *const key[] = {"path", "job", "step", "name", NULL};

const struct fact_kind fact_kind_invocation = {
    .name = "invocation",
    .summary = "what automation runs: a command, an action, a template, a hook",
    .key = key,
    .fields = fields,
};
