#include "facts/update_kinds.h"

static const char *const tools[] = {"dependabot", "renovate", "mend", "scala_steward", NULL};

static const struct fact_field entry_fields[] = {
    [UPDATE_TOOL] = {"tool", {.kind = TYPE_WORD, .words = tools}, false, "whose configuration"},
    [UPDATE_ECOSYSTEM] = {"ecosystem",
                          {.kind = TYPE_TEXT},
                          true,
                          "as Dependabot names it; absent: every one"},
    [UPDATE_DIRECTORY] = {"directory",
                          {.kind = TYPE_TEXT},
                          true,
                          "from the root, with a slash in front; may be a pattern"},
    [UPDATE_LIMIT] = {"limit", {.kind = TYPE_INTEGER}, true, "open pull requests at a time"},
    [UPDATE_ENABLED] = {"enabled",
                        {.kind = TYPE_BOOLEAN},
                        false,
                        "makes pull requests for new versions"},
    [UPDATE_PROBLEM] =
        {"problem",
         {.kind = TYPE_TEXT},
         true,
         "why the tool refuses the whole file; stands at the mistake, in a row of its own"},
    [UPDATE_BRANCH] = {"branch",
                       {.kind = TYPE_TEXT},
                       true,
                       "the branch that it reads instead of the default one"},
    [UPDATE_MANAGERS] = {"managers",
                         {.kind = TYPE_LIST, .of = TYPE_TEXT},
                         true,
                         "Renovate: the only managers in use"},
    [UPDATE_INCLUDES] = {"includes",
                         {.kind = TYPE_LIST, .of = TYPE_TEXT},
                         true,
                         "Renovate: includePaths"},
    [UPDATE_EXCLUDES] = {"excludes",
                         {.kind = TYPE_LIST, .of = TYPE_TEXT},
                         true,
                         "exclude-paths, ignorePaths"},
    [UPDATE_BRANCHES] = {"branches",
                         {.kind = TYPE_LIST, .of = TYPE_TEXT},
                         true,
                         "Renovate: the only branches that it looks at, as patterns"},
    [UPDATE_DEAD] = {"dead",
                     {.kind = TYPE_BOOLEAN},
                     false,
                     "no folder of the entry holds a file that by its name it could update"},
    [UPDATE_SECURITY_ONLY] = {"security_only",
                              {.kind = TYPE_BOOLEAN},
                              false,
                              "makes pull requests for known vulnerabilities alone"},
    [UPDATE_SILENT] = {"silent",
                       {.kind = TYPE_BOOLEAN},
                       false,
                       "looks for updates and makes no pull requests"},
    [UPDATE_SOME_ONLY] = {"some_only",
                          {.kind = TYPE_BOOLEAN},
                          false,
                          "Dependabot: its group takes only the packages of its patterns"},
    [UPDATE_INTERVAL] = {"interval",
                         {.kind = TYPE_TEXT},
                         true,
                         "Dependabot: how often, as its schedule says"},
    [UPDATE_COOLDOWN_DAYS] = {"cooldown_days",
                              {.kind = TYPE_INTEGER},
                              true,
                              "Dependabot: how old a version must be, where the entry says so"},
    [UPDATE_INSECURE_EXECUTION] = {"insecure_execution",
                                   {.kind = TYPE_BOOLEAN},
                                   false,
                                   "Dependabot: code of packages may run while it updates"},
    [UPDATE_GROUPS] = {"groups",
                       {.kind = TYPE_LIST, .of = TYPE_TEXT},
                       true,
                       "Dependabot: the names of its groups"},
    [UPDATE_OVERLAPS] = {"overlaps",
                         {.kind = TYPE_INTEGER},
                         true,
                         "Dependabot: the line of an earlier entry that means one of its folders"},
    [UPDATE_UNRESOLVED] = {"unresolved",
                           {.kind = TYPE_LIST, .of = TYPE_TEXT},
                           true,
                           "Renovate: presets that cannot be read in this repository"},
    [UPDATE_ADVISORIES] = {"advisories",
                           {.kind = TYPE_BOOLEAN},
                           false,
                           "Renovate: looks packages up in the database of OSV"},
    [UPDATE_DOUBT] = {"doubt",
                      {.kind = TYPE_TEXT},
                      true,
                      "why the bot perhaps refuses the file: an option that is not known here"},
    [UPDATE_FIELD_COUNT] = {0},
};

static const char *const entry_key[] = {"path", "ecosystem", "directory", NULL};

const struct fact_kind update_entry_kind = {
    .name = "update_entry",
    .summary = "an entry of the configuration of an update bot",
    .key = entry_key,
    .fields = entry_fields,
};

static const struct fact_field rule_fields[] = {
    [RULE_POSITION] = {"position",
                       {.kind = TYPE_INTEGER},
                       false,
                       "in the order in which they hold, presets first; 1 is the first"},
    [RULE_MANAGER] = {"manager",
                      {.kind = TYPE_TEXT},
                      true,
                      "whose settings these are; absent: a package rule"},
    [RULE_ENABLED] = {"enabled", {.kind = TYPE_BOOLEAN}, true, "what it switches on or off"},
    [RULE_SOME_ONLY] = {"some_only",
                        {.kind = TYPE_BOOLEAN},
                        false,
                        "asks for some packages or some updates"},
    [RULE_MANAGERS] = {"managers", {.kind = TYPE_LIST, .of = TYPE_TEXT}, true, "matchManagers"},
    [RULE_FILES] = {"files", {.kind = TYPE_LIST, .of = TYPE_TEXT}, true, "matchFileNames"},
    [RULE_CATEGORIES] = {"categories",
                         {.kind = TYPE_LIST, .of = TYPE_TEXT},
                         true,
                         "matchCategories"},
    [RULE_INCLUDES] = {"includes",
                       {.kind = TYPE_LIST, .of = TYPE_TEXT},
                       true,
                       "includePaths of the manager"},
    [RULE_EXCLUDES] = {"excludes",
                       {.kind = TYPE_LIST, .of = TYPE_TEXT},
                       true,
                       "ignorePaths of the manager"},
    [RULE_PATTERNS] = {"patterns",
                       {.kind = TYPE_LIST, .of = TYPE_TEXT},
                       true,
                       "managerFilePatterns, beside those of the manager itself"},
    [RULE_SOURCE] = {"source", {.kind = TYPE_TEXT}, true, "the preset that says it"},
    [RULE_TEXTS] = {"texts",
                    {.kind = TYPE_LIST, .of = TYPE_TEXT},
                    true,
                    "matchStrings of a custom manager, in its own language"},
    [RULE_FIELD_COUNT] = {0},
};

static const char *const rule_key[] = {"path", "position", NULL};

const struct fact_kind update_rule_kind = {
    .name = "update_rule",
    .summary = "settings of a manager or a package rule of Renovate that switches something",
    .key = rule_key,
    .fields = rule_fields,
};

struct cell_texts cell_texts(struct arena *arena, const struct fact_row *row, size_t field)
{
    const struct value *items = NULL;
    size_t count = cell_list(row, field, &items);
    struct cell_texts out = {.is_set = row->cells[field].kind == VALUE_LIST};
    out.items = ARENA_ARRAY(arena, const char *, count);
    for (size_t i = 0; i < count; i++)
        if (items[i].kind == VALUE_TEXT)
            out.items[out.count++] = items[i].text;
    return out;
}
