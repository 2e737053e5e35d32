#include "cli/judging.h"
#include "policy/policy.h"
#include "source/repository.h"

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

/* Editors find the schema by the first line. */
static const char configuration[] =
    "# yaml-language-server: $schema=.bylaw/schemas/configuration.json\n"
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
    "# The runner needs the program: install its package in a step of your own before the last.\n"
    "name: governance\n"
    "on:\n"
    "  push:\n"
    "    branches: [%s]\n"
    "  pull_request:\n"
    "  merge_group:\n"
    "permissions: {}\n"
    "jobs:\n"
    "  bylaw:\n"
    "    runs-on: ubuntu-24.04\n"
    "    timeout-minutes: 15\n"
    "    permissions:\n"
    "      contents: read\n"
    "    steps:\n"
    "      - uses: actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2\n"
    "        with:\n"
    "          fetch-depth: 0\n"
    "          persist-credentials: false\n"
    "      - name: bylaw\n"
    "        env:\n"
    "          BASE: ${{ github.event.pull_request.base.sha || github.event.merge_group.base_sha "
    "}}\n"
    "        run: bylaw check ${BASE:+--base \"$BASE\"} --format text --format "
    "\"markdown=$GITHUB_STEP_SUMMARY\" .\n";

static const char gitlab[] = "# The image needs the program: name one that has its package.\n"
                             "bylaw:\n"
                             "  stage: test\n"
                             "  variables:\n"
                             "    GIT_DEPTH: \"0\"\n"
                             "    BASE: $CI_MERGE_REQUEST_DIFF_BASE_SHA\n"
                             "  script:\n"
                             "    - bylaw check ${BASE:+--base \"$BASE\"} .\n"
                             "  rules:\n"
                             "    - if: $CI_PIPELINE_SOURCE == \"merge_request_event\"\n"
                             "    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH\n";

enum forge { FORGE_GITHUB, FORGE_GITLAB, FORGE_NONE };

struct wanted_file {
    const char *path; /* from the root of the work tree */
    const char *text;
};

/* Where files are written to: never through a link, which may lead out of the tree. */
static int check_path(const struct invocation *invocation, const char *root, const char *path)
{
    struct stat status;
    for (const char *slash = strchr(path, '/'); slash; slash = strchr(slash + 1, '/')) {
        const char *folder =
            arena_printf(invocation->arena, "%s/%.*s", root, (int)(slash - path), path);
        if (lstat(folder, &status) == 0 && !S_ISDIR(status.st_mode)) {
            print_error("'%s' is no folder; links are not followed", folder);
            return EXIT_USAGE;
        }
    }
    const char *whole = arena_printf(invocation->arena, "%s/%s", root, path);
    if (lstat(whole, &status) != 0)
        return EXIT_CLEAN;
    if (!S_ISREG(status.st_mode)) {
        print_error("'%s' is no file; links are not followed", whole);
        return EXIT_USAGE;
    }
    if (invocation_has(invocation, "force"))
        return EXIT_CLEAN;
    print_error("'%s' is there already and was left as it is (--force replaces it)", whole);
    return EXIT_USAGE;
}

static struct failure *write_one(const struct invocation *invocation, const char *root,
                                 const struct wanted_file *file)
{
    for (const char *slash = strchr(file->path, '/'); slash; slash = strchr(slash + 1, '/')) {
        const char *folder =
            arena_printf(invocation->arena, "%s/%.*s", root, (int)(slash - file->path), file->path);
        if (mkdir(folder, 0777) != 0 && errno != EEXIST)
            return failure_new(FAILURE_ENVIRONMENT, "cannot make the folder '%s': %s", folder,
                               strerror(errno));
    }
    const char *path = arena_printf(invocation->arena, "%s/%s", root, file->path);
    TRY(write_file_whole(path, file->text, strlen(file->text)));
    printf("wrote %s\n", path);
    return NULL;
}

