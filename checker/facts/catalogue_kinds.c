#include "facts/catalogue_kinds.h"

const char *const catalogue_systems[] = {"backstage", "datadog", "opslevel", "cortex", NULL};
const char *const catalogue_verbs[] = {"depends_on", "provides", "consumes",
                                       "part_of",    "owned_by", NULL};
const char *const oncall_sorts[] = {"integration", "contact", "document", "schedule", NULL};

static const char *const problem_sorts[] = {"missing",     "type",     "value", "unknown_key",
                                            "placeholder", "dangling", NULL};

const struct fact_kind fact_kind_catalogue_entity = {
    .name = "catalogue_entity",
    .summary = "an entity of a service catalogue: a component, an API, a team, a person, ...",
    .key = (const char *const[]){"path", "kind", "namespace", "name", NULL},
    .fields =
        (const struct fact_field[]){
            [ENTITY_SYSTEM] = {"system",
                               {.kind = TYPE_WORD, .words = catalogue_systems},
                               false,
                               "whose catalogue it is for"},
            [ENTITY_KIND] = {"kind",
                             {.kind = TYPE_TEXT},
                             false,
                             "in lower case: component, api, resource, group, user, service, ..."},
            [ENTITY_NAMESPACE] = {"namespace",
                                  {.kind = TYPE_TEXT},
                                  false,
                                  "in lower case; default where none is said"},
            [ENTITY_NAME] = {"name", {.kind = TYPE_TEXT}, false, "in lower case"},
            [ENTITY_TYPE] = {"type", {.kind = TYPE_TEXT}, true, "in lower case"},
            [ENTITY_LIFECYCLE] = {"lifecycle", {.kind = TYPE_TEXT}, true, "in lower case"},
            [ENTITY_OWNER] = {"owner", {.kind = TYPE_TEXT}, true, "as written"},
            [ENTITY_MEMBERS] = {"members",
                                {.kind = TYPE_LIST, .of = TYPE_TEXT},
                                true,
                                "of a group, by name; of a user its groups"},
            [ENTITY_ADDRESS] = {"address", {.kind = TYPE_TEXT}, true, "of a group or a user"},
            [ENTITY_SLUG] =
                {"slug",
                 {.kind = TYPE_TEXT},
                 true,
                 "what the forge calls the group or the user: ORGANISATION/TEAM, login"},
            [ENTITY_RETIREMENT] = {"retirement",
                                   {.kind = TYPE_TEXT},
                                   true,
                                   "what it says of its end: a date or a successor"},
            [ENTITY_TEST] = {"test",
                             {.kind = TYPE_BOOLEAN},
                             false,
                             "stands where test material, examples and templates stand"},
            {0},
        },
};

const struct fact_kind fact_kind_catalogue_problem = {
    .name = "catalogue_problem",
    .summary = "what is wrong with an entry for a service catalogue",
    .key = (const char *const[]){"path", "entity", "field", "sort", NULL},
    .fields =
        (const struct fact_field[]){
            [PROBLEM_SYSTEM] = {"system",
                                {.kind = TYPE_WORD, .words = catalogue_systems},
                                false,
                                "whose catalogue it is for"},
            [PROBLEM_ENTITY] = {"entity",
                                {.kind = TYPE_TEXT},
                                false,
                                "its name; without one the number of its document"},
            [PROBLEM_KIND] = {"kind", {.kind = TYPE_TEXT}, true, "of the entity, in lower case"},
            [PROBLEM_FIELD] = {"field", {.kind = TYPE_TEXT}, false, "which field: spec.owner"},
            [PROBLEM_SORT] = {"sort",
                              {.kind = TYPE_WORD, .words = problem_sorts},
                              false,
                              "placeholder: it says nothing; dangling: a file or folder of the "
                              "tree that is not there"},
            [PROBLEM_TEXT] = {"problem", {.kind = TYPE_TEXT}, false, "in words"},
            [PROBLEM_TEST] = {"test",
                              {.kind = TYPE_BOOLEAN},
                              false,
                              "stands where test material, examples and templates stand"},
            {0},
        },
};

