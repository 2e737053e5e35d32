#include "base/table.h"
#include "facts/coverage.h"
#include "facts/dependabot.h"
#include "facts/dependabot_reach.h"
#include "facts/paths.h"
#include "facts/renovate_judge.h"

#include <string.h>

enum { NESTING_MAX = 16, INCLUDES_MAX = 64 };

/* Entries of Dependabot for one ecosystem. */
struct group {
    const struct fact_row **patterns; /* whose folder is a pattern */
    struct dependabot_folder *folders;
    size_t count, pattern_capacity, folder_capacity;
};

struct rows {
    const struct fact_row **items;
    size_t count, capacity;
};

struct bot {
    const char *tool;
    const struct fact_row *entry; /* a row without a gap */
    struct renovate_judge *judge; /* of Renovate */
    struct coverage_runner runner;
};

struct coverage_update {
    const struct coverage_run *run;
    struct table groups;    /* ecosystem -> struct group */
    struct table by_folder; /* "ecosystem folder" -> struct rows, of literal folders */
    struct rows refused;    /* files of Dependabot's that it refuses */
    bool has_entries;
    struct rows gaps; /* configurations that cannot be read */
    struct bot *bots; /* of the other tools */
    size_t bot_count, bot_capacity;
    struct table includers;     /* a file of requirements -> struct rows that include it */
    struct table nuget_folders; /* that hold a project or a solution */
    const struct fact_table *parts;
};

static char yes[] = "yes";

static void add_row(struct rows *rows, struct arena *arena, const struct fact_row *row)
{
    rows->items =
        arena_grow(arena, rows->items, rows->count, &rows->capacity, sizeof(*rows->items));
    rows->items[rows->count++] = row;
}

static void add_under(struct table *table, struct arena *arena, const char *key,
                      const struct fact_row *row)
{
    struct rows *rows = table_find(table, key);
    if (!rows) {
        rows = ARENA_NEW(arena, struct rows);
        table_set(table, key, rows);
    }
    add_row(rows, arena, row);
}

static void add_entry(struct coverage_update *update, const struct fact_row *row)
{
    struct arena *arena = update->run->arena;
    const char *ecosystem = cell_text(row, UPDATE_ECOSYSTEM);
    const char *directory = cell_text(row, UPDATE_DIRECTORY);
    if (cell_text(row, UPDATE_PROBLEM))
        add_row(&update->refused, arena, row);
    if (!ecosystem || !directory)
        return;
    update->has_entries = true;
    struct dependabot_folder folder = dependabot_folder_of(arena, directory);
    if (!dependabot_is_pattern(directory)) {
        add_under(&update->by_folder, arena, arena_printf(arena, "%s %s", ecosystem, folder.top),
                  row);
        return;
    }
    struct group *group = table_find(&update->groups, ecosystem);
    if (!group) {
        group = ARENA_NEW(arena, struct group);
        table_set(&update->groups, ecosystem, group);
    }
    group->patterns = arena_grow(arena, group->patterns, group->count, &group->pattern_capacity,
                                 sizeof(*group->patterns));
    group->folders = arena_grow(arena, group->folders, group->count, &group->folder_capacity,
                                sizeof(*group->folders));
    group->patterns[group->count] = row;
    group->folders[group->count++] = folder;
}

static void add_bot(struct coverage_update *update, const struct fact_row *row, const char *tool,
                    const struct fact_table *rules)
{
    struct arena *arena = update->run->arena;
    update->bots = arena_grow(arena, update->bots, update->bot_count, &update->bot_capacity,
                              sizeof(*update->bots));
    update->bots[update->bot_count++] = (struct bot){
        .tool = tool,
        .entry = row,
        .judge = strcmp(tool, "renovate") == 0 ? renovate_judge_new(update->run, row, rules) : NULL,
        .runner = coverage_runner_of(update->run, tool),
    };
}

static bool is_nuget_entry(const char *path)
{
    return string_ends_with(path, "proj") || string_ends_with(path, ".sln") ||
           string_ends_with(path, ".slnx");
}

/* NuGet's fetcher begins with the projects and solutions of a folder. */
static void find_nuget_folders(struct coverage_update *update)
{
    table_init(&update->nuget_folders, update->run->arena);
    for (size_t i = 0; i < update->parts->count; i++) {
        const struct fact_row *part = &update->parts->rows[i];
        if (!part->gap && is_nuget_entry(part->path))
            table_set(&update->nuget_folders, path_directory(update->run->arena, part->path), yes);
    }
}

