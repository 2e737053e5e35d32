/* Reads the bytes as the configuration of GitLab CI; what stands behind a line of three
 * stars is a.yml, which the first part may include. */
#include "pipeline_rows.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

extern const struct recogniser fact_gitlab_pipeline;

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char mark[] = "\n***\n";
    struct text all = {.bytes = (const char *)data, .size = size};
    size_t cut = text_find(all, mark);
    size_t end = cut == SIZE_MAX ? size : cut + 1;
    size_t rest = cut == SIZE_MAX ? size : cut + sizeof(mark) - 1;
    const struct memory_file files[] = {
        {.path = ".gitlab-ci.yml", .content = {all.bytes, end}},
        {.path = "a.yml", .content = {all.bytes + rest, size - rest}},
        {.path = "templates/own.yml", .content = {all.bytes + rest, size - rest}},
    };
    check_pipeline(&fact_gitlab_pipeline, files, sizeof(files) / sizeof(files[0]));
    return 0;
}
