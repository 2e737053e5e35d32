#include "fleet/repository_report.h"

#include "facts/secret_mask.h"

#include <string.h>

enum { NAME_MOST = 150 };

/* "a/b/c.git" as "a_b_c.git"; the number keeps two alike apart. */
static const char *file_name(struct arena *arena, const char *repository)
{
    char *name = arena_strdup(arena, repository);
    for (char *byte = name; *byte; byte++)
        if (!((*byte >= 'a' && *byte <= 'z') || (*byte >= 'A' && *byte <= 'Z') ||
              (*byte >= '0' && *byte <= '9') || *byte == '-' || *byte == '.'))
            *byte = '_';
    size_t length = strlen(name);
    return length > NAME_MOST ? name + length - NAME_MOST : name;
}

static const char *path_of(struct arena *arena, const struct repository_report *report,
                           const char *repository, size_t number)
{
    const char *extension = report_extension(report->format);
    bool named = strcmp(extension, report->format->name) == 0;
    return arena_printf(arena, "%s/%04zu-%s%s%s%s%s.%s", report->folder, number + 1,
                        file_name(arena, repository), report->profile ? "." : "",
                        report->profile ? report->profile : "", named ? "" : ".",
                        named ? "" : report->format->name, extension);
}

struct failure *repository_report_write(
    const struct repository_report *report, const struct evaluation *evaluation, size_t number,
    const char *version,
    struct failure *(*write_file)(const char *path, const char *bytes, size_t size),
    struct arena *arena)
{
    const struct report_format *format = report->format;
    const struct report_options options = {.profile = report->profile    ? report->profile
                                                      : format->profiles ? format->profiles[0]
                                                                         : NULL,
                                           .width = 80,
                                           .version = version};
    struct buffer out = BUFFER_EMPTY;
    struct failure *failure = format->write(&out, &evaluation, 1, &options);
    secret_mask_buffer(&out);
    if (!failure)
        failure = write_file(path_of(arena, report, evaluation->repository, number),
                             buffer_string(&out), out.size);
    buffer_release(&out);
    return failure;
}