struct coverage_update *coverage_update_new(const struct coverage_run *run)
{
    const struct fact_repository *repository = run->repository;
    const struct fact_table *entries = repository->table(repository, &update_entry_kind);
    const struct fact_table *rules = repository->table(repository, &update_rule_kind);
    const struct fact_table *includes = repository->table(repository, &requirement_include_kind);
    struct coverage_update *update = ARENA_NEW(run->arena, struct coverage_update);
    update->run = run;
    update->parts = repository->table(repository, &manifest_part_kind);
    table_init(&update->groups, run->arena);
    table_init(&update->by_folder, run->arena);
    table_init(&update->includers, run->arena);
    find_nuget_folders(update);
    for (size_t i = 0; i < entries->count; i++) {
        const struct fact_row *row = &entries->rows[i];
        const char *tool = cell_text(row, UPDATE_TOOL);
        if (row->gap)
            add_row(&update->gaps, run->arena, row);
        else if (tool && strcmp(tool, "dependabot") == 0)
            add_entry(update, row);
        else if (tool)
            add_bot(update, row, tool, rules);
    }
    for (size_t i = 0; i < includes->count; i++)
        if (!includes->rows[i].gap && cell_text(&includes->rows[i], INCLUDE_TARGET))
            add_under(&update->includers, run->arena, cell_text(&includes->rows[i], INCLUDE_TARGET),
                      &includes->rows[i]);
    return update;
}

/* Which words of Dependabot read manifests of an ecosystem. */
static bool reads_ecosystem(const char *entry, const struct coverage_manifest *manifest)
{
    static const struct {
        const char *entry, *manifest;
    } others[] = {{"bun", "npm"},           {"uv", "pip"},      {"opentofu", "terraform"},
                  {"docker", "kubernetes"}, {"docker", "helm"}, {"terraform", "opentofu"}};
    bool reads = strcmp(entry, manifest->ecosystem) == 0;
    for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
        reads |= strcmp(others[i].entry, entry) == 0 &&
                 strcmp(others[i].manifest, manifest->ecosystem) == 0;
    if (!reads)
        return false;
    enum dependabot_name named = dependabot_reads_name(entry, manifest->path);
    if (strcmp(entry, manifest->ecosystem) == 0)
        return named != DEPENDABOT_READS_NOT ||
               !string_is_one_of(entry, (const char *const[]){"terraform", "pip", "bundler", NULL});
    /* Of another ecosystem only what is surely read: Helm's values, not its charts. */
    return named == DEPENDABOT_READS ||
           (named == DEPENDABOT_READS_PERHAPS && strcmp(manifest->ecosystem, "kubernetes") == 0);
}

struct homes {
    struct table seen; /* folders */
    struct arena *arena;
};

static void add_home(struct homes *homes, const char *folder)
{
    table_set(&homes->seen, folder, yes);
}

static bool lists_itself(const struct coverage_update *update, const char *work)
{
    struct arena *arena = update->run->arena;
    for (size_t i = 0; i < update->parts->count; i++) {
        const struct fact_row *part = &update->parts->rows[i];
        if (part->gap || strcmp(part->path, work) != 0)
            continue;
        const struct cell_texts members = cell_texts(arena, part, PART_MEMBERS);
        for (size_t m = 0; m < members.count; m++)
            if (strcmp(members.items[m], ".") == 0 || strcmp(members.items[m], "./") == 0)
                return true;
        return false;
    }
    return true;
}

/* With a go.work in the folder only the modules that it uses are read. */
static bool is_left_out(const struct coverage_update *update, const char *ecosystem,
                        const struct coverage_manifest *manifest)
{
    if (strcmp(ecosystem, "gomod") != 0)
        return false;
    const char *work = path_join(update->run->arena, manifest->directory, "go.work");
    return snapshot_find(update->run->repository->snapshot, work) && !lists_itself(update, work);
}