/* The branch that pushes are judged on. A name that a YAML list or the forge would
 * read as more than a name is not written into the file. */
static const char *branch_of(const struct invocation *invocation,
                             const struct repository *repository)
{
    static const char plain[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-/.";
    const char *branch = repository_branch(repository, invocation->arena);
    bool is_plain = branch && *branch && strspn(branch, plain) == strlen(branch) &&
                    strchr("-./0123456789", *branch) == NULL;
    return is_plain ? branch : "main";
}

static enum forge forge_of(const struct invocation *invocation, const struct repository *repository,
                           bool has_gitlab)
{
    const char *remote = repository_remote(repository, invocation->arena);
    enum forge found =
        has_gitlab || (remote && strstr(remote, "gitlab")) ? FORGE_GITLAB : FORGE_GITHUB;
    return (enum forge)invocation_number(invocation, "ci", found);
}

static int write_files(const struct invocation *invocation, const struct repository *repository)
{
    const char *root = repository_work_tree(repository);
    if (!root) {
        print_error("'%s' is bare: there is no work tree to write to", repository_path(repository));
        return EXIT_USAGE;
    }
    size_t length = strlen(root);
    while (length > 1 && root[length - 1] == '/')
        length--;
    root = arena_copy(invocation->arena, (struct text){.bytes = root, .size = length});
    struct stat status;
    bool has_gitlab =
        lstat(arena_printf(invocation->arena, "%s/.gitlab-ci.yml", root), &status) == 0;
    enum forge forge = forge_of(invocation, repository, has_gitlab);
    struct wanted_file files[3] = {{".bylaw.yml", configuration}};
    size_t count = 1;
    if (forge == FORGE_GITHUB)
        files[count++] = (struct wanted_file){
            ".github/workflows/bylaw.yml",
            arena_printf(invocation->arena, github, branch_of(invocation, repository))};
    if (forge == FORGE_GITLAB && !has_gitlab)
        files[count++] = (struct wanted_file){".gitlab-ci.yml", gitlab};
    struct buffer schema = BUFFER_EMPTY;
    policy_write_schema("configuration", &schema);
    files[count++] = (struct wanted_file){".bylaw/schemas/configuration.json",
                                          arena_strdup(invocation->arena, buffer_string(&schema))};
    buffer_release(&schema);
    for (size_t i = 0; i < count; i++) {
        int checked = check_path(invocation, root, files[i].path);
        if (checked != EXIT_CLEAN)
            return checked;
    }
    for (size_t i = 0; i < count; i++) {
        struct failure *failure = write_one(invocation, root, &files[i]);
        if (failure) {
            print_failure(failure);
            failure_free(failure);
            return EXIT_TROUBLE;
        }
    }
    if (forge == FORGE_GITLAB && has_gitlab)
        printf("add this job to .gitlab-ci.yml:\n\n%s", gitlab);
    return EXIT_CLEAN;
}

static int run(const struct invocation *invocation)
{
    const char *folder = invocation->argument_count > 0 ? invocation->arguments[0] : ".";
    struct repository *repository = NULL;
    enum repository_status status = REPOSITORY_OPEN;
    struct failure *failure = repository_open(&repository, folder, false, &status);
    if (failure) {
        print_failure(failure);
        failure_free(failure);
        return status == REPOSITORY_MISSING ? EXIT_NOTHING : EXIT_TROUBLE;
    }
    int code = write_files(invocation, repository);
    repository_close(repository);
    return code;
}

static const struct command_example examples[] = {
    {"bylaw init", "a configuration and the CI file that fits the repository here"},
    {"bylaw init --ci gitlab service/", "for GitLab, in another folder"},
    {0},
};

COMMAND(init) = {
    .name = "init",
    .arguments = "[REPOSITORY]",
    .summary = "write .bylaw.yml and the CI file for this repository",
    .options = options,
    .maximum_arguments = 1,
    .examples = examples,
    .run = run,
};
