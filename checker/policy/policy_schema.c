#include "policy/policy_file.h"

#include <string.h>

static const struct schema *const schemas[] = {&policy_schema, &configuration_schema,
                                               &exception_schema};

bool policy_write_schema(const char *kind, struct buffer *out)
{
    if (strcmp(kind, "rule") == 0) {
        rule_write_schema(out);
        return true;
    }
    for (size_t i = 0; i < sizeof(schemas) / sizeof(schemas[0]); i++)
        if (strcmp(schemas[i]->name, kind) == 0) {
            char id[128];
            snprintf(id, sizeof(id), "https://bylaw.example/schemas/%s-1.json", kind);
            schema_write_json(schemas[i], id, out);
            return true;
        }
    return false;
}

bool policy_write_reference(const char *kind, struct buffer *out)
{
    if (strcmp(kind, "rule") == 0) {
        rule_write_reference(out);
        return true;
    }
    for (size_t i = 0; i < sizeof(schemas) / sizeof(schemas[0]); i++)
        if (strcmp(schemas[i]->name, kind) == 0) {
            schema_write_reference(schemas[i], out);
            return true;
        }
    return false;
}
