#include "cli/ci_system.h"
#include "cli/init_baseline.h"
#include "cli/judging.h"
#include "policy/policy.h"
#include "source/repository.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

static const struct option options[] = {
    {"ci", 0, OPTION_WORD, "NAME", ci_system_words,
     "the CI file to write: github, gitlab, azure, bitbucket, circleci, jenkins, tekton, hook or "
     "none; default: by the remote, then by the files that are there"},
    {"baseline", 0, OPTION_FLAG, NULL, NULL,
     "write the findings of today into .bylaw/baseline.yml, where they do not block; of one "
     "that is there, take out what was mended"},
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

struct wanted_file {
    const char *path; /* from the root of the work tree */
    const char *text;
    bool is_program;
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
    if (file->is_program && chmod(path, 0755) != 0)
        return failure_new(FAILURE_ENVIRONMENT, "cannot make '%s' a program: %s", path,
                           strerror(errno));
    printf("wrote %s\n", path);
    return NULL;
}

/* The branch that pushes are judged on and changes go to: the remote's, for who writes the
 * file stands on a branch of the change that brings it. A name that a YAML list or the forge would
 * read as more than a name is not written into the file. */
static const char *branch_of(const struct invocation *invocation,
                             const struct repository *repository)
{
    static const char plain[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-/.";
    const char *branch = repository_default_branch(repository, invocation->arena);
    if (!branch)
        branch = repository_branch(repository, invocation->arena);
    bool is_plain = branch && *branch && strspn(branch, plain) == strlen(branch) &&
                    strchr("-./0123456789", *branch) == NULL;
    return is_plain ? branch : "main";
}

/* What was asked for, else what the remote's forge has, else what is in use. */
static const struct ci_system *system_of(const struct invocation *invocation, const char *remote,
                                         const char *root)
{
    if (invocation_text(invocation, "ci"))
        return ci_system_at((size_t)invocation_number(invocation, "ci", 0));
    const struct ci_system *system = ci_system_of_remote(remote, invocation->arena);
    return system ? system : ci_system_of_files(root, invocation->arena);
}

/* What is left to the user. `is_there`: the file of the system has jobs of others, and is
 * theirs to edit. */
static void tell_rest(const struct ci_system *system, const char *text, bool is_there,
                      const char *remote, struct arena *arena)
{
    if (!system) {
        if (remote)
            print_lines(
                arena_printf(arena, "no CI file: the forge of '%s' is not known\n", remote));
        else
            printf("no CI file: there is no remote whose forge would tell which\n");
        printf("--ci NAME writes the one of a system, --ci hook a hook of git\n");
    } else if (is_there) {
        printf("'%s' was left as it is; add this to it:\n\n%s", system->path, text);
    }
    const char *next = system ? ci_system_next(system, text) : NULL;
    if (next)
        printf("%s\n", next);
}

static bool is_in(const struct invocation *invocation, const char *root, const char *path)
{
    struct stat status;
    return lstat(arena_printf(invocation->arena, "%s/%s", root, path), &status) == 0;
}

/* The root of the work tree, without a slash at its end. */
static const char *root_of(const struct invocation *invocation, const struct repository *repository)
{
    const char *root = repository_work_tree(repository);
    if (!root) {
        print_error("'%s' is bare: there is no work tree to write to", repository_path(repository));
        return NULL;
    }
    size_t length = strlen(root);
    while (length > 1 && root[length - 1] == '/')
        length--;
    return arena_copy(invocation->arena, (struct text){.bytes = root, .size = length});
}

/* Both names are read, and both at once are refused. */
static const char *configuration_path(const struct invocation *invocation, const char *root)
{
    return is_in(invocation, root, ".bylaw.yaml") ? ".bylaw.yaml" : ".bylaw.yml";
}

static bool has_configuration(const struct invocation *invocation, const char *root)
{
    return is_in(invocation, root, configuration_path(invocation, root));
}

/* The CI file of a repository that has its configuration already is all that is written. */
static bool wants_only_ci(const struct invocation *invocation, const char *root)
{
    return invocation_text(invocation, "ci") && !invocation_has(invocation, "force") &&
           has_configuration(invocation, root);
}

/* The baseline of a repository that has its configuration already is all that is written,
 * unless a CI file is asked for, too. */
static bool wants_only_baseline(const struct invocation *invocation, const char *root)
{
    return invocation_has(invocation, "baseline") && !invocation_text(invocation, "ci") &&
           has_configuration(invocation, root);
}

static int write_files(const struct invocation *invocation, const struct repository *repository,
                       const char *root)
{
    const char *remote = repository_remote(repository, invocation->arena);
    const struct ci_system *system = system_of(invocation, remote, root);
    bool is_written = system && system->path;
    const char *text =
        is_written ? ci_system_text(system, branch_of(invocation, repository), invocation->arena)
                   : NULL;
    bool is_there = is_written && system->is_shared && is_in(invocation, root, system->path);
    bool is_configured = wants_only_ci(invocation, root);
    struct wanted_file files[3];
    size_t count = 0;
    if (!is_configured)
        files[count++] = (struct wanted_file){.path = configuration_path(invocation, root),
                                              .text = configuration};
    if (is_written && !is_there)
        files[count++] = (struct wanted_file){
            .path = system->path, .text = text, .is_program = string_starts_with(text, "#!")};
    struct buffer schema = BUFFER_EMPTY;
    policy_write_schema("configuration", &schema);
    if (!is_configured)
        files[count++] =
            (struct wanted_file){.path = ".bylaw/schemas/configuration.json",
                                 .text = arena_strdup(invocation->arena, buffer_string(&schema))};
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
    tell_rest(system, text, is_there, remote, invocation->arena);
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
    const char *root = root_of(invocation, repository);
    int code = root ? EXIT_CLEAN : EXIT_USAGE;
    if (root && !wants_only_baseline(invocation, root))
        code = write_files(invocation, repository, root);
    repository_close(repository);
    if (code == EXIT_CLEAN && invocation_has(invocation, "baseline"))
        code = init_baseline(invocation, root);
    return code;
}

static const struct command_example examples[] = {
    {"bylaw init", "a configuration and the CI file that fits the repository here"},
    {"bylaw init --baseline", "the same on an old repository: what is found today does not block"},
    {"bylaw init --ci gitlab service/", "for GitLab, in another folder"},
    {"bylaw init --ci hook", "no CI: a hook that judges what is pushed"},
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
