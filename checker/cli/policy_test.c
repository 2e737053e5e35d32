#include "cli/judging.h"
#include "cli/policy_actions.h"
#include "engine/trial.h"
#include "policy/builtin.h"
#include "policy/rule_id.h"
#include "report/trials.h"

#include <errno.h>
#include <ftw.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { THREADS_MOST = 16 };

struct trial_list {
    struct arena *arena;
    struct trial_file *items;
    size_t count, capacity;
};

/* What one rule's trial gave; filled by whichever thread ran it. */
struct outcome {
    struct arena arena;
    struct trial_result result;
    struct failure *failure;
};

struct work {
    const struct trial_list *trials;
    const struct trial_options *options;
    struct outcome *outcomes;
    atomic_size_t next;
};

static bool is_test(const char *path)
{
    return string_ends_with(path, ".test.yml") || string_ends_with(path, ".test.yaml");
}

bool policy_is_test_of(const char *test, const char *rule)
{
    const char *mark = strstr(test, ".test.y");
    size_t stem = mark ? (size_t)(mark - test) : 0;
    return mark && strncmp(test, rule, stem) == 0 &&
           (strcmp(rule + stem, ".yml") == 0 || strcmp(rule + stem, ".yaml") == 0);
}

/* What a rule's file that was named alone has beside it: its worlds; and worlds their rule. */
static struct failure *add_other_half(struct arena *arena, const char *path,
                                      struct policy_file **files, size_t *count)
{
    static const char *const endings[] = {".test.yml", ".test.yaml", ".yml", ".yaml"};
    size_t stem = 0;
    bool is_worlds = is_test(path);
    for (size_t i = 0; i < 4 && stem == 0; i++)
        if (string_ends_with(path, endings[i]))
            stem = strlen(path) - strlen(endings[i]);
    if (stem == 0 || *count != 1 || strcmp((*files)[0].path, path) != 0)
        return NULL;
    for (size_t i = is_worlds ? 2 : 0; i < (is_worlds ? 4 : 2); i++) {
        const char *other = arena_printf(arena, "%.*s%s", (int)stem, path, endings[i]);
        struct policy_file *found;
        size_t found_count;
        if (access(other, F_OK) != 0)
            continue;
        TRY(policy_files_of_path(arena, other, &found, &found_count));
        struct policy_file *both = ARENA_ARRAY(arena, struct policy_file, 2);
        both[0] = (*files)[0];
        both[1] = found[0];
        *files = both;
        *count = 2;
        return NULL;
    }
    return NULL;
}

static bool is_rule_text(struct text text)
{
    struct text line;
    while (text_next_line(&text, &line))
        if (text_starts_with(line, "id:"))
            return true;
    return false;
}

static bool is_asked_for(const char *path, const char *const *ids)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;
    for (; ids && *ids; ids++)
        if (string_starts_with(name, *ids))
            return true;
    return false;
}

static void add_trials(struct trial_list *trials, const struct policy_file *files, size_t count,
                       const char *const *ids)
{
    for (size_t i = 0; i < count; i++) {
        if (is_test(files[i].path) || (ids && !is_asked_for(files[i].path, ids)))
            continue;
        struct trial_file trial = {.rule_path = files[i].path, .rule = files[i].text};
        bool has_worlds = false;
        for (size_t j = 0; j < count; j++)
            if (is_test(files[j].path) && policy_is_test_of(files[j].path, files[i].path)) {
                has_worlds = true;
                trial.test_path = files[j].path;
                trial.test = files[j].text;
            }
        /* What has worlds is a rule, however it is written. */
        if (!has_worlds && !is_rule_text(files[i].text))
            continue;
        trials->items = arena_grow(trials->arena, trials->items, trials->count, &trials->capacity,
                                   sizeof(*trials->items));
        trials->items[trials->count++] = trial;
    }
}

static void add_builtin_trials(struct trial_list *trials, const char *const *ids)
{
    size_t count = 0;
    while (builtin_files[count].path)
        count++;
    struct policy_file *files = ARENA_ARRAY(trials->arena, struct policy_file, count + 1);
    size_t rules = 0;
    for (size_t i = 0; i < count; i++) {
        if (!string_starts_with(builtin_files[i].path, "rules/") ||
            string_starts_with(builtin_files[i].path, "rules/catalogue/"))
            continue;
        files[rules].path = arena_printf(trials->arena, "builtin:%s", builtin_files[i].path);
        files[rules++].text =
            (struct text){.bytes = builtin_files[i].bytes, .size = builtin_files[i].size};
    }
    add_trials(trials, files, rules, ids);
}

static struct failure *collect(struct trial_list *trials, const struct invocation *invocation)
{
    const char *const *ids = invocation_texts(invocation, "rule");
    if (invocation->argument_count == 1)
        add_builtin_trials(trials, ids);
    for (size_t i = 1; i < invocation->argument_count; i++) {
        struct policy_file *files;
        size_t count;
        const char *argument = invocation->arguments[i];
        if (is_rule_id(argument) && access(argument, F_OK) != 0)
            return failure_new(FAILURE_USAGE, "'%s' is no file; '--rule %s' names a rule", argument,
                               argument);
        TRY(policy_files_of_path(invocation->arena, invocation->arguments[i], &files, &count));
        TRY(add_other_half(invocation->arena, invocation->arguments[i], &files, &count));
        add_trials(trials, files, count, ids);
    }
    return NULL;
}