const struct fact_kind fact_kind_catalogue_reference = {
    .name = "catalogue_reference",
    .summary = "what an entity of a service catalogue says of another one",
    .key = (const char *const[]){"path", "source", "verb", "written", NULL},
    .fields =
        (const struct fact_field[]){
            [REFERENCE_SYSTEM] = {"system",
                                  {.kind = TYPE_WORD, .words = catalogue_systems},
                                  false,
                                  "whose catalogue it is for"},
            [REFERENCE_SOURCE_KIND] = {"source_kind", {.kind = TYPE_TEXT}, false, "who says it"},
            [REFERENCE_SOURCE] = {"source", {.kind = TYPE_TEXT}, false, "the entity's name"},
            [REFERENCE_VERB] = {"verb",
                                {.kind = TYPE_WORD, .words = catalogue_verbs},
                                false,
                                "what the other one is to it"},
            [REFERENCE_WRITTEN] = {"written", {.kind = TYPE_TEXT}, false, "as it is written"},
            [REFERENCE_KIND] = {"kind",
                                {.kind = TYPE_TEXT},
                                true,
                                "of the other one; absent where none is said or meant"},
            [REFERENCE_NAMESPACE] = {"namespace", {.kind = TYPE_TEXT}, false, "of the other one"},
            [REFERENCE_NAME] = {"name", {.kind = TYPE_TEXT}, false, "of the other one"},
            [REFERENCE_TEST] = {"test",
                                {.kind = TYPE_BOOLEAN},
                                false,
                                "stands where test material, examples and templates stand"},
            {0},
        },
};

const struct fact_kind fact_kind_oncall = {
    .name = "oncall",
    .summary = "how somebody is reached when a service is down",
    .key = (const char *const[]){"path", "sort", "tool", "component", "value", NULL},
    .fields =
        (const struct fact_field[]){
            [ONCALL_SORT] = {"sort",
                             {.kind = TYPE_WORD, .words = oncall_sorts},
                             false,
                             "an id of a tool that pages people, a contact, a page about on-call, "
                             "a schedule or an escalation policy as code"},
            [ONCALL_TOOL] = {"tool",
                             {.kind = TYPE_TEXT},
                             true,
                             "pagerduty, opsgenie, ...; of a contact its sort: email, slack, ..."},
            [ONCALL_COMPONENT] =
                {"component", {.kind = TYPE_TEXT}, true, "the entry of the catalogue that says it"},
            [ONCALL_VALUE] = {"value",
                              {.kind = TYPE_TEXT},
                              true,
                              "the id, address or resource; a key is left out"},
            [ONCALL_PLACEHOLDER] = {"placeholder",
                                    {.kind = TYPE_BOOLEAN},
                                    false,
                                    "is it what templates and manuals have there?"},
            [ONCALL_SECRET] = {"secret",
                               {.kind = TYPE_BOOLEAN},
                               false,
                               "a key with which whoever reads it can page people"},
            [ONCALL_LEVELS] = {"levels",
                               {.kind = TYPE_INTEGER},
                               true,
                               "of a page: how many levels of escalation it names"},
            [ONCALL_CHANNEL] = {"channel",
                                {.kind = TYPE_BOOLEAN},
                                true,
                                "of a page: does it name an address, a number or a channel?"},
            [ONCALL_REACHABLE] = {"reachable",
                                  {.kind = TYPE_BOOLEAN},
                                  false,
                                  "it pages somebody: an id or a schedule that is no placeholder, "
                                  "or a page with two levels and a channel"},
            [ONCALL_TEST] = {"test",
                             {.kind = TYPE_BOOLEAN},
                             false,
                             "stands where test material, examples and templates stand"},
            {0},
        },
};
