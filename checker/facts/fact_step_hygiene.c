/* step_hygiene - what the scripts of the steps of every system of CI download and run, and
 * what they install. A job's steps share a work tree, so that a file is followed from one
 * to the next. */
#include "facts/automation.h"
#include "facts/hygiene_kinds.h"
#include "facts/paths.h"
#include "facts/shell_download.h"
#include "facts/shell_install.h"
#include "facts/step_scripts.h"
#include "facts/supply.h"
#include "facts/workflow_kinds.h"

#include <stdlib.h>
#include <string.h>

enum { INSTALLS_MAX = 64 };

struct job_steps {
    const struct fact_row **rows;
    size_t count, capacity;
};

struct step_hygiene {
    struct fact_writer *writer;
    struct arena scratch; /* for one job */
    struct step_scripts scripts;
    struct table jobs; /* by step_place() to struct job_steps */
    struct table said; /* what has its row */
    bool modern_yarn;  /* the repository has a .yarnrc.yml */
};

/* The walk over one step. */
struct step_walk {
    struct step_hygiene *hygiene;
    struct shell_taint *taint;
    const struct fact_row *row;
    const struct step_script *script;
    size_t number; /* of the step's row among those of its job */
    bool strict;
};

/* Jobs that share a text, as those of one template do, say one thing of it together. */
static bool is_said(struct step_hygiene *hygiene, const char *key)
{
    struct arena *arena = fact_arena(hygiene->writer);
    return table_set(&hygiene->said, arena_strdup(arena, key), hygiene) != NULL;
}

static struct value pinned_cell(struct fact_writer *writer, enum shell_certainty certainty)
{
    if (certainty != SHELL_UNKNOWN)
        return value_boolean(certainty == SHELL_YES);
    return value_unknown(fact_arena(writer), UNKNOWN_UNOBSERVABLE,
                         "the address is made of variables: only a run tells");
}

static void add_download(struct step_hygiene *hygiene, const struct fact_row *row,
                         const struct shell_download *download, uint32_t line)
{
    static const char *const ways[] = {"pipe", "substitution", "file"};
    struct fact_writer *writer = hygiene->writer;
    const char *key = arena_printf(&hygiene->scratch, "d\n%s\n%u\n%s\n%s\n%d%d%d", row->path, line,
                                   download->runs, download->url ? download->url : "",
                                   (int)download->way, (int)download->pinned, download->verified);
    if (is_said(hygiene, key))
        return;
    struct value *cells = fact_add(writer, &fact_kind_workflow_download, row->path, line, 1)->cells;
    cells[WORKFLOW_DOWNLOAD_JOB] = value_text(cell_text(row, WORKFLOW_STEP_JOB));
    cells[WORKFLOW_DOWNLOAD_STEP] = row->cells[WORKFLOW_STEP_POSITION];
    cells[WORKFLOW_DOWNLOAD_PROGRAM] = fact_text(writer, download->program);
    cells[WORKFLOW_DOWNLOAD_URL] = fact_text(writer, download->url);
    cells[WORKFLOW_DOWNLOAD_WAY] = value_text(ways[download->way]);
    cells[WORKFLOW_DOWNLOAD_RUNS] = fact_text(writer, download->runs);
    cells[WORKFLOW_DOWNLOAD_PINNED] = pinned_cell(writer, download->pinned);
    cells[WORKFLOW_DOWNLOAD_VERIFIED] = value_boolean(download->verified);
    cells[WORKFLOW_DOWNLOAD_SYSTEM] = row->cells[WORKFLOW_STEP_SYSTEM];
}

/* Where the named file stands in the repository; NULL where only a run tells. */
static const char *manifest_path(struct arena *arena, const char *directory, const char *manifest)
{
    if (!directory || strchr(manifest, '$') || strchr(manifest, '`') || strstr(manifest, "://") ||
        manifest[0] == '/' || manifest[0] == '~')
        return NULL;
    return path_resolve(arena, directory, manifest);
}

