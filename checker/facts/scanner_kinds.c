#include "facts/scanner_kinds.h"

#define TEXT              \
    {                     \
        .kind = TYPE_TEXT \
    }
#define TEXTS                              \
    {                                      \
        .kind = TYPE_LIST, .of = TYPE_TEXT \
    }
#define BOOLEAN              \
    {                        \
        .kind = TYPE_BOOLEAN \
    }

const char *const scanner_purposes[] = {
    "sca",           "update",   "sast",         "secrets",      "container",
    "iac",           "licence",  "dast",         "sbom",         "signing",
    "test",          "coverage", "deploy",       "provisioning", "release",
    "observability", "incident", "feature_flag", "secret_store", "cost",
    "data",          "ticket",   "assistant",    "lint",         NULL,
};

const char *const scanner_states[] = {"active",   "advisory", "declared", "manual",
                                      "disabled", "invalid",  NULL};

const char *const scanner_sorts[] = {"command",   "action", "workflow", "image", "include",
                                     "component", "task",   "orb",      "pipe",  "plugin",
                                     "hook",      "config", NULL};

const char *const scanner_thresholds[] = {"any", "low", "medium", "high", "critical", NULL};

static const char *const systems[] = {"github",   "gitlab",    "jenkins",    "azure",
                                      "circleci", "bitbucket", "pre_commit", NULL};

static const struct fact_field fields[] = {
    [SCANNER_TOOL] = {"tool", TEXT, false, "its id in the catalogue"},
    [SCANNER_TITLE] = {"title", TEXT, false, "its name as people write it"},
    [SCANNER_PURPOSE] = {"purpose",
                         {.kind = TYPE_WORD, .words = scanner_purposes},
                         false,
                         "what it is used for here"},
    [SCANNER_STATE] = {"state",
                       {.kind = TYPE_WORD, .words = scanner_states},
                       false,
                       "active: runs by itself and can fail; advisory: its result fails nothing;"
                       " declared: a hosted service is told to; manual, disabled, invalid: it does"
                       " nothing by itself"},
    [SCANNER_REASON] = {"reason", TEXT, true, "why it is not active"},
    [SCANNER_SORT] = {"sort",
                      {.kind = TYPE_WORD, .words = scanner_sorts},
                      false,
                      "what the evidence is"},
    [SCANNER_SYSTEM] = {"system",
                        {.kind = TYPE_WORD, .words = systems},
                        true,
                        "what runs it; absent for files of settings"},
    [SCANNER_JOB] = {"job", TEXT, true, "the job that runs it"},
    [SCANNER_STEP] = {"step", {.kind = TYPE_INTEGER}, true, "the step that runs it"},
    [SCANNER_DIRECTORY] = {"directory",
                           {.kind = TYPE_PATH},
                           true,
                           "the folder that it looks at; . for the root; absent when it looks at"
                           " none: an image, the changes of a request"},
    [SCANNER_DEPTH] = {"depth",
                       {.kind = TYPE_INTEGER},
                       true,
                       "folders below that it goes down; -1 for all"},
    [SCANNER_FILES] = {"files", TEXTS, true, "only these files of the folder"},
    [SCANNER_EXCLUDES] = {"excludes", TEXTS, true, "globs that it passes over"},
    [SCANNER_FIRST_ONLY] = {"first_only", BOOLEAN, true, "it takes the first manifest it finds"},
    [SCANNER_READS] = {"reads", TEXT, true,
                       "how it finds packages: a reader's name, or `ecosystem:NAME`"},
    [SCANNER_LANGUAGES] =
        {"languages", TEXTS, true,
         "languages that it reads, in the words of `language`; absent: nothing limits it"},
    [SCANNER_FAILS_AT] = {"fails_at",
                          {.kind = TYPE_WORD, .words = scanner_thresholds},
                          true,
                          "the least severity that makes it fail"},
    [SCANNER_IGNORES_UNFIXED] = {"ignores_unfixed", BOOLEAN, true,
                                 "what has no fix yet does not make it fail"},
    [SCANNER_EVENTS] = {"events", TEXTS, true, "what starts it, in GitHub's words"},
    [SCANNER_PATHS] = {"paths", TEXTS, true, "changed files that start it; absent: any"},
    [SCANNER_PATHS_IGNORE] = {"paths_ignore", TEXTS, true, "changed files that do not"},
    [SCANNER_RELEASES] = {"releases", BOOLEAN, true, "it is a part of making a release"},
    [SCANNER_FIELD_COUNT] = {0},
};

static const char *const key[] = {"path", "tool", "purpose", "job", "step", NULL};

const struct fact_kind fact_kind_scanner = {
    .name = "scanner",
    .summary = "a tool of the catalogue, what it is used for, and whether it really runs",
    .key = key,
    .fields = fields,
};
