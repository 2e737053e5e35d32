/* Reads the bytes as the configuration of CircleCI that a set-up goes on with, and as
 * the one that it starts with. */
#include "pipeline_rows.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

extern const struct recogniser fact_circleci_pipeline;

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct memory_file files[] = {
        {.path = ".circleci/config.yml", .content = {.bytes = (const char *)data, .size = size}},
        {.path = ".circleci/continue_config.yml",
         .content = {.bytes = (const char *)data, .size = size}},
    };
    check_pipeline(&fact_circleci_pipeline, files, 2);
    return 0;
}