static void add_install(struct step_walk *walk, const struct script_point *point,
                        const struct shell_install *install)
{
    static const char *const pins[] = {"lock", "hash", "local", "version", "manifest", "loose"};
    struct step_hygiene *hygiene = walk->hygiene;
    struct fact_writer *writer = hygiene->writer;
    const struct step_script *script = walk->script;
    uint32_t line = step_line(script->lines, script->line_count, script->first, point->line);
    const char *manifest =
        install->manifest
            ? manifest_path(&hygiene->scratch, point->command->directory, install->manifest)
            : NULL;
    const char *key = arena_printf(
        &hygiene->scratch, "i\n%s\n%u\n%s\n%s\n%s\n%s\n%d", walk->row->path, line, install->tool,
        install->package ? install->package : "", install->manifest ? install->manifest : "",
        manifest ? manifest : "", (int)install->pin);
    if (is_said(hygiene, key))
        return;
    struct value *cells =
        fact_add(writer, &fact_kind_workflow_install, walk->row->path, line, 1)->cells;
    cells[WORKFLOW_INSTALL_JOB] = value_text(cell_text(walk->row, WORKFLOW_STEP_JOB));
    cells[WORKFLOW_INSTALL_STEP] = walk->row->cells[WORKFLOW_STEP_POSITION];
    cells[WORKFLOW_INSTALL_TOOL] = value_text(install->tool);
    cells[WORKFLOW_INSTALL_PACKAGE] = fact_text(writer, install->package);
    cells[WORKFLOW_INSTALL_MANIFEST] = fact_text(writer, manifest);
    cells[WORKFLOW_INSTALL_PIN] =
        install->pin != SHELL_PIN_UNKNOWN
            ? value_text(pins[install->pin])
            : value_unknown(fact_arena(writer), UNKNOWN_UNOBSERVABLE,
                            "what is installed is made of variables: only a run tells");
    cells[WORKFLOW_INSTALL_SYSTEM] = walk->row->cells[WORKFLOW_STEP_SYSTEM];
}

static void read_installs(struct step_walk *walk, const struct script_point *point)
{
    if (point->sort != SCRIPT_COMMAND ||
        !fact_is_wanted(walk->hygiene->writer, &fact_kind_workflow_install))
        return;
    struct shell_install installs[INSTALLS_MAX];
    size_t count =
        shell_installs(point->started, walk->hygiene->modern_yarn, installs, INSTALLS_MAX);
    for (size_t i = 0; i < count; i++)
        add_install(walk, point, &installs[i]);
}

static void visit(void *state, const struct script_point *point)
{
    struct step_walk *walk = state;
    shell_taint_read(walk->taint, walk->number, walk->strict, point);
    read_installs(walk, point);
}

static void read_job(struct step_hygiene *hygiene, const struct job_steps *job)
{
    struct arena *scratch = &hygiene->scratch;
    arena_init(scratch, 1 << 14);
    struct shell_taint taint;
    shell_taint_init(&taint, scratch);
    struct step_script *scripts = ARENA_ARRAY(scratch, struct step_script, job->count);
    for (size_t i = 0; i < job->count; i++) {
        if (!step_script_of(&hygiene->scripts, job->rows[i], scratch, &scripts[i]))
            continue;
        struct step_walk walk = {
            .hygiene = hygiene,
            .taint = &taint,
            .row = job->rows[i],
            .script = &scripts[i],
            .number = i,
            .strict = step_is_strict(&hygiene->scripts, job->rows[i]),
        };
        if (!script_walk(scratch, scripts[i].text, &scripts[i].setting, visit, &walk))
            taint.whole = false;
    }
    bool wanted = fact_is_wanted(hygiene->writer, &fact_kind_workflow_download);
    for (size_t i = 0; wanted && i < taint.count; i++) {
        const struct shell_download *download = &taint.downloads[i];
        const struct step_script *script = &scripts[download->script];
        add_download(hygiene, job->rows[download->script], download,
                     step_line(script->lines, script->line_count, script->first, download->line));
    }
    if (!taint.whole)
        fact_add_gaps(hygiene->writer, job->rows[0]->path, UNKNOWN_UNREADABLE,
                      "a script is too long to be followed");
    arena_release(scratch);
}

