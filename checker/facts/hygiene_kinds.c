#include "facts/hygiene_kinds.h"

#include "facts/workflow_kinds.h"

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
#define TEXTS                              \
    {                                      \
        .kind = TYPE_LIST, .of = TYPE_TEXT \
    }
#define WORD(list)                         \
    {                                      \
        .kind = TYPE_WORD, .words = (list) \
    }

#define JOB_FIELD                                                       \
    {                                                                   \
        "job", TEXT, false, "its job's id; runs for a composite action" \
    }
#define STEP_FIELD                                    \
    {                                                 \
        "step", INTEGER, false, "the step's position" \
    }
#define ANY_JOB_FIELD                                             \
    {                                                             \
        "job", TEXT, true, "the job's id; absent outside of jobs" \
    }
#define ANY_STEP_FIELD                                                        \
    {                                                                         \
        "step", INTEGER, true, "the step's position; absent outside of steps" \
    }

static const struct fact_field checkout_fields[] = {
    [WORKFLOW_CHECKOUT_JOB] = JOB_FIELD,
    [WORKFLOW_CHECKOUT_STEP] = STEP_FIELD,
    [WORKFLOW_CHECKOUT_PERSISTS] = {"persists", BOOLEAN, false,
                                    "leaves the token behind for the steps that follow"},
    [WORKFLOW_CHECKOUT_WRITTEN] = {"written", BOOLEAN, false,
                                   "its step says so itself, in persist-credentials"},
    [WORKFLOW_CHECKOUT_UPLOADS_TREE] = {"uploads_tree", BOOLEAN, false,
                                        "a later step of the job uploads the whole work tree as an"
                                        " artifact"},
    [WORKFLOW_CHECKOUT_PUSHES] = {"pushes", BOOLEAN, false,
                                  "a later step of the job uses the token: it pushes with git"},
    [WORKFLOW_CHECKOUT_MAJOR] = {"major", INTEGER, true,
                                 "the major version of the action, of its tag or the comment"},
    {0},
};
const struct fact_kind fact_kind_workflow_checkout = {
    .name = "workflow_checkout",
    .summary = "a step that checks out a repository with actions/checkout",
    .key = (const char *const[]){"path", "job", "step", NULL},
    .fields = checkout_fields,
};

static const struct fact_field condition_fields[] = {
    [WORKFLOW_CONDITION_JOB] = JOB_FIELD,
    [WORKFLOW_CONDITION_STEP] = ANY_STEP_FIELD,
    [WORKFLOW_CONDITION_CONDITION] = {"condition", TEXT, false, "as it is written"},
    [WORKFLOW_CONDITION_CONSTANT] = {"constant", BOOLEAN, false,
                                     "something stands beside its ${{ }}, a line's end too, which"
                                     " makes it a text that is always true"},
    [WORKFLOW_CONDITION_SEARCHED] = {"searched", TEXT, true,
                                     "the context that contains() looks for in a written text,"
                                     " where parts of its words are found too"},
    [WORKFLOW_CONDITION_CHOSEN] = {"chosen", BOOLEAN, true,
                                   "of `searched`: anybody may choose its value"},
    [WORKFLOW_CONDITION_BOT] = {"bot", TEXT, true, "the bot that whoever caused the event must be"},
    {0},
};
const struct fact_kind fact_kind_workflow_condition = {
    .name = "workflow_condition",
    .summary = "the `if` of a job or a step",
    .key = (const char *const[]){"path", "job", "step", NULL},
    .fields = condition_fields,
};

static const char *const forms[] = {"named", "computed", "all", NULL};
static const struct fact_field secret_fields[] = {
    [WORKFLOW_SECRET_JOB] = ANY_JOB_FIELD,
    [WORKFLOW_SECRET_STEP] = ANY_STEP_FIELD,
    [WORKFLOW_SECRET_NAME] = {"name", TEXT, true, "which one; absent where it is not written"},
    [WORKFLOW_SECRET_FORM] = {"form", WORD(forms), false,
                              "named by its name, computed by an index that only a run tells, or"
                              " all of them at once"},
    {0},
};
const struct fact_kind fact_kind_workflow_secret = {
    .name = "workflow_secret",
    .summary = "a use of secrets in an expression",
    .key = (const char *const[]){"path", "job", "step", "name", "form", NULL},
    .fields = secret_fields,
};

