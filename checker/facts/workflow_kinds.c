#include "facts/workflow_kinds.h"

const char *const workflow_systems[] = {"github",   "gitlab",    "jenkins", "azure",
                                        "circleci", "bitbucket", NULL};
const char workflow_forgiving_script[] = "its last command cannot fail";
const char *const workflow_activations[] = {"automatic", "manual", "called", "disabled", NULL};

#define TEXT              \
    {                     \
        .kind = TYPE_TEXT \
    }
#define BOOLEAN              \
    {                        \
        .kind = TYPE_BOOLEAN \
    }
#define INTEGER              \
    {                        \
        .kind = TYPE_INTEGER \
    }
#define PATH              \
    {                     \
        .kind = TYPE_PATH \
    }
#define INTEGERS                              \
    {                                         \
        .kind = TYPE_LIST, .of = TYPE_INTEGER \
    }
#define TEXTS                              \
    {                                      \
        .kind = TYPE_LIST, .of = TYPE_TEXT \
    }
#define WORD(list)                         \
    {                                      \
        .kind = TYPE_WORD, .words = (list) \
    }

static const char *const path_key[] = {"path", NULL};

static const struct fact_field workflow_fields[] = {
    [WORKFLOW_SYSTEM] = {"system", WORD(workflow_systems), false, "whose automation it is"},
    [WORKFLOW_NAME] = {"name", TEXT, true, "as it is written"},
    [WORKFLOW_DECLARES_PERMISSIONS] = {"declares_permissions", BOOLEAN, false,
                                       "says for all jobs what the token may do"},
    [WORKFLOW_ACTIVATION] = {"activation", WORD(workflow_activations), true,
                             "what starts it: pushes, requests, tags or a clock; only people;"
                             " only other workflows; nothing"},
    [WORKFLOW_ACTIVATION_REASON] = {"activation_reason", TEXT, true,
                                    "why it does not start by itself"},
    {0},
};
const struct fact_kind fact_kind_workflow = {
    .name = "workflow",
    .summary = "a workflow of CI automation",
    .key = path_key,
    .fields = workflow_fields,
};

static const char *const trigger_key[] = {"path", "event", NULL};
static const struct fact_field trigger_fields[] = {
    [WORKFLOW_TRIGGER_EVENT] =
        {"event", TEXT, false,
         "push, pull_request, schedule and so on; of other systems in GitHub's words"},
    [WORKFLOW_TRIGGER_TYPES] = {"types", TEXTS, true, "activities that start it"},
    [WORKFLOW_TRIGGER_BRANCHES] = {"branches", TEXTS, true, "branches that start it"},
    [WORKFLOW_TRIGGER_BRANCHES_IGNORE] = {"branches_ignore", TEXTS, true,
                                          "branches that do not start it"},
    [WORKFLOW_TRIGGER_TAGS] = {"tags", TEXTS, true, "tags that start it"},
    [WORKFLOW_TRIGGER_TAGS_IGNORE] = {"tags_ignore", TEXTS, true, "tags that do not start it"},
    [WORKFLOW_TRIGGER_PATHS] = {"paths", TEXTS, true, "changed files that start it"},
    [WORKFLOW_TRIGGER_PATHS_IGNORE] = {"paths_ignore", TEXTS, true,
                                       "changed files that do not start it"},
    [WORKFLOW_TRIGGER_WORKFLOWS] = {"workflows", TEXTS, true,
                                    "names of the workflows that it follows (workflow_run)"},
    [WORKFLOW_TRIGGER_SCHEDULES] = {"schedules", TEXTS, true, "cron lines"},
    [WORKFLOW_TRIGGER_SYSTEM] = {"system", WORD(workflow_systems), false, "whose automation it is"},
    {0},
};
const struct fact_kind fact_kind_workflow_trigger = {
    .name = "workflow_trigger",
    .summary = "an event that starts a workflow",
    .key = trigger_key,
    .fields = trigger_fields,
};