static int by_position(const void *left, const void *right)
{
    const struct fact_row *a = *(const struct fact_row *const *)left;
    const struct fact_row *b = *(const struct fact_row *const *)right;
    int64_t at = cell_integer(a, WORKFLOW_STEP_POSITION, 0);
    int64_t other = cell_integer(b, WORKFLOW_STEP_POSITION, 0);
    if (at != other)
        return at < other ? -1 : 1;
    return a < b ? -1 : a > b; /* as they stand in the table */
}

/* What cannot be read stays so. But what other repositories hold - templates of Azure and
 * GitLab, libraries of Jenkins - is theirs, as a workflow or an action of GitHub is that is
 * called from elsewhere. */
static void add_gap(struct step_hygiene *hygiene, const struct fact_row *row)
{
    const struct value *any = &row->cells[WORKFLOW_STEP_POSITION];
    const char *system = cell_text(row, WORKFLOW_STEP_SYSTEM);
    bool github = !system || strcmp(system, "github") == 0;
    if (any->kind != VALUE_UNKNOWN)
        fact_add_gaps(hygiene->writer, row->path, UNKNOWN_UNREADABLE, "it cannot be read");
    else if (github || any->unknown->class != UNKNOWN_UNOBSERVABLE)
        fact_add_gaps(hygiene->writer, row->path, any->unknown->class, any->unknown->reason);
}

/* The steps of each job, in order. */
static void group_steps(struct step_hygiene *hygiene)
{
    struct arena *arena = fact_arena(hygiene->writer);
    const struct fact_table *steps = hygiene->scripts.steps;
    table_init(&hygiene->jobs, arena);
    for (size_t i = 0; i < steps->count; i++) {
        const struct fact_row *row = &steps->rows[i];
        if (row->gap) {
            add_gap(hygiene, row);
            continue;
        }
        const char *place = step_place(arena, automation_workflow_of(row, WORKFLOW_STEP_WORKFLOW),
                                       cell_text(row, WORKFLOW_STEP_JOB), 0);
        struct job_steps *job = table_find(&hygiene->jobs, place);
        if (!job) {
            job = ARENA_NEW(arena, struct job_steps);
            table_set(&hygiene->jobs, place, job);
        }
        job->rows = arena_grow(arena, job->rows, job->count, &job->capacity, sizeof(*job->rows));
        job->rows[job->count++] = row;
    }
}

static struct failure *recognise(struct fact_writer *writer,
                                 const struct fact_repository *repository)
{
    struct step_hygiene hygiene = {
        .writer = writer,
        .modern_yarn = snapshot_find(repository->snapshot, ".yarnrc.yml") != NULL,
    };
    step_scripts_init(&hygiene.scripts, repository, fact_arena(writer));
    table_init(&hygiene.said, fact_arena(writer));
    group_steps(&hygiene);
    for (size_t i = 0; i < hygiene.jobs.count; i++) {
        struct job_steps *job = hygiene.jobs.entries[i].value;
        qsort(job->rows, job->count, sizeof(struct fact_row *), by_position);
        read_job(&hygiene, job);
    }
    return NULL;
}

static const struct fact_kind *const kinds[] = {&fact_kind_workflow_download,
                                                &fact_kind_workflow_install, NULL};
static const struct fact_kind *const needs[] = {&fact_kind_workflow_job, &fact_kind_workflow_step,
                                                STEP_SCRIPTS_NEEDS, NULL};

FACT(step_hygiene) = {
    .name = "step_hygiene",
    .area = FACT_AREA_AUTOMATION,
    .summary = "what scripts of CI download and run, and what they install, whatever the system",
    .version = 1,
    .kinds = kinds,
    .needs = needs,
    .recognise_repository = recognise,
};
