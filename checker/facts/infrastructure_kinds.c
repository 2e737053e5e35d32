#include "facts/infrastructure_kinds.h"

#define BOOLEAN              \
    {                        \
        .kind = TYPE_BOOLEAN \
    }

static const char *const systems[] = {"cloudformation", "sam",       "pulumi", "kubernetes",
                                      "helm",           "terraform", NULL};
static const char *const sorts[] = {"parameter", "default", "property", "variable", "config",
                                    "data",      "value",   "input",    NULL};

static const struct fact_field template_fields[] = {
    [INFRASTRUCTURE_SYSTEM] = {"system",
                               {.kind = TYPE_WORD, .words = systems},
                               false,
                               "what it is a template or a project of"},
    [INFRASTRUCTURE_RESOURCES] = {"resources",
                                  {.kind = TYPE_INTEGER},
                                  true,
                                  "how many it declares; those of a program are not known"},
    [INFRASTRUCTURE_TEST] = {"test", BOOLEAN, false,
                             "stands where test material and examples stand"},
    [INFRASTRUCTURE_VENDORED] = {"vendored", BOOLEAN, false,
                                 "others' code, by .gitattributes or convention"},
    [INFRASTRUCTURE_FIELD_COUNT] = {0},
};

const struct fact_kind fact_kind_infrastructure_template = {
    .name = "infrastructure_template",
    .summary = "a template of CloudFormation or SAM, or a project of Pulumi",
    .key = (const char *const[]){"path", NULL},
    .fields = template_fields,
};

static const struct fact_field secret_fields[] = {
    [SHOWN_SECRET_SYSTEM] = {"system",
                             {.kind = TYPE_WORD, .words = systems},
                             false,
                             "what it is written for"},
    [SHOWN_SECRET_SORT] =
        {"sort",
         {.kind = TYPE_WORD, .words = sorts},
         false,
         "a parameter that is shown to whoever may describe the stack (no NoEcho);"
         " the default of a parameter; a property; a variable of the environment;"
         " plain text among the settings of a stack of Pulumi; the data of a Secret of"
         " Kubernetes; a value of a chart of Helm; what a file of settings gives to a variable of"
         " Terraform"},
    [SHOWN_SECRET_NAME] = {"name",
                           {.kind = TYPE_TEXT},
                           false,
                           "of the parameter, the setting or the variable; of a property with what"
                           " it stands in; never the secret"},
    [SHOWN_SECRET_TEST] = {"test", BOOLEAN, false, "stands where test material and examples stand"},
    [SHOWN_SECRET_VENDORED] = {"vendored", BOOLEAN, false,
                               "others' code, by .gitattributes or convention"},
    [SHOWN_SECRET_FIELD_COUNT] = {0},
};

const struct fact_kind fact_kind_infrastructure_secret = {
    .name = "infrastructure_secret",
    .summary = "a secret that a template of infrastructure or the settings of a stack show",
    .key = (const char *const[]){"path", "sort", "name", NULL},
    .fields = secret_fields,
};

void shown_secret_add_gap(struct fact_writer *writer, enum unknown_class class, const char *reason,
                          bool test, bool vendored)
{
    if (test)
        return;
    struct value *cells =
        fact_add_gap(writer, &fact_kind_infrastructure_secret, NULL, class, reason)->cells;
    cells[SHOWN_SECRET_TEST] = value_boolean(test);
    cells[SHOWN_SECRET_VENDORED] = value_boolean(vendored);
}
