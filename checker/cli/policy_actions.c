#include "cli/policy_actions.h"

#include "cli/judging.h"
#include "policy/builtin.h"
#include "policy/policy.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Everything that the actions look at. */
struct loaded {
    struct library library;
    struct diagnostics diagnostics;
};

static bool exists(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0;
}

static struct failure *add_path(struct loaded *loaded, struct arena *arena, const char *path,
                                enum layer layer)
{
    struct policy_file *files;
    size_t count;
    TRY(policy_files_of_path(arena, path, &files, &count));
    library_add_files(&loaded->library, layer, files, count, &loaded->diagnostics);
    return NULL;
}

/* The configuration and the policy folder of a repository's work tree. */
static struct failure *add_work_tree(struct loaded *loaded, struct arena *arena, const char *folder,
                                     bool *any)
{
    const char *configuration = arena_printf(arena, "%s/.bylaw.yml", folder);
    const char *own = arena_printf(arena, "%s/.bylaw", folder);
    *any = false;
    if (exists(configuration)) {
        struct policy_file *files;
        size_t count;
        TRY(policy_files_of_path(arena, configuration, &files, &count));
        library_add_configuration(&loaded->library, &files[0], &loaded->diagnostics);
        *any = true;
    }
    const char *const parts[] = {"policies", "rules"};
    for (size_t i = 0; i < 2; i++) {
        const char *part = arena_printf(arena, "%s/%s", own, parts[i]);
        if (!exists(part))
            continue;
        TRY(add_path(loaded, arena, part, LAYER_REPOSITORY));
        *any = true;
    }
    return NULL;
}

static struct failure *load(struct loaded *loaded, const struct invocation *invocation)
{
    struct arena *arena = invocation->arena;
    diagnostics_init(&loaded->diagnostics, arena);
    library_init(&loaded->library, arena);
    loaded->library.version = BYLAW_VERSION;
    library_add_builtin(&loaded->library, NULL, &loaded->diagnostics);
    for (size_t i = 1; i < invocation->argument_count; i++) {
        const char *path = invocation->arguments[i];
        bool any = false;
        if (string_ends_with(path, ".bylaw.yml")) {
            struct policy_file *files;
            size_t count;
            TRY(policy_files_of_path(arena, path, &files, &count));
            library_add_configuration(&loaded->library, &files[0], &loaded->diagnostics);
            continue;
        }
        TRY(add_work_tree(loaded, arena, path, &any));
        if (!any)
            TRY(add_path(loaded, arena, path, LAYER_ORGANISATION));
    }
    bool any;
    if (invocation->argument_count == 1)
        TRY(add_work_tree(loaded, arena, ".", &any));
    return NULL;
}

/* Loads, prints the mistakes; EXIT_CLEAN when there are none. */
static int load_and_say(struct loaded *loaded, const struct invocation *invocation)
{
    struct failure *failure = load(loaded, invocation);
    int status = EXIT_CLEAN;
    if (!failure) {
        struct ruleset ruleset;
        struct ruleset_options options = {.today = judging_today(invocation)};
        ruleset_resolve(&ruleset, &loaded->library, &options, invocation->arena,
                        &loaded->diagnostics);
    }
    judging_print_diagnostics(invocation, &loaded->diagnostics);
    if (loaded->diagnostics.errors > 0)
        status = EXIT_USAGE;
    if (failure) {
        status = failure_kind(failure) == FAILURE_ENVIRONMENT ? EXIT_TROUBLE : EXIT_USAGE;
        print_failure(failure);
        failure_free(failure);
    }
    return status;
}

int policy_validate(const struct invocation *invocation)
{
    struct loaded loaded = {0};
    int status = load_and_say(&loaded, invocation);
    if (status == EXIT_CLEAN)
        printf("%zu policies and %zu rules: no mistake\n", loaded.library.policy_count,
               loaded.library.rule_count);
    else if (loaded.diagnostics.errors > 0)
        print_error("%zu mistake%s", loaded.diagnostics.errors,
                    loaded.diagnostics.errors == 1 ? "" : "s");
    library_release(&loaded.library);
    return status;
}

