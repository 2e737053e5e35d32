#include "cli/policy_actions.h"

#include "base/diagnostic_page.h"
#include "cli/judging.h"
#include "facts/tool_catalogue.h"
#include "policy/builtin.h"
#include "policy/exception.h"
#include "policy/lint.h"
#include "policy/policy.h"
#include "policy/test_file.h"
#include "report/diagnostics.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Everything that the actions look at. */
struct loaded {
    struct library library;
    struct diagnostics diagnostics;
    struct ruleset ruleset;
    struct policy_file *exceptions;
    size_t exception_count, exception_capacity;
};

static bool exists(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0;
}

/* A folder that was made and not yet filled is no mistake. What keeps it in git (`.keep`,
 * `.gitkeep`) is no part of what it holds. */
static bool is_empty_folder(const char *path)
{
    DIR *folder = opendir(path);
    if (!folder)
        return false;
    bool any = false;
    for (struct dirent *entry; !any && (entry = readdir(folder));)
        any = entry->d_name[0] != '.';
    closedir(folder);
    return !any;
}

static struct failure *add_path(struct loaded *loaded, struct arena *arena, const char *path,
                                enum layer layer)
{
    struct policy_file *files;
    size_t count;
    TRY(policy_files_of_path(arena, path, &files, &count));
    library_add_files(&loaded->library, layer, files, count, &loaded->diagnostics);
    for (size_t i = 0; i < count; i++)
        if (string_ends_with(files[i].path, ".test.yml") ||
            string_ends_with(files[i].path, ".test.yaml"))
            test_file_load(arena, files[i].path, files[i].text, NULL, &loaded->diagnostics);
    return NULL;
}

static struct failure *add_exceptions(struct loaded *loaded, struct arena *arena, const char *path)
{
    struct policy_file *files;
    size_t count;
    if (!exists(path) || is_empty_folder(path))
        return NULL;
    TRY(policy_files_of_path(arena, path, &files, &count));
    for (size_t i = 0; i < count; i++) {
        loaded->exceptions = arena_grow(arena, loaded->exceptions, loaded->exception_count,
                                        &loaded->exception_capacity, sizeof(*loaded->exceptions));
        loaded->exceptions[loaded->exception_count++] = files[i];
        diagnostics_add_source(&loaded->diagnostics, files[i].path, files[i].text);
    }
    return NULL;
}

static struct failure *add_configuration(struct loaded *loaded, struct arena *arena,
                                         const char *path)
{
    struct policy_file *files;
    size_t count;
    TRY(policy_files_of_path(arena, path, &files, &count));
    library_add_configuration(&loaded->library, &files[0], &loaded->diagnostics);
    return NULL;
}

/* `found`: the one of a repository's work tree, under either name; NULL when there is none. */
static struct failure *find_configuration(struct arena *arena, const char *folder,
                                          const char **found)
{
    const char *plain = arena_printf(arena, "%s/.bylaw.yml", folder);
    const char *other = arena_printf(arena, "%s/.bylaw.yaml", folder);
    if (exists(plain) && exists(other))
        return failure_new(FAILURE_POLICY, "both '%s' and '%s' are there: keep one", plain, other);
    *found = exists(plain) ? plain : exists(other) ? other : NULL;
    return NULL;
}

/* The configuration and the policy folder of a repository's work tree. */
static struct failure *add_work_tree(struct loaded *loaded, struct arena *arena, const char *folder,
                                     bool *any)
{
    const char *own = arena_printf(arena, "%s/.bylaw", folder);
    const char *configuration = NULL;
    TRY(find_configuration(arena, folder, &configuration));
    if (configuration)
        TRY(add_configuration(loaded, arena, configuration));
    *any = configuration != NULL;
    const char *const parts[] = {"policies", "rules"};
    for (size_t i = 0; i < 2; i++) {
        const char *part = arena_printf(arena, "%s/%s", own, parts[i]);
        if (!exists(part) || is_empty_folder(part))
            continue;
        TRY(add_path(loaded, arena, part, LAYER_REPOSITORY));
        *any = true;
    }
    size_t before = loaded->exception_count;
    TRY(add_exceptions(loaded, arena, arena_printf(arena, "%s/exceptions.yml", own)));
    TRY(add_exceptions(loaded, arena, arena_printf(arena, "%s/exceptions", own)));
    *any = *any || loaded->exception_count > before;
    return NULL;
}

