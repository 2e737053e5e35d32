/* Reads the bytes as the configuration of Bitbucket Pipelines. */
#include "pipeline_rows.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

extern const struct recogniser fact_bitbucket_pipeline;

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct memory_file file = {.path = "bitbucket-pipelines.yml",
                                     .content = {(const char *)data, size}};
    check_pipeline(&fact_bitbucket_pipeline, &file, 1);
    return 0;
}
