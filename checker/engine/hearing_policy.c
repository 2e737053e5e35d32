#include "base/table.h"
#include "engine/applicability.h"
#include "engine/excuse.h"
#include "engine/unread_register.h"
#include "policy/register.h"

#include <string.h>

static const char builtin_prefix[] = "builtin:";

static struct failure *read_policy_files(struct hearing *hearing, const struct snapshot *snapshot,
                                         struct repository_policy_files *out)
{
    struct reader *reader = NULL;
    TRY(reader_open_here(&reader, snapshot));
    struct failure *failure = policy_files_of_snapshot(hearing->arena, snapshot, reader, out);
    reader_close(reader);
    return failure;
}

static void set_labels(struct hearing *hearing)
{
    const struct configuration *configuration = hearing->library.configuration;
    size_t count = configuration ? configuration->label_count : 0;
    hearing->labels = ARENA_ARRAY(hearing->arena, struct fact_label, count + 1);
    for (size_t i = 0; i < count; i++)
        hearing->labels[i] = (struct fact_label){.name = configuration->labels[i].name,
                                                 .value = configuration->labels[i].value};
}

/* Policies given on the command line: names of built-in ones, or places of files. */
static struct failure *add_given_policies(struct hearing *hearing, const char ***names,
                                          struct diagnostics *diagnostics)
{
    const struct judge_options *options = hearing->options;
    size_t count = 0;
    while (options->policies && options->policies[count])
        count++;
    const char **named = ARENA_ARRAY(hearing->arena, const char *, count + 1);
    size_t named_count = 0;
    if (options->extra_policy_files)
        library_add_files(&hearing->library, LAYER_ORGANISATION, options->extra_policy_files,
                          options->extra_policy_file_count, diagnostics);
    for (size_t i = 0; i < count; i++) {
        if (string_starts_with(options->policies[i], builtin_prefix)) {
            named[named_count++] = options->policies[i];
            continue;
        }
        if (options->extra_policy_files)
            continue;
        struct policy_file *files = NULL;
        size_t file_count = 0;
        TRY(policy_files_of_path(hearing->arena, options->policies[i], &files, &file_count));
        library_add_files(&hearing->library, LAYER_ORGANISATION, files, file_count, diagnostics);
    }
    if (!options->extra_policy_files)
        library_enforce_rules(&hearing->library, diagnostics);
    *names = named_count > 0 ? named : NULL;
    return NULL;
}

static struct failure *resolve_ruleset(struct hearing *hearing, const char *const *names,
                                       struct diagnostics *diagnostics)
{
    struct applicability *applicability = applicability_new(hearing);
    const struct ruleset_options options = {
        .policies = names,
        .only = hearing->options->only_rules,
        .exclude = hearing->options->exclude_rules,
        .today = hearing->options->today,
        .applies = applicability_holds,
        .is_of_change = applicability_is_of_change,
        .state = applicability,
    };
    hearing->ruleset = ARENA_NEW(hearing->arena, struct ruleset);
    ruleset_resolve(hearing->ruleset, &hearing->library, &options, hearing->arena, diagnostics);
    struct failure *failure = applicability_failure(applicability);
    applicability_free(applicability);
    return failure;
}

static void add_sources(struct diagnostics *diagnostics,
                        const struct repository_policy_files *files)
{
    for (size_t i = 0; i < files->file_count; i++)
        diagnostics_add_source(diagnostics, files->files[i].path, files->files[i].text);
    if (files->configuration.path)
        diagnostics_add_source(diagnostics, files->configuration.path, files->configuration.text);
    for (size_t i = 0; i < files->exception_count; i++)
        if (!files->exceptions[i].problem)
            diagnostics_add_source(diagnostics, files->exceptions[i].path,
                                   files->exceptions[i].text);
}

/* Mistakes in what the head would bring in: shown, and nothing more. */
static void check_head_files(struct hearing *hearing, const struct repository_policy_files *files)
{
    hearing->head_diagnostics = ARENA_NEW(hearing->arena, struct diagnostics);
    diagnostics_init(hearing->head_diagnostics, hearing->arena);
    add_sources(hearing->head_diagnostics, files);
    struct library library;
    library_init(&library, hearing->arena);
    library.version = hearing->options->version;
    library_add_files(&library, LAYER_REPOSITORY, files->files, files->file_count,
                      hearing->head_diagnostics);
    if (files->configuration.path)
        library_add_configuration(&library, &files->configuration, hearing->head_diagnostics);
    library_release(&library);
    if (files->baseline.path)
        hearing->proposed =
            baseline_file_parse(hearing->arena, &files->baseline, hearing->head_diagnostics);
    diagnostics_sort(hearing->head_diagnostics);
}