/* Requirements are read through every file that includes them, too. */
static void add_includers(const struct coverage_update *update, struct homes *homes,
                          const char *ecosystem, const char *path)
{
    const char *files[INCLUDES_MAX] = {path};
    size_t count = 1;
    for (size_t next = 0; next < count; next++) {
        const char *found[DEPENDABOT_HOMES_MAX];
        size_t home_count = dependabot_homes(homes->arena, ecosystem, files[next], found);
        for (size_t h = 0; h < home_count; h++)
            add_home(homes, found[h]);
        const struct rows *includers = table_find(&update->includers, files[next]);
        for (size_t i = 0; includers && i < includers->count && count < INCLUDES_MAX; i++) {
            bool is_known = false;
            for (size_t k = 0; k < count; k++)
                is_known |= strcmp(files[k], includers->items[i]->path) == 0;
            if (!is_known)
                files[count++] = includers->items[i]->path;
        }
    }
}

static void add_nuget_home(const struct coverage_update *update, struct homes *homes,
                           const char *folder)
{
    if (table_has(&update->nuget_folders, folder))
        add_home(homes, folder);
}

/* Shared props are reached through the projects below them. */
static void add_projects(const struct coverage_update *update, struct homes *homes,
                         const struct coverage_manifest *manifest)
{
    for (size_t i = 0; i < update->nuget_folders.count; i++) {
        const char *folder = update->nuget_folders.entries[i].key;
        if (!path_is_within(folder, manifest->directory) &&
            strcmp(folder, manifest->directory) != 0)
            continue;
        add_home(homes, folder);
        add_nuget_home(update, homes, workspaces_root(update->run->workspaces, "nuget", folder));
    }
}

static void find_homes(const struct coverage_update *update, struct homes *homes,
                       const char *ecosystem, const struct coverage_manifest *manifest)
{
    struct arena *arena = homes->arena;
    table_init(&homes->seen, arena);
    if (strcmp(manifest->ecosystem, "pip") == 0) {
        add_includers(update, homes, ecosystem, manifest->path);
    } else if (strcmp(ecosystem, "nuget") == 0 && !string_ends_with(manifest->path, "proj")) {
        add_projects(update, homes, manifest);
        return;
    } else if (!is_left_out(update, ecosystem, manifest)) {
        const char *found[DEPENDABOT_HOMES_MAX];
        size_t count = dependabot_homes(arena, ecosystem, manifest->path, found);
        for (size_t i = 0; i < count; i++)
            add_home(homes, found[i]);
    }
    if (strcmp(ecosystem, "pip") == 0)
        return;
    const char *folder = manifest->directory;
    for (unsigned i = 0; i < NESTING_MAX; i++) {
        folder = workspaces_parent(update->run->workspaces, manifest->ecosystem, folder);
        if (!folder)
            return;
        if (strcmp(ecosystem, "nuget") == 0)
            add_nuget_home(update, homes, folder);
        else
            add_home(homes, folder);
    }
}

static bool is_excluded(const struct coverage_update *update, const struct fact_row *entry,
                        const char *path)
{
    const struct value *excludes = NULL;
    size_t count = cell_list(entry, UPDATE_EXCLUDES, &excludes);
    const char *directory = cell_text(entry, UPDATE_DIRECTORY);
    const char *below = path;
    if (directory && strlen(directory) > 1 && path_is_within(path, directory + 1))
        below = path + strlen(directory);
    for (size_t i = 0; i < count; i++)
        if (dependabot_excludes(update->run->patterns, excludes[i].text, path) ||
            dependabot_excludes(update->run->patterns, excludes[i].text, below))
            return true;
    return false;
}

static size_t count_excluded(const struct coverage_update *update, const struct fact_row *entry,
                             const struct coverage_manifest *manifest)
{
    if (entry->cells[UPDATE_EXCLUDES].kind != VALUE_LIST)
        return 0;
    if (manifest->file_count == 1)
        return is_excluded(update, entry, manifest->path);
    size_t count = 0;
    for (size_t i = 0; i < manifest->file_count; i++)
        count += is_excluded(update, entry, manifest->files[i]);
    return count;
}

static bool is_other_forge(const char *host)
{
    static const char *const names[] = {"gitlab",       "bitbucket", "azure",
                                        "visualstudio", "codeberg",  "gitea",
                                        "forgejo",      "sr.ht",     NULL};
    for (size_t i = 0; host && names[i]; i++)
        if (text_find_folded(text_of(host), names[i]) != SIZE_MAX)
            return true;
    return false;
}

static struct coverage_verdict disabled(const char *reason)
{
    return (struct coverage_verdict){.state = COVERAGE_DISABLED, .reason = reason};
}

/* The row that says why the file is refused; NULL when it is not. */
static const struct fact_row *refused_file(const struct coverage_update *update, const char *path)
{
    for (size_t i = 0; i < update->refused.count; i++)
        if (strcmp(update->refused.items[i]->path, path) == 0)
            return update->refused.items[i];
    return NULL;
}

