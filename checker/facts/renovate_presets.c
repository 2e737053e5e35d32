#include "base/text.h"
#include "facts/renovate.h"

#include <string.h>

/* What matters here of each: lib/config/presets/internal of Renovate. */
static const struct {
    const char *name, *json;
} presets[] = {
    {"config:recommended", "{\"extends\": [\":ignoreModulesAndTests\"]}"},
    {"config:best-practices", "{\"extends\": [\"config:recommended\"]}"},
    {"config:js-app", "{\"extends\": [\"config:recommended\"]}"},
    {"config:js-lib", "{\"extends\": [\"config:recommended\"]}"},
    {":ignoreModulesAndTests",
     "{\"ignorePaths\": [\"**/node_modules/**\", \"**/bower_components/**\", \"**/vendor/**\","
     " \"**/examples/**\", \"**/__tests__/**\", \"**/test/**\", \"**/tests/**\","
     " \"**/__fixtures__/**\"], \"nuget\": {\"ignorePaths\": [\"**/node_modules/**\","
     " \"**/bower_components/**\", \"**/vendor/**\", \"**/examples/**\","
     " \"**/__fixtures__/**\"]}}"},
    {":includeNodeModules", "{\"ignorePaths\": []}"},
    {":disableRenovate", "{\"enabled\": false}"},
    {":enableRenovate", "{\"enabled\": true}"},
    {":enablePreCommit", "{\"pre-commit\": {\"enabled\": true}}"},
    {":docker", "{\"dockerfile\": {\"enabled\": true}, \"docker-compose\": {\"enabled\": true}}"},
    {":gomod", "{\"gomod\": {\"enabled\": true}}"},
    {":npm", "{\"npm\": {\"enabled\": true}}"},
    {":meteor", "{\"meteor\": {\"enabled\": true}}"},
    {"docker:disable", "{\"circleci\": {\"enabled\": false}, \"docker-compose\":"
                       " {\"enabled\": false}, \"dockerfile\": {\"enabled\": false}}"},
    {"security:only-security-updates",
     "{\"extends\": [\"config:recommended\"], \"osvVulnerabilityAlerts\": true,"
     " \"packageRules\": [{\"enabled\": false, \"matchPackageNames\": [\"*\"]}]}"},
};

static const struct {
    const char *before, *today;
} renamed[] = {
    {"config:base", "config:recommended"},
    {":base", "config:recommended"},
    {"default:base", "config:recommended"},
    {"config:base-js", "config:recommended"},
    {"config:application", "config:js-app"},
    {"config:library", "config:js-lib"},
    {":app", "config:js-app"},
    {":library", "config:js-lib"},
    {":js-app", "config:js-app"},
};

const char *renovate_preset_today(const char *name)
{
    for (size_t i = 0; i < sizeof(renamed) / sizeof(*renamed); i++)
        if (strcmp(renamed[i].before, name) == 0)
            return renamed[i].today;
    return string_starts_with(name, "default:") ? name + strlen("default") : name;
}

const char *renovate_preset(const char *name)
{
    for (size_t i = 0; i < sizeof(presets) / sizeof(*presets); i++)
        if (strcmp(presets[i].name, name) == 0)
            return presets[i].json;
    return NULL;
}

bool renovate_preset_is_known(const char *name)
{
    static const char *const families[] = {"abandonments:",  "config:",          "customManagers:",
                                           "docker:",        "global:",          "group:",
                                           "helpers:",       "mergeConfidence:", "monorepo:",
                                           "npm:",           "packages:",        "preview:",
                                           "regexManagers:", "replacements:",    "schedule:",
                                           "security:",      "workarounds:",     NULL};
    if (name[0] == ':')
        return true;
    for (size_t i = 0; families[i]; i++)
        if (string_starts_with(name, families[i]))
            return true;
    return false;
}
