/* The first byte chooses a file's name: values and templates of charts, kustomizations, objects
 * of Kubernetes, Flux and Argo CD, templates of CloudFormation, settings of Pulumi and Terraform,
 * sources that embed files, beside a chart and a manifest that they may be of. Whatever the bytes,
 * every row has a place, every cell that must be there is there, and gaps say why. */
#include "facts/gather.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const names[] = {
    "values.yaml",           "values-live.yaml",   "templates/web.yaml", "Chart.yaml",
    "kustomization.yaml",    "live/Kustomization", "stack.template",     "stack.json",
    "template.yaml",         "Pulumi.yaml",        "Pulumi.live.yaml",   "cmd/main.go",
    "cmd/main.rs",           "cmd/a.props",        "objects.yaml",       "operations.json",
    "live/shop-values.yaml", "prod.auto.tfvars",   "prod.tfvars.json",
};

static const char *const kinds[] = {"chart_value",
                                    "chart_override",
                                    "container",
                                    "workload",
                                    "host_mount",
                                    "kustomize_image",
                                    "kustomize_replicas",
                                    "infrastructure_secret",
                                    "infrastructure_template",
                                    "embedded_file"};

static void check_row(const struct fact_kind *kind, const struct fact_row *row)
{
    if (!row->path || row->line == 0)
        abort();
    for (size_t i = 0; kind->fields[i].name; i++) {
        const struct value *cell = &row->cells[i];
        if (cell->kind == VALUE_ABSENT && !kind->fields[i].optional)
            abort();
        if (cell->kind == VALUE_UNKNOWN && !cell->unknown->reason[0])
            abort();
        if (cell->kind == VALUE_TEXT && kind->fields[i].type.kind == TYPE_WORD &&
            !string_is_one_of(cell->text, kind->fields[i].type.words))
            abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    static const char chart[] = "apiVersion: v2\nname: shop\nversion: 1.0.0\n";
    static const char web[] = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\n"
                              "spec: {replicas: 1, template: {spec: {initContainers: [{name: i, "
                              "image: i}], containers: [{name: web, image: web}]}}}\n";
    const char *name = names[data[0] % (sizeof(names) / sizeof(*names))];
    struct memory_file files[] = {
        {.path = name, .content = {(const char *)data + 1, size - 1}},
        {.path = "web.yaml", .content = {web, sizeof(web) - 1}},
        {.path = "Chart.yaml", .content = {chart, sizeof(chart) - 1}},
    };
    const size_t count = strcmp(name, "Chart.yaml") == 0 ? 2 : 3;
    for (size_t k = 0; k < sizeof(kinds) / sizeof(*kinds); k++) {
        const struct fact_kind *kind = fact_kind_find(kinds[k]);
        for (const struct recogniser *recogniser = fact_recogniser_after(kind, NULL); recogniser;
             recogniser = fact_recogniser_after(kind, recogniser)) {
            struct arena arena;
            arena_init(&arena, 4096);
            struct fact_table table;
            struct failure *failure =
                fact_recognise_memory(recogniser, kind, files, count, &arena, &table);
            if (failure)
                abort();
            for (size_t i = 0; i < table.count; i++)
                check_row(kind, &table.rows[i]);
            arena_release(&arena);
        }
    }
    return 0;
}