static const struct fact_field login_fields[] = {
    [WORKFLOW_LOGIN_JOB] = JOB_FIELD,
    [WORKFLOW_LOGIN_SERVICE] = {"service", TEXT, true, "absent for the job's own container"},
    [WORKFLOW_LOGIN_LITERAL] = {"literal", BOOLEAN, false, "its password is written in the file"},
    {0},
};
const struct fact_kind fact_kind_workflow_login = {
    .name = "workflow_login",
    .summary = "the credentials with which the image of a container or a service is fetched",
    .key = (const char *const[]){"path", "job", "service", NULL},
    .fields = login_fields,
};

static const char *const environment_files[] = {"env", "path", NULL};
static const char *const says[] = {"fixed",  "trusted", "input",    "structured",
                                   "output", "file",    "attacker", NULL};
static const struct fact_field environment_write_fields[] = {
    [WORKFLOW_ENVIRONMENT_WRITE_JOB] = JOB_FIELD,
    [WORKFLOW_ENVIRONMENT_WRITE_STEP] = STEP_FIELD,
    [WORKFLOW_ENVIRONMENT_WRITE_FILE] = {"file", WORD(environment_files), false,
                                         "variables of the steps that follow, or where they look"
                                         " for programs"},
    [WORKFLOW_ENVIRONMENT_WRITE_NAME] = {"name", TEXT, true,
                                         "of the variable, where it is written"},
    [WORKFLOW_ENVIRONMENT_WRITE_VALUE] = {"value", TEXT, true, "where it is a constant"},
    [WORKFLOW_ENVIRONMENT_WRITE_CONTROL] = {"control", WORD(says), false,
                                            "who has a say in what is written: as for"
                                            " workflow_expression, or the output of another"
                                            " program, or what a file holds"},
    {0},
};
const struct fact_kind fact_kind_workflow_environment_write = {
    .name = "workflow_environment_write",
    .summary = "a command that writes to GITHUB_ENV or GITHUB_PATH",
    .key = (const char *const[]){"path", "job", "step", "file", "name", NULL},
    .fields = environment_write_fields,
};

static const char *const ways[] = {"pipe", "substitution", "file", NULL};
static const struct fact_field download_fields[] = {
    [WORKFLOW_DOWNLOAD_JOB] = JOB_FIELD,
    [WORKFLOW_DOWNLOAD_STEP] = STEP_FIELD,
    [WORKFLOW_DOWNLOAD_PROGRAM] = {"program", TEXT, false, "that fetches it"},
    [WORKFLOW_DOWNLOAD_URL] = {"url", TEXT, true, "as it is written, constant variables put in"},
    [WORKFLOW_DOWNLOAD_WAY] = {"way", WORD(ways), false,
                               "through a pipe, in $( ) or <( ), or as a file, also of an earlier"
                               " step of the job"},
    [WORKFLOW_DOWNLOAD_RUNS] = {"runs", TEXT, false, "the interpreter or the file that is run"},
    [WORKFLOW_DOWNLOAD_PINNED] = {"pinned", BOOLEAN, false,
                                  "its address names a commit, or this machine"},
    [WORKFLOW_DOWNLOAD_VERIFIED] = {"verified", BOOLEAN, false,
                                    "a digest or a signature of it is checked before it is run"},
    [WORKFLOW_DOWNLOAD_SYSTEM] = {"system", WORD(workflow_systems), false,
                                  "whose automation it is"},
    {0},
};
const struct fact_kind fact_kind_workflow_download = {
    .name = "workflow_download",
    .summary = "something that a job downloads and runs",
    .key = (const char *const[]){"path", "job", "step", "runs", "url", NULL},
    .fields = download_fields,
};

static const char *const pins[] = {"lock", "hash", "local", "version", "manifest", "loose", NULL};
static const struct fact_field install_fields[] = {
    [WORKFLOW_INSTALL_JOB] = JOB_FIELD,
    [WORKFLOW_INSTALL_STEP] = STEP_FIELD,
    [WORKFLOW_INSTALL_TOOL] = {"tool", TEXT, false, "npm, pip, go and so on"},
    [WORKFLOW_INSTALL_PACKAGE] = {"package", TEXT, true,
                                  "as it is written; absent for those of a manifest"},
    [WORKFLOW_INSTALL_PIN] =
        {"pin", WORD(pins), false,
         "how firmly it is said which: by a lock file, a digest, as a file"
         " that is there, by one version, by what a manifest asks for, or not"},
    [WORKFLOW_INSTALL_MANIFEST] = {"manifest",
                                   {.kind = TYPE_PATH},
                                   true,
                                   "the file of requirements that is named, from the root of the"
                                   " tree"},
    [WORKFLOW_INSTALL_SYSTEM] = {"system", WORD(workflow_systems), false, "whose automation it is"},
    {0},
};
const struct fact_kind fact_kind_workflow_install = {
    .name = "workflow_install",
    .summary = "a package that a step installs with a package manager",
    .key = (const char *const[]){"path", "job", "step", "tool", "package", "manifest", NULL},
    .fields = install_fields,
};

