#include "fleet/audit.h"

#include "base/diagnostic_page.h"
#include "engine/evidence.h"
#include "engine/excuse.h"
#include "facts/contact.h"
#include "facts/secret_mask.h"
#include "facts/service_names.h"
#include "fleet/anchor.h"
#include "report/maturity_lines.h"

#include <dirent.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FOLDERS_DEEP = 6, THREADS_MOST = 64 };

struct path_list {
    struct arena *arena;
    const char **items;
    size_t count, capacity;
};

static void add_path(struct path_list *list, const char *path)
{
    list->items =
        arena_grow(list->arena, list->items, list->count, &list->capacity, sizeof(*list->items));
    list->items[list->count++] = path;
}

static bool has(struct arena *arena, const char *folder, const char *name)
{
    struct stat status;
    return stat(arena_printf(arena, "%s/%s", folder, name), &status) == 0;
}

/* What git itself looks for: .git, or HEAD with objects and refs. */
static bool is_repository(struct arena *arena, const char *folder)
{
    return has(arena, folder, ".git") ||
           (has(arena, folder, "HEAD") && has(arena, folder, "objects") &&
            has(arena, folder, "refs"));
}

static int is_visible(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

static void find_below(struct path_list *list, const char *folder, unsigned depth)
{
    if (is_repository(list->arena, folder)) {
        add_path(list, folder);
        return;
    }
    if (depth == FOLDERS_DEEP)
        return;
    struct dirent **names;
    int count = scandir(folder, &names, is_visible, alphasort);
    if (count < 0) {
        add_path(list, folder); /* its trouble is told with the others' results */
        return;
    }
    for (int i = 0; i < count; i++) {
        const char *path = arena_printf(list->arena, "%s/%s", folder, names[i]->d_name);
        struct stat status;
        if (lstat(path, &status) == 0 && S_ISDIR(status.st_mode))
            find_below(list, path, depth + 1);
        free(names[i]);
    }
    free(names);
}

const char **audit_find(struct arena *arena, const char *folder, size_t *count)
{
    struct path_list list = {.arena = arena};
    find_below(&list, folder, 0);
    if (list.count == 0)
        add_path(&list, folder);
    *count = list.count;
    return list.items;
}

const char **audit_read_list(struct arena *arena, struct text text, size_t *count)
{
    struct path_list list = {.arena = arena};
    struct text line;
    while (text_next_line(&text, &line)) {
        line = text_trim(line);
        if (line.size > 0 && line.bytes[0] != '#')
            add_path(&list, arena_copy(arena, line));
    }
    *count = list.count;
    return list.items;
}

/* What the threads share; each takes the next repository and writes its slot. */
struct work {
    const struct audit_options *options;
    struct audit *audit;
    const struct anchor_index *index; /* of the names, when all are known */
    void (*do_one)(struct work *work, size_t number, struct arena *results);
    struct arena *arenas; /* of results, one a thread */
    atomic_size_t next;
    atomic_uint started;
};

static void sum_up_rules(struct audit_repository *out, const struct evaluation *evaluation,
                         struct arena *arena)
{
    out->rules = ARENA_ARRAY(arena, struct audit_rule, evaluation->rule_count + 1);
    out->rule_count = evaluation->rule_count;
    for (size_t i = 0; i < evaluation->rule_count; i++) {
        const struct rule_result *result = &evaluation->rules[i];
        const struct policy *policy = result->setting->policy;
        out->rules[i] = (struct audit_rule){
            .id = arena_strdup(arena, result->setting->rule->id),
            .policy = arena_strdup(arena, policy ? policy->name : "(repository)"),
            .verdict = result->verdict,
            .excused = result->excused,
        };
        for (size_t j = 0; j < result->check_count; j++)
            out->rules[i].findings += result->checks[j].failed;
    }
}

static void sum_up_exceptions(struct audit_repository *out, const struct evaluation *evaluation,
                              struct arena *arena)
{
    out->exceptions = ARENA_ARRAY(arena, struct audit_exception, evaluation->exception_count + 1);
    out->exception_count = evaluation->exception_count;
    for (size_t i = 0; i < evaluation->exception_count; i++) {
        const struct exception_use *use = &evaluation->exceptions[i];
        struct buffer rules = BUFFER_EMPTY;
        for (size_t j = 0; use->exception->rules[j]; j++)
            buffer_printf(&rules, "%s%s", j ? ", " : "", use->exception->rules[j]);
        out->exceptions[i] = (struct audit_exception){
            .id = arena_strdup(arena, use->exception->id),
            .owner = use->exception->owner ? arena_strdup(arena, use->exception->owner) : NULL,
            .rules = arena_strdup(arena, buffer_string(&rules)),
            .state = use->state,
            .expires = exception_lapses_on(use),
            .days_left = use->days_left,
            .matches = use->matches,
        };
        buffer_release(&rules);
    }
}

static const char *level_name(struct arena *arena, const struct level_result *level)
{
    return level ? arena_strdup(arena, level->setting->level->name) : NULL;
}

static void sum_up_levels(struct audit_repository *out, const struct evaluation *evaluation,
                          struct arena *arena)
{
    out->ladders = ARENA_ARRAY(arena, struct audit_ladder, evaluation->level_count + 1);
    struct ladder ladder;
    for (size_t at = 0; ladder_next(evaluation, &at, &ladder);) {
        struct buffer state = BUFFER_EMPTY, needs = BUFFER_EMPTY;
        ladder_write_state(&state, &ladder);
        ladder_write_needs(&needs, &ladder);
        out->ladders[out->ladder_count++] = (struct audit_ladder){
            .policy = arena_strdup(arena, ladder.first->setting->policy->name),
            .reached = level_name(arena, ladder.reached),
            .expected = level_name(arena, ladder.expected),
            .is_short = ladder_is_short(&ladder),
            .state = arena_strdup(arena, buffer_string(&state)),
            .needs = arena_strdup(arena, buffer_string(&needs)),
        };
        buffer_release(&state);
        buffer_release(&needs);
    }
}

static void sum_up_documents(struct audit_repository *out, const struct evaluation *evaluation,
                             struct arena *arena)
{
    out->documents = ARENA_ARRAY(arena, struct audit_document, evaluation->controlled_count + 1);
    out->document_count = evaluation->controlled_count;
    for (size_t i = 0; i < evaluation->controlled_count; i++) {
        const struct controlled_copy *copy = &evaluation->controlled[i];
        out->documents[i] =
            (struct audit_document){.path = arena_strdup(arena, copy->path), .sort = copy->sort};
        object_id_format(&copy->blob, out->documents[i].blob);
    }
}

/* The first name behind the host: a user, an organisation, a group. */
static const char *owner_of(struct arena *arena, const char *remote)
{
    struct text host = contact_host(remote);
    const char *path = host.bytes + host.size;
    path += strcspn(path, "/");
    path += *path == '/';
    size_t size = strcspn(path, "/");
    return path[size] == '/' ? arena_copy(arena, (struct text){path, size}) : NULL;
}

static void sum_up_names(struct audit_repository *out, const struct evaluation *evaluation,
                         struct arena *arena)
{
    bool loose = false;
    size_t count = 0;
    while (service_names_item(evaluation->names, count, &loose))
        count++;
    out->names = ARENA_ARRAY(arena, struct audit_name, count + 1);
    out->name_count = count;
    for (size_t i = 0; i < count; i++) {
        const char *words = service_names_item(evaluation->names, i, &loose);
        out->names[i] = (struct audit_name){.words = arena_strdup(arena, words), .loose = loose};
    }
    out->owner = evaluation->remote ? owner_of(arena, evaluation->remote) : NULL;
}

static void sum_up(struct audit_repository *out, const struct evaluation *evaluation,
                   struct arena *arena)
{
    out->status = evaluation->exit_status;
    object_id_format(&evaluation->head.commit, out->commit);
    out->commit_time = evaluation->head.time;
    out->shallow = evaluation->shallow;
    out->files = evaluation->files;
    out->findings = evaluation->finding_count;
    for (size_t i = 0; i < evaluation->finding_count; i++) {
        out->blocking += evaluation->findings[i].blocks;
        out->excused += evaluation->findings[i].excused;
    }
    sum_up_rules(out, evaluation, arena);
    sum_up_exceptions(out, evaluation, arena);
    sum_up_levels(out, evaluation, arena);
    sum_up_documents(out, evaluation, arena);
    sum_up_names(out, evaluation, arena);
}

static const char *diagnostic_line(struct arena *arena, const struct diagnostic *diagnostic)
{
    if (diagnostic->place.line == 0) /* of the command line */
        return arena_printf(arena, "%s: %s",
                            diagnostic->place.path ? diagnostic->place.path : "bylaw",
                            diagnostic->message);
    return arena_printf(arena, "%s:%u:%u: %s: %s", diagnostic->place.path, diagnostic->place.line,
                        diagnostic->place.column, diagnostic_label(arena, diagnostic),
                        diagnostic->message);
}

static const char *diagnostics_summary(struct arena *arena, struct diagnostics *diagnostics)
{
    diagnostics_sort(diagnostics);
    const struct diagnostic *first = &diagnostics->items[0];
    return arena_printf(arena, "%s%s", diagnostic_line(arena, first),
                        first->place.line > 0 && diagnostics->count > 1 ? " (and more)" : "");
}

static void keep_warnings(struct audit_repository *out, struct diagnostics *diagnostics,
                          struct arena *results)
{
    out->warnings = ARENA_ARRAY(results, const char *, diagnostics->count + 1);
    diagnostics_sort(diagnostics);
    for (size_t i = 0; i < diagnostics->count; i++) {
        const struct diagnostic *one = &diagnostics->items[i];
        if (one->level != DIAGNOSTIC_WARNING)
            continue;
        out->warnings[out->warning_count++] =
            arena_printf(results, "%s%s%s", diagnostic_line(results, one),
                         one->expected ? "; expected: " : "", one->expected ? one->expected : "");
    }
}

static void judge_one(struct work *work, size_t number, struct arena *results)
{
    const struct audit_options *options = work->options;
    struct audit_repository *out = &work->audit->repositories[number];
    struct arena arena;
    arena_init(&arena, 1 << 18);
    struct judge_options judging = options->judging;
    judging.repository = out->path;
    judging.jobs = 1;
    judging.controlled = true;
    for (size_t i = 0; i < options->report_count; i++) {
        judging.excerpts = judging.excerpts || options->reports[i].format->excerpts;
        judging.line_hashes = judging.line_hashes || options->reports[i].format->line_hashes;
    }
    struct diagnostics diagnostics;
    diagnostics_init(&diagnostics, &arena);
    struct evaluation *evaluation = NULL;
    out->status = 4;
    struct evidence_list evidence = {0};
    struct failure *failure =
        evidence_add_of(&evidence, judging.evidence_folders, out->path, &arena);
    judging.evidence = evidence.items;
    judging.evidence_count = evidence.count;
    if (!failure)
        failure = judge(&evaluation, &judging, &arena, &diagnostics, &out->status);
    if (!failure && evaluation) {
        sum_up(out, evaluation, results);
        for (size_t i = 0; i < options->report_count && !failure; i++)
            failure = repository_report_write(&options->reports[i], evaluation, number,
                                              options->version, options->write_file, &arena);
        if (failure)
            out->status = 4;
    }
    if (failure)
        out->trouble = arena_strdup(results, failure_message(failure));
    else if (!evaluation)
        out->trouble = diagnostics.count > 0 ? diagnostics_summary(results, &diagnostics)
                                             : "nothing was evaluated";
    if (evaluation)
        keep_warnings(out, &diagnostics, results);
    failure_free(failure);
    arena_release(&arena);
}

static void anchor_one(struct work *work, size_t number, struct arena *results)
{
    struct audit_repository *one = &work->audit->repositories[number];
    if (one->trouble)
        return;
    struct judge_options judging = work->options->judging;
    judging.repository = one->path;
    judging.jobs = 1;
    struct failure *failure = anchor_find(one, number, work->index, &judging, results);
    if (!failure)
        return;
    one->trouble = arena_strdup(results, failure_message(failure));
    one->status = 4;
    failure_free(failure);
}

static void *work_on(void *argument)
{
    struct work *work = argument;
    struct arena *results = &work->arenas[atomic_fetch_add(&work->started, 1)];
    for (;;) {
        size_t number = atomic_fetch_add(&work->next, 1);
        if (number >= work->audit->count)
            return NULL;
        work->do_one(work, number, results);
    }
}

static const char *keep(struct arena *arena, const char *text)
{
    return text ? arena_strdup(arena, text) : NULL;
}

static void copy_ladders(struct audit_repository *one, struct arena *arena)
{
    struct audit_ladder *ladders = ARENA_ARRAY(arena, struct audit_ladder, one->ladder_count + 1);
    for (size_t i = 0; i < one->ladder_count; i++) {
        const struct audit_ladder *ladder = &one->ladders[i];
        ladders[i] = (struct audit_ladder){
            .policy = keep(arena, ladder->policy),
            .reached = keep(arena, ladder->reached),
            .expected = keep(arena, ladder->expected),
            .is_short = ladder->is_short,
            .state = keep(arena, ladder->state),
            .needs = keep(arena, ladder->needs),
        };
    }
    one->ladders = ladders;
}

static void copy_results(struct audit *audit, struct arena *arena)
{
    for (size_t i = 0; i < audit->count; i++) {
        struct audit_repository *one = &audit->repositories[i];
        struct audit_rule *rules = ARENA_ARRAY(arena, struct audit_rule, one->rule_count + 1);
        for (size_t j = 0; j < one->rule_count; j++) {
            rules[j] = one->rules[j];
            rules[j].id = arena_strdup(arena, rules[j].id);
            rules[j].policy = arena_strdup(arena, rules[j].policy);
        }
        one->rules = rules;
        struct audit_exception *exceptions =
            ARENA_ARRAY(arena, struct audit_exception, one->exception_count + 1);
        for (size_t j = 0; j < one->exception_count; j++) {
            exceptions[j] = one->exceptions[j];
            exceptions[j].id = arena_strdup(arena, exceptions[j].id);
            exceptions[j].rules = arena_strdup(arena, exceptions[j].rules);
            exceptions[j].owner = keep(arena, exceptions[j].owner);
        }
        one->exceptions = exceptions;
        struct audit_document *documents =
            ARENA_ARRAY(arena, struct audit_document, one->document_count + 1);
        for (size_t j = 0; j < one->document_count; j++) {
            documents[j] = one->documents[j];
            documents[j].path = arena_strdup(arena, documents[j].path);
        }
        one->documents = documents;
        one->owner = keep(arena, one->owner);
        copy_ladders(one, arena);
        struct audit_name *names = ARENA_ARRAY(arena, struct audit_name, one->name_count + 1);
        for (size_t j = 0; j < one->name_count; j++) {
            names[j] = one->names[j];
            names[j].words = arena_strdup(arena, names[j].words);
        }
        one->names = names;
        const char **warnings = ARENA_ARRAY(arena, const char *, one->warning_count + 1);
        for (size_t j = 0; j < one->warning_count; j++)
            warnings[j] = arena_strdup(arena, one->warnings[j]);
        one->warnings = warnings;
        one->trouble = keep(arena, one->trouble);
    }
}

static void copy_anchors(struct audit *audit, struct arena *arena)
{
    for (size_t i = 0; i < audit->count; i++) {
        struct audit_repository *one = &audit->repositories[i];
        struct audit_anchor *anchors =
            ARENA_ARRAY(arena, struct audit_anchor, one->anchor_count + 1);
        for (size_t j = 0; j < one->anchor_count; j++) {
            anchors[j] = one->anchors[j];
            anchors[j].name = arena_strdup(arena, anchors[j].name);
        }
        one->anchors = anchors;
        one->trouble = keep(arena, one->trouble);
    }
}

static size_t thread_count(const struct audit_options *options, size_t repositories)
{
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    size_t threads = options->jobs ? options->jobs : processors > 0 ? (size_t)processors : 1;
    if (threads > repositories)
        threads = repositories ? repositories : 1;
    return threads > THREADS_MOST ? THREADS_MOST : threads;
}

/* Does it for every repository; what the arenas of the threads hold is for `copy` to keep. */
static void run_all(struct work *work, void (*copy)(struct audit *, struct arena *),
                    struct arena *arena)
{
    size_t threads = thread_count(work->options, work->audit->count), running = 0;
    struct arena arenas[THREADS_MOST];
    for (size_t i = 0; i < threads; i++)
        arena_init(&arenas[i], 1 << 16);
    work->arenas = arenas;
    work->next = 0;
    work->started = 0;
    pthread_t ids[THREADS_MOST];
    while (running + 1 < threads && pthread_create(&ids[running], NULL, work_on, work) == 0)
        running++;
    work_on(work);
    for (size_t i = 0; i < running; i++)
        pthread_join(ids[i], NULL);
    copy(work->audit, arena);
    for (size_t i = 0; i < threads; i++)
        arena_release(&arenas[i]);
}

void audit_run(struct audit *out, const struct audit_options *options, struct arena *arena)
{
    *out = (struct audit){.today = options->judging.today};
    while (options->paths[out->count])
        out->count++;
    out->repositories = ARENA_ARRAY(arena, struct audit_repository, out->count + 1);
    for (size_t i = 0; i < out->count; i++)
        out->repositories[i].path = options->paths[i];

    struct work work = {.options = options, .audit = out, .do_one = judge_one};
    run_all(&work, copy_results, arena);
    work.index = anchor_index_new(out, arena);
    work.do_one = anchor_one;
    run_all(&work, copy_anchors, arena);
    for (size_t i = 0; i < out->count; i++)
        out->judged += out->repositories[i].trouble == NULL;
}
