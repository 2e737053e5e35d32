#include "cli/judging.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

static const char *const forge_words[] = {"github", "gitlab", "none", NULL};

static const struct option options[] = {
    {"ci", 0, OPTION_WORD, "github|gitlab|none", forge_words,
     "the CI file to write; default: by what the repository has"},
    {"force", 0, OPTION_FLAG, NULL, NULL, "replace files that are there"},
    {0},
};

static const char configuration[] =
    "# Settings of bylaw for this repository: 'bylaw policy docs configuration' explains them.\n"
    "bylaw: 1\n"
    "policies: [builtin:baseline]\n"
    "labels:\n"
    "  # tier: 2                # 1 (most critical) to 4\n"
    "  lifecycle: production    # experimental, beta, production, deprecated or archived\n"
    "rules: []\n";

/* What runs on a push and what on a pull request differ in one thing: a pull
 * request is judged by the policies of its base. */
static const char github[] =
    "name: governance\n"
    "on:\n"
    "  push:\n"
    "    branches: [main]\n"
    "  pull_request:\n"
    "permissions: {}\n"
    "jobs:\n"
    "  bylaw:\n"
    "    runs-on: ubuntu-24.04\n"
    "    permissions:\n"
    "      contents: read\n"
    "    steps:\n"
    "      - uses: actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2\n"
    "        with:\n"
    "          fetch-depth: 0\n"
    "          persist-credentials: false\n"
    "      - name: bylaw\n"
    "        env:\n"
    "          BASE: ${{ github.event.pull_request.base.sha }}\n"
    "        run: bylaw check ${BASE:+--base \"$BASE\"} --format text --format "
    "\"markdown=$GITHUB_STEP_SUMMARY\" .\n";

static const char gitlab[] = "bylaw:\n"
                             "  stage: test\n"
                             "  variables:\n"
                             "    GIT_DEPTH: \"0\"\n"
                             "    BASE: $CI_MERGE_REQUEST_DIFF_BASE_SHA\n"
                             "  script:\n"
                             "    - bylaw check ${BASE:+--base \"$BASE\"} .\n";

static int write_one(const struct invocation *invocation, const char *folder, const char *name,
                     const char *text)
{
    const char *path = arena_printf(invocation->arena, "%s/%s", folder, name);
    struct stat status;
    if (lstat(path, &status) == 0 && !invocation_has(invocation, "force")) {
        print_error("'%s' is there already and was left as it is (--force replaces it)", path);
        return EXIT_USAGE;
    }
    struct failure *failure = write_file_whole(path, text, strlen(text));
    if (failure) {
        print_failure(failure);
        failure_free(failure);
        return EXIT_TROUBLE;
    }
    printf("wrote %s\n", path);
    return EXIT_CLEAN;
}

static bool is_folder(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

static bool make_folder(const struct invocation *invocation, const char *folder, const char *name)
{
    const char *path = arena_printf(invocation->arena, "%s/%s", folder, name);
    if (is_folder(path) || mkdir(path, 0777) == 0)
        return true;
    print_error("cannot make the folder '%s': %s", path, strerror(errno));
    return false;
}

static int run(const struct invocation *invocation)
{
    const char *folder = invocation->argument_count > 0 ? invocation->arguments[0] : ".";
    if (!is_folder(folder)) {
        print_error("'%s' is no folder", folder);
        return EXIT_NOTHING;
    }
    struct stat status;
    bool has_gitlab =
        stat(arena_printf(invocation->arena, "%s/.gitlab-ci.yml", folder), &status) == 0;
    int64_t forge = invocation_number(invocation, "ci", has_gitlab ? 1 : 0);
    int written = write_one(invocation, folder, ".bylaw.yml", configuration);
    if (written != EXIT_CLEAN || forge == 2)
        return written;
    if (forge == 0) {
        if (!make_folder(invocation, folder, ".github") ||
            !make_folder(invocation, folder, ".github/workflows"))
            return EXIT_TROUBLE;
        return write_one(invocation, folder, ".github/workflows/bylaw.yml", github);
    }
    if (has_gitlab) {
        printf("add this job to .gitlab-ci.yml:\n\n%s", gitlab);
        return EXIT_CLEAN;
    }
    return write_one(invocation, folder, ".gitlab-ci.yml", gitlab);
}

COMMAND(init) = {
    .name = "init",
    .arguments = "[FOLDER]",
    .summary = "write .bylaw.yml and the CI file for this repository",
    .options = options,
    .maximum_arguments = 1,
    .run = run,
};