int policy_list(const struct invocation *invocation)
{
    struct loaded loaded = {0};
    int status = load_and_say(&loaded, invocation);
    for (size_t i = 0; status == EXIT_CLEAN && i < loaded.library.policy_count; i++) {
        const struct policy *policy = loaded.library.policies[i];
        print_lines(arena_printf(
            invocation->arena, "%s%s%s  %s (%zu rules, %s, owner %s)\n", policy->name,
            policy->version ? " " : "", policy->version ? policy->version : "", policy->title,
            policy->rule_count, enforcement_words[policy->enforcement], policy->owner));
    }
    if (status == EXIT_CLEAN)
        printf("\n");
    for (size_t i = 0; status == EXIT_CLEAN && i < loaded.library.rule_count; i++) {
        const struct rule *rule = loaded.library.rules[i];
        print_lines(arena_printf(invocation->arena, "%s  %-8s  %s\n", rule->id,
                                 severity_words[rule->severity], rule->title));
    }
    library_release(&loaded.library);
    return status;
}

bool make_folders(char *path)
{
    for (char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        bool made = mkdir(path, 0777) == 0 || errno == EEXIST;
        *slash = '/';
        if (!made)
            return false;
    }
    return true;
}

/* What somebody changed is not replaced: a link or a folder is
 * another thing, too. */
static bool is_another(struct arena *arena, const char *path, const struct builtin_file *file)
{
    struct stat status;
    if (lstat(path, &status) != 0)
        return false;
    if (!S_ISREG(status.st_mode) || (size_t)status.st_size != file->size)
        return true;
    FILE *stream = fopen(path, "rb");
    if (!stream)
        return true;
    char *bytes = arena_alloc(arena, file->size + 1, 1);
    size_t got = fread(bytes, 1, file->size, stream);
    fclose(stream);
    return got != file->size || memcmp(bytes, file->bytes, file->size) != 0;
}

int policy_export(const struct invocation *invocation)
{
    if (invocation->argument_count != 2) {
        print_error("policy export wants one FOLDER");
        return EXIT_USAGE;
    }
    const char *folder = invocation->arguments[1];
    for (const struct builtin_file *file = builtin_files; file->path; file++) {
        const char *path = arena_printf(invocation->arena, "%s/%s", folder, file->path);
        if (is_another(invocation->arena, path, file)) {
            print_error("'%s' is there already and is not what would be written: nothing was",
                        path);
            return EXIT_USAGE;
        }
    }
    size_t count = 0;
    for (const struct builtin_file *file = builtin_files; file->path; file++, count++) {
        char *path = arena_printf(invocation->arena, "%s/%s", folder, file->path);
        struct failure *failure = NULL;
        if (!make_folders(path))
            failure = failure_new(FAILURE_ENVIRONMENT, "cannot make the folder of '%s': %s", path,
                                  strerror(errno));
        else
            failure = write_file_whole(path, file->bytes, file->size);
        if (failure) {
            print_failure(failure);
            failure_free(failure);
            return EXIT_TROUBLE;
        }
    }
    printf("wrote %zu files below %s\n", count, folder);
    return EXIT_CLEAN;
}

int policy_schema_of(const struct invocation *invocation)
{
    struct buffer out = BUFFER_EMPTY;
    int status = EXIT_CLEAN;
    if (invocation->argument_count != 2 || !policy_write_schema(invocation->arguments[1], &out)) {
        print_error("policy schema wants one KIND: rule, policy, configuration, exception or test");
        status = EXIT_USAGE;
    }
    print_out(buffer_string(&out));
    buffer_release(&out);
    return status;
}

int policy_load(const struct invocation *invocation, struct library *out)
{
    struct loaded loaded = {0};
    int status = load_and_say(&loaded, invocation);
    *out = loaded.library;
    return status;
}