static struct failure *load(struct loaded *loaded, const struct invocation *invocation)
{
    struct arena *arena = invocation->arena;
    diagnostics_init(&loaded->diagnostics, arena);
    library_init(&loaded->library, arena);
    loaded->library.version = BYLAW_VERSION;
    library_add_builtin(&loaded->library, NULL, &loaded->diagnostics);
    for (size_t i = 0; i < loaded->library.policy_count; i++)
        library_expand(&loaded->library, loaded->library.policies[i], &loaded->diagnostics);
    for (size_t i = 1; i < invocation->argument_count; i++) {
        const char *path = invocation->arguments[i];
        bool any = false;
        if (string_ends_with(path, ".bylaw.yml") || string_ends_with(path, ".bylaw.yaml")) {
            TRY(add_configuration(loaded, arena, path));
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

/* A record with a mistake excuses nothing: here that is a mistake like the others. */
static void check_exceptions(struct loaded *loaded, struct arena *arena)
{
    struct exception_set set;
    exceptions_load(&set, arena, loaded->exceptions, loaded->exception_count);
    exceptions_check_rules(&set, &loaded->library, &loaded->ruleset.exceptions,
                           &loaded->diagnostics);
    for (size_t i = 0; i < set.count; i++)
        for (size_t j = 0; j < set.items[i].mistake_count; j++) {
            const struct diagnostic *mistake = &set.items[i].mistakes[j];
            *diagnostics_add(&loaded->diagnostics, mistake->code, mistake->place, "%s",
                             mistake->message) = *mistake;
        }
}

/* Loads and checks everything; EXIT_CLEAN when there are no mistakes. */
static int load_and_check(struct loaded *loaded, const struct invocation *invocation,
                          struct failure **failure)
{
    *failure = load(loaded, invocation);
    if (!*failure) {
        struct ruleset_options options = {.today = judging_today(invocation)};
        ruleset_resolve(&loaded->ruleset, &loaded->library, &options, invocation->arena,
                        &loaded->diagnostics);
        check_exceptions(loaded, invocation->arena);
    }
    if (*failure)
        return failure_kind(*failure) == FAILURE_ENVIRONMENT ? EXIT_TROUBLE : EXIT_USAGE;
    return loaded->diagnostics.errors > 0 ? EXIT_USAGE : EXIT_CLEAN;
}

/* The same, and prints the mistakes. */
static int load_and_say(struct loaded *loaded, const struct invocation *invocation)
{
    struct failure *failure = NULL;
    int status = load_and_check(loaded, invocation, &failure);
    judging_print_diagnostics(invocation, &loaded->diagnostics);
    if (failure)
        print_failure(failure);
    failure_free(failure);
    return status;
}

static const char *const validate_formats[] = {"text", "json", "sarif", NULL};

static const char *counted(struct arena *arena, size_t count, const char *what)
{
    return arena_printf(arena, "%zu %s%s", count, what, count == 1 ? "" : "s");
}

static void write_diagnostics(struct buffer *out, const char *name, const void *state)
{
    const struct loaded *loaded = state;
    if (strcmp(name, "json") == 0)
        diagnostics_write_json(&loaded->diagnostics, BYLAW_VERSION, out);
    if (strcmp(name, "sarif") == 0)
        diagnostics_write_sarif(&loaded->diagnostics, BYLAW_VERSION, out);
}

/* What is not built in, in words. */
static const char *own_files(struct arena *arena, const struct library *library)
{
    size_t policies = 0;
    size_t rules = 0;
    for (size_t i = 0; i < library->policy_count; i++)
        policies += library->policies[i]->layer != LAYER_BUILTIN;
    for (size_t i = 0; i < library->rule_count; i++)
        rules += !library->rules[i]->builtin;
    if (policies + rules == 0)
        return "nothing but what is built in";
    return arena_printf(arena, "%zu %s and %s", policies, policies == 1 ? "policy" : "policies",
                        counted(arena, rules, "rule"));
}

/* What follows the diagnostics on a terminal. */
static void print_summary(const struct invocation *invocation, const struct loaded *loaded)
{
    struct arena *arena = invocation->arena;
    const struct diagnostics *diagnostics = &loaded->diagnostics;
    const char *warnings =
        diagnostics->warnings > 0
            ? arena_printf(arena, ", %s", counted(arena, diagnostics->warnings, "warning"))
            : "";
    if (diagnostics->errors > 0)
        print_error("%s%s", counted(arena, diagnostics->errors, "mistake"), warnings);
    else
        printf("%s: no mistake%s\n", own_files(arena, &loaded->library), warnings);
    if (diagnostics->errors == 0 && invocation_has(invocation, "verbose"))
        printf("policies %s\n", loaded->ruleset.bundle);
    for (size_t i = 0; diagnostics->errors > 0 && i < diagnostics->count; i++) {
        const struct diagnostic_page *page = diagnostic_page(diagnostics->items[i].code);
        if (!page || page->code[0] != 'E')
            continue;
        print_error("'bylaw explain %s' says what the first of them means", page->code);
        break;
    }
}

int policy_validate(const struct invocation *invocation)
{
    const char *const *formats = invocation_texts(invocation, "format");
    bool is_text = !formats;
    if (!judging_own_formats(invocation, validate_formats))
        return EXIT_USAGE;
    for (; formats && *formats; formats++) {
        is_text = is_text || strcmp(*formats, "text") == 0;
        if (string_starts_with(*formats, "text=")) {
            print_error(
                "text goes to standard error: redirect that, or write json or sarif to a file");
            return EXIT_USAGE;
        }
    }
    struct loaded loaded = {0};
    struct failure *failure = NULL;
    int status = load_and_check(&loaded, invocation, &failure);
    if (!failure)
        library_lint(&loaded.library, &loaded.diagnostics);
    diagnostics_sort(&loaded.diagnostics);
    if (is_text)
        judging_print_diagnostics(invocation, &loaded.diagnostics);
    if (failure) {
        print_failure(failure);
        failure_free(failure);
        library_release(&loaded.library);
        return status;
    }
    if (is_text)
        print_summary(invocation, &loaded);
    failure = judging_write_own(invocation, validate_formats, write_diagnostics, &loaded);
    if (status == EXIT_CLEAN && loaded.diagnostics.warnings > 0 &&
        invocation_has(invocation, "strict"))
        status = EXIT_USAGE;
    if (failure) {
        status = EXIT_TROUBLE;
        print_failure(failure);
        failure_free(failure);
    }
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
    if (status == EXIT_CLEAN && invocation_has(invocation, "verbose"))
        printf("\npolicies %s\n", loaded.ruleset.bundle);
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

static const char *const schema_kinds[] = {"rule",      "policy", "configuration",
                                           "exception", "test",   NULL};

/* Beside the rules, so that an editor has them: they are replaced by those of this
 * release. */
static struct failure *export_schemas(struct arena *arena, const char *folder, size_t *count)
{
    for (const char *const *kind = schema_kinds; *kind; kind++) {
        char *path = arena_printf(arena, "%s/schemas/%s.json", folder, *kind);
        if (!make_folders(path))
            return failure_new(FAILURE_ENVIRONMENT, "cannot make the folder of '%s': %s", path,
                               strerror(errno));
        struct buffer out = BUFFER_EMPTY;
        policy_write_schema(*kind, &out);
        struct failure *failure = write_file_whole(path, buffer_string(&out), out.size);
        buffer_release(&out);
        if (failure)
            return failure;
        (*count)++;
    }
    return NULL;
}

static struct failure *export_files(struct arena *arena, const char *folder,
                                    const struct builtin_file *files, size_t *count)
{
    for (; files->path; files++, (*count)++) {
        char *path = arena_printf(arena, "%s/%s", folder, files->path);
        if (!make_folders(path))
            return failure_new(FAILURE_ENVIRONMENT, "cannot make the folder of '%s': %s", path,
                               strerror(errno));
        TRY(write_file_whole(path, files->bytes, files->size));
    }
    return NULL;
}

int policy_export(const struct invocation *invocation)
{
    if (invocation->argument_count != 2) {
        print_error("policy export wants one FOLDER");
        return EXIT_USAGE;
    }
    const char *folder = invocation->arguments[1];
    const struct builtin_file *const tables[] = {builtin_files, catalogue_files};
    for (size_t i = 0; i < 2; i++)
        for (const struct builtin_file *file = tables[i]; file->path; file++) {
            const char *path = arena_printf(invocation->arena, "%s/%s", folder, file->path);
            if (is_another(invocation->arena, path, file)) {
                print_error("'%s' is there already and is not what would be written: nothing was",
                            path);
                return EXIT_USAGE;
            }
        }
    size_t count = 0;
    struct failure *failure = export_files(invocation->arena, folder, builtin_files, &count);
    if (!failure)
        failure = export_files(invocation->arena, folder, catalogue_files, &count);
    if (!failure)
        failure = export_schemas(invocation->arena, folder, &count);
    if (failure) {
        print_failure(failure);
        failure_free(failure);
        return EXIT_TROUBLE;
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