static const char *const levels[] = {"workflow", "job", NULL};
static const char *const accesses[] = {"none", "read", "write", NULL};
static const char *const permission_key[] = {"path", "job", "scope", NULL};
static const struct fact_field permission_fields[] = {
    [WORKFLOW_PERMISSION_SYSTEM] = {"system", WORD(workflow_systems), false,
                                    "whose automation it is"},
    [WORKFLOW_PERMISSION_LEVEL] = {"level", WORD(levels), false, "where it is granted"},
    [WORKFLOW_PERMISSION_JOB] = {"job", TEXT, true, "the job's id; absent for all jobs"},
    [WORKFLOW_PERMISSION_SCOPE] = {"scope", TEXT, false,
                                   "contents, packages and so on; * for read-all and write-all"},
    [WORKFLOW_PERMISSION_ACCESS] = {"access", WORD(accesses), false, "what is granted"},
    {0},
};
const struct fact_kind fact_kind_workflow_permission = {
    .name = "workflow_permission",
    .summary = "a permission of the token that a workflow or a job is given",
    .key = permission_key,
    .fields = permission_fields,
};

static const char *const job_key[] = {"path", "job", NULL};
static const struct fact_field job_fields[] = {
    [WORKFLOW_JOB_SYSTEM] = {"system", WORD(workflow_systems), false, "whose automation it is"},
    [WORKFLOW_JOB_JOB] = {"job", TEXT, false, "its id"},
    [WORKFLOW_JOB_NAME] = {"name", TEXT, true, "as it is written"},
    [WORKFLOW_JOB_DECLARES_PERMISSIONS] = {"declares_permissions", BOOLEAN, false,
                                           "says itself what its token may do"},
    [WORKFLOW_JOB_ENABLED] = {"enabled", BOOLEAN, false,
                              "its condition is not constantly false, nor that of a job it needs"},
    [WORKFLOW_JOB_BLOCKING] = {"blocking", BOOLEAN, false, "its failure fails the workflow"},
    [WORKFLOW_JOB_NEEDS] = {"needs", TEXTS, false, "jobs that come before it"},
    [WORKFLOW_JOB_RUNS_ON] = {"runs_on", TEXTS, true, "labels of the runner, a matrix's spelt out"},
    [WORKFLOW_JOB_ENVIRONMENT] = {"environment", TEXT, true, "the environment it deploys to"},
    [WORKFLOW_JOB_USES] = {"uses", TEXT, true, "the reusable workflow that it calls"},
    [WORKFLOW_JOB_CONDITION] = {"condition", TEXT, true, "its `if`, as it is written"},
    [WORKFLOW_JOB_INHERITS_SECRETS] = {"inherits_secrets", BOOLEAN, false,
                                       "passes all secrets on to the workflow that it calls"},
    [WORKFLOW_JOB_TIMEOUT_MINUTES] = {"timeout_minutes", INTEGER, true, "when it is stopped"},
    [WORKFLOW_JOB_STEPS] = {"steps", INTEGER, false, "how many steps it has"},
    [WORKFLOW_JOB_WORKFLOW] = {"workflow", PATH, true,
                               "the file that the system starts with; its own path when absent"},
    [WORKFLOW_JOB_ACTIVATION] = {"activation", WORD(workflow_activations), true,
                                 "as far as its own conditions tell, whatever starts the workflow"},
    [WORKFLOW_JOB_ACTIVATION_REASON] = {"activation_reason", TEXT, true,
                                        "why it does not start by itself"},
    [WORKFLOW_JOB_ADVISORY_REASON] = {"advisory_reason", TEXT, true,
                                      "why its failure does not fail the workflow"},
    [WORKFLOW_JOB_IMAGE] = {"image", TEXT, true, "the container image that it runs in"},
    [WORKFLOW_JOB_MATRIX] = {"matrix", TEXTS, true,
                             "`NAME=value` of its matrix, as far as it is written out"},
    [WORKFLOW_JOB_EVENTS] = {"events", TEXTS, true,
                             "what starts it, where a job of the system says so itself"},
    [WORKFLOW_JOB_PATHS] = {"paths", TEXTS, true,
                            "changed files that start it, where a job says so itself"},
    [WORKFLOW_JOB_ADVISORY_WITH] = {"advisory_with", TEXTS, true,
                                    "`NAME=value` of its matrix with which its failure does not "
                                    "fail the workflow; absent when it is the same for all"},
    {0},
};
const struct fact_kind fact_kind_workflow_job = {
    .name = "workflow_job",
    .summary = "a job of a workflow",
    .key = job_key,
    .fields = job_fields,
};