/* What the head would bring in judges nothing: that it cannot be read is a mistake
 * to show, too. */
static void read_head_files(struct hearing *hearing, struct repository_policy_files *out)
{
    *out = (struct repository_policy_files){0};
    struct failure *failure = read_policy_files(hearing, &hearing->head, out);
    check_head_files(hearing, out);
    if (failure)
        diagnostics_add(hearing->head_diagnostics, E107,
                        (struct place){.path = ".bylaw.yml", .line = 1, .column = 1}, "%s",
                        failure_message(failure));
    failure_free(failure);
}

static int by_id(const void *a, const void *b)
{
    const struct exception *one = a;
    const struct exception *two = b;
    int order = strcmp(one->id, two->id);
    return order ? order : (int)one->pending - (int)two->pending;
}

static void add_pending(struct hearing *hearing, const struct exception_set *proposed)
{
    struct table known;
    table_init(&known, hearing->arena);
    for (size_t i = 0; i < hearing->exceptions.count; i++)
        table_set(&known, hearing->exceptions.items[i].id, hearing);
    size_t most = hearing->exceptions.count + proposed->count;
    struct exception *all = ARENA_ARRAY(hearing->arena, struct exception, most);
    size_t count = hearing->exceptions.count;
    if (count > 0)
        memcpy(all, hearing->exceptions.items, count * sizeof(*all));
    for (size_t i = 0; i < proposed->count; i++) {
        if (table_has(&known, proposed->items[i].id))
            continue;
        all[count] = proposed->items[i];
        all[count++].pending = true;
    }
    if (count > 1)
        qsort(all, count, sizeof(*all), by_id);
    hearing->exceptions = (struct exception_set){.items = all, .count = count};
}

/* A record that exists only in the head is a proposal. */
static void load_exceptions(struct hearing *hearing, const struct repository_policy_files *base,
                            const struct repository_policy_files *head)
{
    if (!hearing->has_base || hearing->options->exceptions_from_head) {
        exceptions_load(&hearing->exceptions, hearing->arena, head->exceptions,
                        head->exception_count);
        return;
    }
    exceptions_load(&hearing->exceptions, hearing->arena, base->exceptions, base->exception_count);
    struct exception_set proposed;
    exceptions_load(&proposed, hearing->arena, head->exceptions, head->exception_count);
    add_pending(hearing, &proposed);
}

/* Records that the organisation keeps stand beside the repository's own. */
static struct failure *load_registers(struct hearing *hearing, struct diagnostics *diagnostics)
{
    const char *remote = repository_remote(hearing->repository, hearing->arena);
    register_check_own(&hearing->exceptions, hearing->arena, remote);
    if (!hearing->options->registers || !hearing->options->registers[0])
        unread_registers_tell(hearing->options, repository_work_tree(hearing->repository),
                              hearing->arena, diagnostics);
    for (const char *const *path = hearing->options->registers; path && *path; path++) {
        struct policy_file *files = NULL;
        size_t count = 0;
        TRY(exception_files_of_path(hearing->arena, *path, &files, &count));
        for (size_t i = 0; i < count; i++)
            diagnostics_add_source(diagnostics, files[i].path, files[i].text);
        register_load(&hearing->exceptions, hearing->arena, files, count, remote, diagnostics);
    }
    if (hearing->exceptions.count > 1)
        qsort(hearing->exceptions.items, hearing->exceptions.count,
              sizeof(*hearing->exceptions.items), by_id);
    return NULL;
}

static struct failure *load_library(struct hearing *hearing,
                                    const struct repository_policy_files *files,
                                    const char ***names, struct diagnostics *diagnostics)
{
    library_init(&hearing->library, hearing->arena);
    hearing->library.version = hearing->options->version;
    hearing->library_made = true;
    add_sources(diagnostics, files);
    if (!hearing->options->without_builtin)
        library_use_builtin(&hearing->library, diagnostics);
    TRY(add_given_policies(hearing, names, diagnostics));
    library_add_files(&hearing->library, LAYER_REPOSITORY, files->files, files->file_count,
                      diagnostics);
    if (files->configuration.path)
        library_add_configuration(&hearing->library, &files->configuration, diagnostics);
    set_labels(hearing);
    return NULL;
}

/* A repository that narrows a rule to what is not there narrows it to nothing: a
 * slip of the pen, or a way out. An organisation writes its globs for many. */