static struct coverage_verdict judge_entry(const struct coverage_update *update,
                                           const struct fact_row *entry,
                                           const struct coverage_manifest *manifest)
{
    const struct coverage_run *run = update->run;
    const struct fact_row *refused = refused_file(update, entry->path);
    if (refused)
        return (struct coverage_verdict){.state = COVERAGE_INVALID,
                                         .reason = cell_text(refused, UPDATE_PROBLEM)};
    if (is_other_forge(run->host))
        return disabled(arena_printf(
            run->arena, "the remote is on %s, where nothing reads it by itself", run->host));
    if (cell_integer(entry, UPDATE_LIMIT, 1) == 0)
        return disabled("open-pull-requests-limit is 0: security updates alone");
    if (!cell_is_true(entry, UPDATE_ENABLED))
        return disabled("every dependency is ignored");
    size_t excluded = count_excluded(update, entry, manifest);
    if (excluded == manifest->file_count)
        return disabled("exclude-paths takes it out");
    const char *target = cell_text(entry, UPDATE_BRANCH);
    if (target && !run->branch)
        return (struct coverage_verdict){
            .state = COVERAGE_DECLARED,
            .not_known = arena_printf(
                run->arena, "target-branch is %s, and no branch is checked out here", target),
            .proof = "the default branch of the repository",
        };
    if (target && strcmp(target, run->branch) != 0)
        return disabled(arena_printf(run->arena, "target-branch is %s", target));
    if (cell_is_true(entry, UPDATE_SOME_ONLY))
        return (struct coverage_verdict){.state = COVERAGE_DECLARED,
                                         .reason = "only the packages that its group names"};
    struct coverage_verdict verdict = {.state = COVERAGE_DECLARED};
    if (excluded > 0)
        verdict.reason = arena_printf(run->arena, "exclude-paths takes %zu of its %zu files out",
                                      excluded, manifest->file_count);
    return verdict;
}

struct best {
    struct coverage_verdict verdict;
    const struct fact_row *evidence;
};

static void consider(const struct coverage_update *update, struct best *best,
                     const struct fact_row *entry, const struct coverage_manifest *manifest)
{
    struct coverage_verdict verdict = judge_entry(update, entry, manifest);
    bool is_surer = best->verdict.not_known && !verdict.not_known;
    if (verdict.state < best->verdict.state || (verdict.state == best->verdict.state && is_surer)) {
        best->verdict = verdict;
        best->evidence =
            verdict.state == COVERAGE_INVALID ? refused_file(update, entry->path) : entry;
    }
}

static void judge_ecosystem(const struct coverage_update *update, struct best *best,
                            const char *ecosystem, const struct coverage_manifest *manifest)
{
    struct arena scratch;
    arena_init(&scratch, 4096);
    struct homes homes = {.arena = &scratch};
    find_homes(update, &homes, ecosystem, manifest);
    const struct group *group = table_find(&update->groups, ecosystem);
    for (size_t h = 0; h < homes.seen.count; h++) {
        const char *home = homes.seen.entries[h].key;
        const struct rows *rows =
            table_find(&update->by_folder, arena_printf(&scratch, "%s %s", ecosystem, home));
        for (size_t i = 0; rows && i < rows->count; i++)
            consider(update, best, rows->items[i], manifest);
        for (size_t i = 0; group && i < group->count; i++)
            if (dependabot_folder_means(&group->folders[i], home))
                consider(update, best, group->patterns[i], manifest);
    }
    arena_release(&scratch);
}

static void judge_dependabot(const struct coverage_update *update,
                             const struct coverage_manifest *manifest)
{
    struct best best = {.verdict = {.state = COVERAGE_NONE}};
    bool is_known = false;
    for (size_t i = 0; dependabot_ecosystems[i]; i++) {
        if (!reads_ecosystem(dependabot_ecosystems[i], manifest))
            continue;
        is_known = true;
        judge_ecosystem(update, &best, dependabot_ecosystems[i], manifest);
    }
    /* Of a file that cannot be read it is not known what it meant to name. */
    if (is_known && update->refused.count > 0 && !update->has_entries &&
        best.verdict.state == COVERAGE_NONE) {
        best.evidence = update->refused.items[0];
        best.verdict = (struct coverage_verdict){
            .state = COVERAGE_INVALID, .reason = cell_text(best.evidence, UPDATE_PROBLEM)};
    }
    coverage_add(update->run, manifest, "update", "dependabot", best.evidence, best.verdict);
}