static void run_one(const struct work *work, size_t number)
{
    struct outcome *outcome = &work->outcomes[number];
    arena_init(&outcome->arena, 1 << 16);
    struct trial_options options = *work->options;
    options.folder = arena_printf(&outcome->arena, "%s/%zu", work->options->folder, number);
    if (mkdir(options.folder, 0700) != 0)
        outcome->failure = failure_new(FAILURE_ENVIRONMENT, "cannot make '%s': %s", options.folder,
                                       strerror(errno));
    else
        outcome->failure =
            trial_run(&work->trials->items[number], &options, &outcome->arena, &outcome->result);
}

static void *work_on(void *argument)
{
    struct work *work = argument;
    for (;;) {
        size_t number = atomic_fetch_add(&work->next, 1);
        if (number >= work->trials->count)
            return NULL;
        run_one(work, number);
    }
}

static int remove_one(const char *path, const struct stat *status, int type, struct FTW *walk)
{
    (void)status;
    (void)type;
    (void)walk;
    return remove(path);
}

static void run_all(struct work *work, unsigned jobs)
{
    pthread_t threads[THREADS_MOST];
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    size_t wanted = jobs ? jobs : processors > 0 ? (size_t)processors : 1;
    if (wanted > THREADS_MOST)
        wanted = THREADS_MOST;
    size_t running = 0;
    while (running + 1 < wanted && pthread_create(&threads[running], NULL, work_on, work) == 0)
        running++;
    work_on(work);
    for (size_t i = 0; i < running; i++)
        pthread_join(threads[i], NULL);
}

static const char *const formats[] = {"text", "tap", "junit", NULL};

static void write_format(struct buffer *out, const char *name, const void *state)
{
    if (strcmp(name, "tap") == 0)
        trials_write_tap(out, state);
    else if (strcmp(name, "junit") == 0)
        trials_write_junit(out, state);
    else
        trials_write_text(out, state);
}

/* The test file whole, with its new expectations, in place of the old one. */
static struct failure *write_update(const struct trial_file *file,
                                    const struct trial_result *result)
{
    if (result->updated == 0)
        return NULL;
    TRY(write_file_whole(file->test_path, result->text.bytes, result->text.size));
    print_error("%s: %zu world%s updated", file->test_path, result->updated,
                result->updated == 1 ? "" : "s");
    return NULL;
}

static struct failure *finish(const struct invocation *invocation, const struct work *work,
                              struct trials *out)
{
    struct trial_result *results =
        ARENA_ARRAY(invocation->arena, struct trial_result, work->trials->count);
    for (size_t i = 0; i < work->trials->count; i++) {
        struct outcome *outcome = &work->outcomes[i];
        results[i] = outcome->result;
        if (outcome->failure) {
            struct failure *failure = outcome->failure;
            outcome->failure = NULL;
            return failure;
        }
        TRY(write_update(&work->trials->items[i], &outcome->result));
    }
    *out = (struct trials){
        .results = results, .count = work->trials->count, .mutated = work->options->mutate};
    return judging_write_own(invocation, formats, write_format, out);
}

static int report(const struct invocation *invocation, const struct work *work)
{
    struct trials trials = {0};
    int status = EXIT_CLEAN;
    struct failure *failure = finish(invocation, work, &trials);
    if (failure) {
        print_failure(failure);
        failure_free(failure);
        status = EXIT_TROUBLE;
    }
    for (size_t i = 0; i < trials.count; i++)
        if (status == EXIT_CLEAN &&
            (trials.results[i].failed > 0 || trials.results[i].survivors > 0))
            status = EXIT_BLOCKED;
    for (size_t i = 0; i < work->trials->count; i++) {
        failure_free(work->outcomes[i].failure);
        arena_release(&work->outcomes[i].arena);
    }
    return status;
}

const char *policy_worlds_folder(struct arena *arena)
{
    const char *given = getenv("TMPDIR");
    struct stat status;
    const char *parent = given && *given                  ? given
                         : stat("/dev/shm", &status) == 0 ? "/dev/shm"
                                                          : "/tmp";
    char *folder = arena_printf(arena, "%s/bylaw-worlds-XXXXXX", parent);
    return mkdtemp(folder);
}

int policy_test(const struct invocation *invocation)
{
    struct trial_list trials = {.arena = invocation->arena};
    if (!judging_own_formats(invocation, formats))
        return EXIT_USAGE;
    if (invocation_has(invocation, "update") && invocation->argument_count == 1) {
        print_error("--update wants the PATH of the tests that it may write to");
        return EXIT_USAGE;
    }
    struct failure *failure = collect(&trials, invocation);
    if (failure) {
        int status = failure_kind(failure) == FAILURE_ENVIRONMENT ? EXIT_TROUBLE : EXIT_USAGE;
        print_failure(failure);
        failure_free(failure);
        return status;
    }
    if (trials.count == 0) {
        print_error("no rule to test");
        return EXIT_NOTHING;
    }
    const char *folder = policy_worlds_folder(invocation->arena);
    if (!folder) {
        print_error("cannot make a temporary folder: %s", strerror(errno));
        return EXIT_TROUBLE;
    }
    struct trial_options options = {.folder = folder,
                                    .mutate = invocation_has(invocation, "mutate"),
                                    .update = invocation_has(invocation, "update")};
    struct work work = {.trials = &trials, .options = &options};
    work.outcomes = ARENA_ARRAY(invocation->arena, struct outcome, trials.count);
    run_all(&work, (unsigned)invocation_number(invocation, "jobs", 0));
    int status = report(invocation, &work);
    nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    return status;
}

void policy_worlds_remove(const char *folder)
{
    nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}