static const char *const step_key[] = {"path", "job", "position", NULL};
static const struct fact_field step_fields[] = {
    [WORKFLOW_STEP_JOB] = {"job", TEXT, false, "its job's id; runs for a composite action"},
    [WORKFLOW_STEP_POSITION] = {"position", INTEGER, false, "counted from 1"},
    [WORKFLOW_STEP_ID] = {"id", TEXT, true, "as it is written"},
    [WORKFLOW_STEP_NAME] = {"name", TEXT, true, "as it is written"},
    [WORKFLOW_STEP_USES] = {"uses", TEXT, true, "the action that it runs"},
    [WORKFLOW_STEP_RUN] = {"run", TEXT, true, "the script that it runs"},
    [WORKFLOW_STEP_SHELL] = {"shell", TEXT, true, "its own shell, else that of the defaults"},
    [WORKFLOW_STEP_WORKING_DIRECTORY] = {"working_directory", TEXT, true,
                                         "its own folder, else that of the defaults"},
    [WORKFLOW_STEP_CONDITION] = {"condition", TEXT, true, "its `if`, as it is written"},
    [WORKFLOW_STEP_ENABLED] = {"enabled", BOOLEAN, false,
                               "neither its condition nor its job's is constantly false"},
    [WORKFLOW_STEP_BLOCKING] = {"blocking", BOOLEAN, false,
                                "its failure fails the job: no continue-on-error, and no"
                                " `|| true` behind the script's last command"},
    [WORKFLOW_STEP_CHECKS_OUT_HEAD] = {"checks_out_head", BOOLEAN, false,
                                       "asks by name for the head of a pull request, or of the"
                                       " run that it follows"},
    [WORKFLOW_STEP_SYSTEM] = {"system", WORD(workflow_systems), false, "whose automation it is"},
    [WORKFLOW_STEP_WORKFLOW] = {"workflow", PATH, true,
                                "the file that the system starts with; its own path when absent"},
    [WORKFLOW_STEP_ACTIVATION] = {"activation", WORD(workflow_activations), true,
                                  "as far as its own condition and its job's tell"},
    [WORKFLOW_STEP_ACTIVATION_REASON] = {"activation_reason", TEXT, true,
                                         "why it does not run by itself"},
    [WORKFLOW_STEP_ADVISORY_REASON] = {"advisory_reason", TEXT, true,
                                       "why its failure does not fail the job"},
    [WORKFLOW_STEP_LINES] = {"lines", INTEGERS, true,
                             "the line of the file that each line of its script stands on"},
    {0},
};
const struct fact_kind fact_kind_workflow_step = {
    .name = "workflow_step",
    .summary = "a step of a job, or of a composite action",
    .key = step_key,
    .fields = step_fields,
};

static const char *const input_key[] = {"path", "job", "step", "name", NULL};
static const struct fact_field input_fields[] = {
    [WORKFLOW_INPUT_JOB] = {"job", TEXT, false, "its job's id; runs for a composite action"},
    [WORKFLOW_INPUT_STEP] = {"step", INTEGER, true, "the step's position; absent for a call"},
    [WORKFLOW_INPUT_NAME] = {"name", TEXT, false, "as it is written"},
    [WORKFLOW_INPUT_VALUE] = {"value", TEXT, false, "as it is written, expressions included"},
    [WORKFLOW_INPUT_SYSTEM] = {"system", WORD(workflow_systems), false, "whose automation it is"},
    [WORKFLOW_INPUT_WORKFLOW] = {"workflow", PATH, true,
                                 "the file that the system starts with; its own path when absent"},
    [WORKFLOW_INPUT_LINES] =
        {"lines", INTEGERS, true,
         "of a value that a shell runs: the line that each of its lines is on"},
    {0},
};
const struct fact_kind fact_kind_workflow_input = {
    .name = "workflow_input",
    .summary = "an input that a step or a call of a workflow passes on in `with`",
    .key = input_key,
    .fields = input_fields,
};