static bool looks_at_branch(const struct coverage_update *update, const struct fact_row *entry)
{
    const struct coverage_run *run = update->run;
    const struct cell_texts branches = cell_texts(run->arena, entry, UPDATE_BRANCHES);
    if (branches.count == 0 || !run->branch)
        return true;
    for (size_t i = 0; i < branches.count; i++)
        if (strcmp(branches.items[i], "$default") == 0)
            return true;
    return path_pattern_list_matches(run->patterns, branches.items, branches.count, run->branch);
}

/* What holds for the whole configuration; COVERAGE_NONE when nothing does. */
static struct coverage_verdict judge_configuration(const struct coverage_update *update,
                                                   const struct fact_row *entry)
{
    const char *problem = cell_text(entry, UPDATE_PROBLEM);
    if (problem)
        return (struct coverage_verdict){.state = COVERAGE_INVALID, .reason = problem};
    if (cell_is_true(entry, UPDATE_SILENT))
        return disabled("mode is silent: it makes no pull requests");
    if (!cell_is_true(entry, UPDATE_ENABLED) && !cell_is_true(entry, UPDATE_SECURITY_ONLY))
        return disabled("it is switched off");
    if (!looks_at_branch(update, entry))
        return disabled("baseBranchPatterns names other branches");
    const char *doubt = cell_text(entry, UPDATE_DOUBT);
    if (doubt)
        return (struct coverage_verdict){.state = COVERAGE_DECLARED,
                                         .not_known = doubt,
                                         .proof =
                                             "npx --package renovate renovate-config-validator"};
    return (struct coverage_verdict){.state = COVERAGE_NONE};
}

static struct coverage_verdict judge_bot(const struct coverage_update *update,
                                         const struct bot *bot,
                                         const struct coverage_manifest *manifest)
{
    struct coverage_verdict verdict = {.state = COVERAGE_DECLARED};
    const char *ecosystem = cell_text(bot->entry, UPDATE_ECOSYSTEM);
    if (bot->judge)
        verdict = renovate_judge_manifest(bot->judge, manifest);
    else if (ecosystem && strcmp(ecosystem, manifest->ecosystem) != 0)
        verdict.state = COVERAGE_NONE;
    if (verdict.state == COVERAGE_NONE)
        return verdict;
    struct coverage_verdict whole = judge_configuration(update, bot->entry);
    bool counts =
        whole.state != COVERAGE_NONE && (!whole.not_known || verdict.state == COVERAGE_DECLARED);
    return counts ? whole : verdict;
}

/* Automation of the repository's own that runs the bot is more than a configuration
 * that some hosted service may read. */
static struct coverage_verdict with_runner(const struct coverage_update *update,
                                           const struct bot *bot, struct coverage_verdict verdict)
{
    if (verdict.state != COVERAGE_DECLARED || !bot->runner.found)
        return verdict;
    if (bot->runner.settings)
        return (struct coverage_verdict){
            .state = COVERAGE_ACTIVE,
            .not_known =
                arena_printf(update->run->arena, "'%s', with which %s runs it, may switch it off",
                             bot->runner.settings, bot->runner.place),
            .proof = "the log of a run",
        };
    verdict.state = bot->runner.automatic ? COVERAGE_ACTIVE : COVERAGE_MANUAL;
    verdict.reason =
        arena_printf(update->run->arena, "%s %s%s%s",
                     bot->runner.automatic ? "run by" : "started by hand only:", bot->runner.place,
                     verdict.reason ? "; " : "", verdict.reason ? verdict.reason : "");
    return verdict;
}

void coverage_update_add(struct coverage_update *update, const struct coverage_manifest *manifest)
{
    judge_dependabot(update, manifest);
    for (size_t i = 0; i < update->bot_count; i++) {
        const struct bot *bot = &update->bots[i];
        coverage_add(update->run, manifest, "update", bot->tool, bot->entry,
                     with_runner(update, bot, judge_bot(update, bot, manifest)));
    }
    for (size_t i = 0; i < update->gaps.count; i++)
        coverage_add_gap(update->run, manifest, "update",
                         cell_text(update->gaps.items[i], UPDATE_TOOL), update->gaps.items[i]);
}
