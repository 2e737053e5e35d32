#include "policy/policy_file.h"
#include "policy/test_file.h"

#include <string.h>

struct kind {
    const char *name;
    const char *title;
    const struct schema *schema; /* NULL: rules, which have more to say */
};

static const struct kind kinds[] = {
    {"rule", "Rule files", NULL},
    {"policy", "Policy files", &policy_schema},
    {"configuration", "The configuration: .bylaw.yml", &configuration_schema},
    {"exception", "Exception records", &exception_schema},
    {"baseline", "The baseline: .bylaw/baseline.yml", &baseline_schema},
    {"test", "Test files of rules", &test_file_schema},
};

static const struct kind *find_kind(const char *name)
{
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
        if (strcmp(kinds[i].name, name) == 0)
            return &kinds[i];
    return NULL;
}

bool policy_write_schema(const char *name, struct buffer *out)
{
    const struct kind *kind = find_kind(name);
    if (!kind)
        return false;
    if (!kind->schema) {
        rule_write_schema(out);
        return true;
    }
    char id[128];
    snprintf(id, sizeof(id), "https://bylaw.example/schemas/%s-1.json", name);
    schema_write_json(kind->schema, id, out);
    return true;
}

bool policy_write_reference(const char *name, struct buffer *out)
{
    const struct kind *kind = find_kind(name);
    if (!kind)
        return false;
    buffer_printf(out, "# %s\n\n", kind->title);
    if (!kind->schema) {
        rule_write_reference(out);
        return true;
    }
    schema_write_reference(kind->schema, out);
    return true;
}