static const char *const variable_key[] = {"path", "job", "step", "name", NULL};
static const struct fact_field variable_fields[] = {
    [WORKFLOW_VARIABLE_SYSTEM] = {"system", WORD(workflow_systems), false,
                                  "whose automation it is"},
    [WORKFLOW_VARIABLE_JOB] = {"job", TEXT, true, "the job's id; absent: for all jobs"},
    [WORKFLOW_VARIABLE_STEP] = {"step", INTEGER, true,
                                "the step's position; absent: for the whole job"},
    [WORKFLOW_VARIABLE_NAME] = {"name", TEXT, false, "as it is written"},
    [WORKFLOW_VARIABLE_VALUE] = {"value", TEXT, false, "as it is written, expressions included"},
    [WORKFLOW_VARIABLE_WORKFLOW] =
        {"workflow", PATH, true, "the file that the system starts with; its own path when absent"},
    {0},
};
const struct fact_kind fact_kind_workflow_variable = {
    .name = "workflow_variable",
    .summary = "a variable that a workflow, a job or a step sets for what it runs",
    .key = variable_key,
    .fields = variable_fields,
};

static const char *const use_kinds[] = {"action",  "workflow",  "image", "local",
                                        "include", "component", "task",  "orb",
                                        "pipe",    "plugin",    NULL};
static const char *const use_key[] = {"path", "uses", NULL};
static const struct fact_field use_fields[] = {
    [WORKFLOW_USE_KIND] = {"kind", WORD(use_kinds), false, "what is used"},
    [WORKFLOW_USE_USES] = {"uses", TEXT, false, "as it is written, a matrix's images spelt out"},
    [WORKFLOW_USE_OWNER] = {"owner", TEXT, true, "whose action or workflow it is"},
    [WORKFLOW_USE_NAME] = {"name", TEXT, true, "without ref, tag and digest"},
    [WORKFLOW_USE_REF] = {"ref", TEXT, true,
                          "what stands behind the @; of an image the digest,"
                          " else the tag"},
    [WORKFLOW_USE_VERSION_COMMENT] = {"version_comment", TEXT, true,
                                      "the version in the comment on its line"},
    [WORKFLOW_USE_JOB] = {"job", TEXT, true, "the job's id; runs for an action"},
    [WORKFLOW_USE_STEP] = {"step", INTEGER, true, "the step's position"},
    [WORKFLOW_USE_SYSTEM] = {"system", WORD(workflow_systems), false, "whose automation it is"},
    [WORKFLOW_USE_WORKFLOW] = {"workflow", PATH, true,
                               "the file that the system starts with; its own path when absent"},
    {0},
};
const struct fact_kind fact_kind_workflow_use = {
    .name = "workflow_use",
    .summary = "an action, a workflow or an image that a workflow or an action uses",
    .key = use_key,
    .fields = use_fields,
};

static const char *const sinks[] = {"run", "script", "input", "condition", "environment", NULL};
static const char *const controls[] = {"fixed", "trusted", "input", "structured", "attacker", NULL};
static const char *const expression_key[] = {"path", "job", "step", "context", NULL};
static const struct fact_field expression_fields[] = {
    [WORKFLOW_EXPRESSION_JOB] = {"job", TEXT, true, "the job's id; absent outside of jobs"},
    [WORKFLOW_EXPRESSION_STEP] = {"step", INTEGER, true, "the step's position"},
    [WORKFLOW_EXPRESSION_CONTEXT] = {"context", TEXT, false,
                                     "the context whose value is put in, indices as *; the"
                                     " expression where none is"},
    [WORKFLOW_EXPRESSION_SINK] = {"sink", WORD(sinks), false,
                                  "where it is put in: script is an input that is run as code"},
    [WORKFLOW_EXPRESSION_CONTROL] = {"control", WORD(controls), false,
                                     "who chooses the value: attacker is anybody, structured a"
                                     " pusher or another step, input a starter or caller, trusted"
                                     " the settings; fixed cannot carry a script"},
    [WORKFLOW_EXPRESSION_ORIGIN] = {"origin", TEXT, true,
                                    "the context that an environment variable, an output or a"
                                    " matrix takes its value from"},
    [WORKFLOW_EXPRESSION_TARGET] = {"target", TEXT, true,
                                    "the name of the input or environment variable"},
    [WORKFLOW_EXPRESSION_SYSTEM] = {"system", WORD(workflow_systems), false,
                                    "whose automation it is"},
    {0},
};
const struct fact_kind fact_kind_workflow_expression = {
    .name = "workflow_expression",
    .summary = "a context that an expression puts into a script, an input, a condition or the"
               " environment",
    .key = expression_key,
    .fields = expression_fields,
};
