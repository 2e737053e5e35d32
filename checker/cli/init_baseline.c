#include "cli/init_baseline.h"

#include "base/limits.h"
#include "cli/judging.h"
#include "engine/recorded.h"
#include "policy/policy.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

static const char baseline_name[] = ".bylaw/baseline.yml";
static const char schema_name[] = ".bylaw/schemas/baseline.json";

/* Never through a link, which may lead out of the tree. */
static struct failure *make_folder(const struct invocation *invocation, const char *root,
                                   const char *name)
{
    struct stat status;
    const char *path = arena_printf(invocation->arena, "%s/%s", root, name);
    if (mkdir(path, 0777) != 0 && errno != EEXIST)
        return failure_new(FAILURE_ENVIRONMENT, "cannot make the folder '%s': %s", path,
                           strerror(errno));
    if (lstat(path, &status) != 0 || !S_ISDIR(status.st_mode))
        return failure_new(FAILURE_USAGE, "'%s' is no folder; links are not followed", path);
    return NULL;
}

static struct failure *write_file(const struct invocation *invocation, const char *root,
                                  const char *name, const struct buffer *text)
{
    struct stat status;
    const char *path = arena_printf(invocation->arena, "%s/%s", root, name);
    if (lstat(path, &status) == 0 && !S_ISREG(status.st_mode))
        return failure_new(FAILURE_USAGE, "'%s' is no file; links are not followed", path);
    TRY(write_file_whole(path, buffer_string(text), text->size));
    printf("wrote %s", path);
    return NULL;
}

static struct failure *write_schema(const struct invocation *invocation, const char *root)
{
    struct buffer schema = BUFFER_EMPTY;
    policy_write_schema("baseline", &schema);
    struct failure *failure = make_folder(invocation, root, ".bylaw");
    if (!failure)
        failure = make_folder(invocation, root, ".bylaw/schemas");
    if (!failure)
        failure = write_file(invocation, root, schema_name, &schema);
    if (!failure)
        putchar('\n');
    buffer_release(&schema);
    return failure;
}

static struct failure *write_baseline(const struct invocation *invocation, const char *root,
                                      const struct baseline_file *file)
{
    struct buffer text = BUFFER_EMPTY;
    baseline_file_write(file, &text);
    struct failure *failure = NULL;
    if (text.size > LIMIT_POLICY_BYTES)
        failure = failure_new(FAILURE_LIMIT,
                              "%zu findings are more than a baseline can hold (%d bytes): leave "
                              "rules out or let them warn first",
                              file->count, LIMIT_POLICY_BYTES);
    if (!failure)
        failure = write_file(invocation, root, baseline_name, &text);
    buffer_release(&text);
    return failure;
}

static const char *plural(size_t count)
{
    return count == 1 ? "" : "s";
}

/* What the new file does not keep from blocking. */
static void say_the_rest(const struct evaluation *evaluation, bool all)
{
    size_t left = 0;
    size_t refused = 0;
    for (size_t i = 0; i < evaluation->finding_count; i++) {
        const struct finding *finding = &evaluation->findings[i];
        if (finding->severity == SEVERITY_INFO || finding->excused || finding->recorded)
            continue;
        left += finding->recordable && !all;
        refused += !finding->recordable && finding->blocks;
    }
    if (left > 0)
        printf("%zu finding%s %s not in it: a baseline only gets shorter (--force takes all in)\n",
               left, plural(left), left == 1 ? "is" : "are");
    if (refused > 0)
        printf("%zu finding%s block%s all the same: no baseline may name %s rule\n", refused,
               plural(refused), refused == 1 ? "s" : "", refused == 1 ? "its" : "their");
}

static struct failure *renew(const struct invocation *invocation, const char *root,
                             const struct evaluation *evaluation)
{
    struct baseline_file file;
    size_t before = evaluation->baseline_file ? evaluation->baseline_file->count : 0;
    bool all = !evaluation->baseline_file || invocation_has(invocation, "force");
    recorded_renew(&file, evaluation, all, invocation->arena);
    if (file.count == 0 && !evaluation->baseline_file) {
        printf("nothing was found that a baseline could hold: none was written\n");
        say_the_rest(evaluation, all);
        return NULL;
    }
    TRY(write_schema(invocation, root));
    TRY(write_baseline(invocation, root, &file));
    printf(": %zu finding%s", file.count, plural(file.count));
    if (evaluation->baseline_file)
        printf(", %zu before", before);
    printf("\n");
    say_the_rest(evaluation, all);
    return NULL;
}

int init_baseline(const struct invocation *invocation, const char *repository)
{
    struct judge_options options;
    if (!judging_options(invocation, repository, &options))
        return EXIT_USAGE;
    options.snapshot = SNAPSHOT_WORK_TREE;
    struct diagnostics diagnostics;
    diagnostics_init(&diagnostics, invocation->arena);
    struct evaluation *evaluation = NULL;
    int status = EXIT_TROUBLE;
    struct failure *failure =
        judge(&evaluation, &options, invocation->arena, &diagnostics, &status);
    judging_print_diagnostics(invocation, &diagnostics);
    if (!failure && !evaluation)
        return status;
    if (!failure)
        status = EXIT_TROUBLE;
    if (!failure)
        failure = renew(invocation, repository, evaluation);
    if (!failure)
        return EXIT_CLEAN;
    print_failure(failure);
    failure_free(failure);
    return status;
}
