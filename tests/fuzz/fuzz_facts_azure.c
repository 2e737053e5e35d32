/* Reads the bytes as a pipeline of Azure Pipelines, and as a template that one uses. */
#include "pipeline_rows.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

extern const struct recogniser fact_azure_pipeline;

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char caller[] =
        "stages: [{stage: s, jobs: [{template: azure/a.yml, parameters: {x: y, z: [a, {b: c}]}},"
        " {job: j, steps: [{template: azure/a.yml}]}]}]\n";
    const struct text content = {.bytes = (const char *)data, .size = size};
    const struct memory_file files[] = {
        {.path = "azure-pipelines.yml", .content = content},
        {.path = "azure/a.yml", .content = content},
        {.path = "azure/caller.yml", .content = {.bytes = caller, .size = sizeof(caller) - 1}},
    };
    check_pipeline(&fact_azure_pipeline, files, 3);
    return 0;
}