static const struct fact_field cache_fields[] = {
    [WORKFLOW_CACHE_JOB] = JOB_FIELD,
    [WORKFLOW_CACHE_STEP] = STEP_FIELD,
    [WORKFLOW_CACHE_ACTION] = {"action", TEXT, false, "without its ref"},
    [WORKFLOW_CACHE_RESTORES] = {"restores", BOOLEAN, false,
                                 "it is switched on, by its inputs or by default"},
    [WORKFLOW_CACHE_PUBLISHED] = {"published", BOOLEAN, false,
                                  "its job publishes something, or a job that takes its files "
                                  "does"},
    [WORKFLOW_CACHE_WORKFLOW] = {"workflow", TEXT, false,
                                 "the workflow's name; its path where it has none"},
    [WORKFLOW_CACHE_UPLOADS] = {"uploads", BOOLEAN, false, "its job hands files on"},
    {0},
};
const struct fact_kind fact_kind_workflow_cache = {
    .name = "workflow_cache",
    .summary = "a step whose action can restore a cache",
    .key = (const char *const[]){"path", "job", "step", NULL},
    .fields = cache_fields,
};

static const struct fact_field artifact_fields[] = {
    [WORKFLOW_ARTIFACT_JOB] = JOB_FIELD,
    [WORKFLOW_ARTIFACT_STEP] = STEP_FIELD,
    [WORKFLOW_ARTIFACT_SOURCES] = {"sources", TEXTS, false,
                                   "names of workflows whose end starts this one, and files of "
                                   "those that it calls before"},
    [WORKFLOW_ARTIFACT_PUBLISHED] = {"published", BOOLEAN, false,
                                     "its job publishes something, or a job that takes its files "
                                     "does"},
    {0},
};
const struct fact_kind fact_kind_workflow_artifact = {
    .name = "workflow_artifact",
    .summary = "a step that takes files which another workflow uploaded",
    .key = (const char *const[]){"path", "job", "step", NULL},
    .fields = artifact_fields,
};

static const char *const signs[] = {"trigger", "action", "command", NULL};
static const struct fact_field release_fields[] = {
    [WORKFLOW_RELEASE_JOB] = ANY_JOB_FIELD,
    [WORKFLOW_RELEASE_STEP] = ANY_STEP_FIELD,
    [WORKFLOW_RELEASE_SIGN] = {"sign", WORD(signs), false, "what tells so"},
    [WORKFLOW_RELEASE_NAME] = {"name", TEXT, false, "of the event, the action or the command"},
    {0},
};
const struct fact_kind fact_kind_workflow_release = {
    .name = "workflow_release",
    .summary = "a sign that a workflow releases or publishes",
    .key = (const char *const[]){"path", "job", "step", "name", NULL},
    .fields = release_fields,
};

static const struct fact_field runner_fields[] = {
    [WORKFLOW_RUNNER_JOB] = JOB_FIELD,
    [WORKFLOW_RUNNER_LABELS] = {"labels", TEXTS, true,
                                "all that may be asked for, a matrix and choices spelt out"},
    [WORKFLOW_RUNNER_GROUP] = {"group", TEXT, true, "the group of runners"},
    [WORKFLOW_RUNNER_SELF_HOSTED] = {"self_hosted", BOOLEAN, false,
                                     "one of the labels is self-hosted"},
    {0},
};
const struct fact_kind fact_kind_workflow_runner = {
    .name = "workflow_runner",
    .summary = "where a job runs",
    .key = (const char *const[]){"path", "job", NULL},
    .fields = runner_fields,
};

static const struct fact_field tool_fields[] = {
    [WORKFLOW_TOOL_JOB] = JOB_FIELD,
    [WORKFLOW_TOOL_STEP] = STEP_FIELD,
    [WORKFLOW_TOOL_ACTION] = {"action", TEXT, false, "without its ref"},
    [WORKFLOW_TOOL_INPUT] = {"input", TEXT, false, "the input that says which version"},
    [WORKFLOW_TOOL_VERSION] = {"version", TEXT, true,
                               "as it is written; absent where the newest is fetched"},
    {0},
};
const struct fact_kind fact_kind_workflow_tool = {
    .name = "workflow_tool",
    .summary = "a step whose action fetches a tool, the newest unless an input says which",
    .key = (const char *const[]){"path", "job", "step", NULL},
    .fields = tool_fields,
};