static void check_scopes(const struct hearing *hearing, struct diagnostics *diagnostics)
{
    for (size_t i = 0; i < hearing->ruleset->count; i++) {
        const struct setting *setting = &hearing->ruleset->settings[i];
        if (setting->for_paths_from.layer != LAYER_REPOSITORY)
            continue;
        for (size_t p = 0; p < setting->for_path_count; p++) {
            size_t at = 0;
            while (at < hearing->head.count &&
                   !glob_matches(setting->for_paths[p], hearing->head.entries[at].path))
                at++;
            if (at == hearing->head.count)
                diagnostics_add(diagnostics, W111, setting->for_paths_from.place,
                                "rule '%s' is narrowed to '%s', where no file is",
                                setting->rule->id, setting->for_path_texts[p]);
        }
    }
}

static bool has_policy(const struct repository_policy_files *files)
{
    return files->configuration.path || files->file_count > 0;
}

static void note_trust(struct hearing *hearing, const struct repository_policy_files *base,
                       const struct repository_policy_files *head)
{
    const struct judge_options *options = hearing->options;
    if (!hearing->has_base)
        return;
    hearing->trust = ARENA_NEW(hearing->arena, struct trust);
    bool is_given =
        (options->policies && options->policies[0]) || options->extra_policy_file_count > 0;
    hearing->trust->base_has_no_policy = !is_given && !has_policy(base);
    hearing->trust->head_has_policy = has_policy(head);
    hearing->trust->has_head_exceptions =
        options->exceptions_from_head && head->exception_count > 0;
    hearing->trust->evidence_in_tree = hearing->evidence_in_tree;
}

/* Whoever pins a digest wants nothing judged by anything else. */
static struct failure *check_bundle(const struct hearing *hearing)
{
    const char *wanted = hearing->options->policy_digest;
    if (!wanted || strcmp(wanted, hearing->ruleset->bundle) == 0)
        return NULL;
    return failure_new(FAILURE_POLICY,
                       "the policies in force have the digest %s, not %s as --policy-digest asks",
                       hearing->ruleset->bundle, wanted);
}

/* The rules in force, and what is recorded; a mistake there is an error of `diagnostics`. */
static struct failure *load_rules(struct hearing *hearing,
                                  const struct repository_policy_files *files,
                                  struct diagnostics *diagnostics)
{
    const char **names = NULL;
    TRY(load_library(hearing, files, &names, diagnostics));
    if (files->baseline.path)
        hearing->baseline = baseline_file_parse(hearing->arena, &files->baseline, diagnostics);
    return diagnostics->errors == 0 ? resolve_ruleset(hearing, names, diagnostics) : NULL;
}

/* Whether they are the ones that were asked for, and what excuses their findings. */
static struct failure *load_excuses(struct hearing *hearing,
                                    const struct repository_policy_files *files,
                                    const struct repository_policy_files *head_files,
                                    struct diagnostics *diagnostics)
{
    TRY(check_bundle(hearing));
    note_trust(hearing, files, head_files);
    load_exceptions(hearing, files, head_files);
    return load_registers(hearing, diagnostics);
}

static struct failure *load_all(struct hearing *hearing, struct diagnostics *diagnostics,
                                int *status)
{
    struct repository_policy_files files;
    struct repository_policy_files head_files;
    TRY(hearing_check_given(hearing));
    TRY(read_policy_files(hearing, &hearing->policy, &files));
    head_files = files;
    if (hearing->has_base)
        read_head_files(hearing, &head_files);
    TRY(load_rules(hearing, &files, diagnostics));
    if (diagnostics->errors == 0)
        TRY(load_excuses(hearing, &files, &head_files, diagnostics));
    if (diagnostics->errors > 0) {
        *status = 2;
        return NULL;
    }
    exceptions_check_rules(&hearing->exceptions, &hearing->library, &hearing->ruleset->exceptions,
                           diagnostics);
    exceptions_reject_over_long(&hearing->exceptions, hearing->ruleset, hearing->arena);
    TRY(hearing_prove_approvals(hearing));
    if (hearing->ruleset->count == 0) {
        *status = 3;
        return failure_new(FAILURE_USAGE, "no rule is in force for '%s': nothing was evaluated",
                           hearing->options->repository);
    }
    TRY(hearing_list(hearing));
    check_scopes(hearing, diagnostics);
    return NULL;
}

struct failure *hearing_load(struct hearing *hearing, struct diagnostics *diagnostics, int *status)
{
    *status = 0;
    struct failure *failure = load_all(hearing, diagnostics, status);
    if (failure && *status == 0)
        *status = hearing_status_of(failure);
    return failure;
}

struct failure *hearing_load_labels(struct hearing *hearing)
{
    struct repository_policy_files files;
    TRY(read_policy_files(hearing, &hearing->policy, &files));
    struct diagnostics unread;
    diagnostics_init(&unread, hearing->arena);
    library_init(&hearing->library, hearing->arena);
    hearing->library_made = true;
    if (files.configuration.path)
        library_add_configuration(&hearing->library, &files.configuration, &unread);
    set_labels(hearing);
    return NULL;
}
