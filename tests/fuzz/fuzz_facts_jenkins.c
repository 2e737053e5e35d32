/* Reads the bytes as a pipeline of Jenkins. */
#include "pipeline_rows.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

extern const struct recogniser fact_jenkins_pipeline;

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct memory_file file = {.path = "Jenkinsfile",
                                     .content = {.bytes = (const char *)data, .size = size}};
    check_pipeline(&fact_jenkins_pipeline, &file, 1);
    return 0;
}
