/* What the scripts of a job download and run, and what they install. */
#include "facts/github_hygiene.h"
#include "facts/paths.h"
#include "facts/shell_download.h"
#include "facts/shell_install.h"

#include <string.h>

enum { INSTALLS_MAX = 64, SCRIPT_DEPTH_MAX = 4 };

/* Where the variables of a step's script come from. */
struct surroundings {
    struct hygiene *hygiene;
    struct github_scope scope;
    unsigned budget;
};

static const char *find_variable(void *state, const char *name)
{
    struct surroundings *around = state;
    struct github_scope inner;
    const struct node *value = github_environment_find(&around->scope, name, &inner);
    return value ? hygiene_constant(around->hygiene, value) : NULL;
}

static void surround(struct surroundings *around, struct hygiene *hygiene,
                     const struct github_job *job, const struct node *step)
{
    around->hygiene = hygiene;
    around->scope = github_scope_of(&hygiene->reader, job->node, step, 3, &around->budget);
}

static struct value certainty(struct fact_writer *writer, enum shell_certainty certainty)
{
    if (certainty != SHELL_UNKNOWN)
        return value_boolean(certainty == SHELL_YES);
    return value_unknown(fact_arena(writer), UNKNOWN_UNOBSERVABLE,
                         "the address is made of variables: only a run tells");
}

static void add_download(struct hygiene *hygiene, const struct github_job *job,
                         const struct shell_download *download)
{
    static const char *const ways[] = {"pipe", "substitution", "file"};
    struct fact_writer *writer = hygiene->reader.writer;
    const struct node *run = hygiene_code(hygiene, hygiene_step(job, download->script));
    uint32_t line;
    uint32_t column;
    hygiene_line(hygiene, run, download->line, &line, &column);
    struct value *cells = fact_add(writer, &fact_kind_workflow_download, NULL, line, column)->cells;
    cells[WORKFLOW_DOWNLOAD_JOB] = fact_text(writer, job->id);
    cells[WORKFLOW_DOWNLOAD_STEP] = value_integer((int64_t)download->script + 1);
    cells[WORKFLOW_DOWNLOAD_PROGRAM] = fact_text(writer, download->program);
    cells[WORKFLOW_DOWNLOAD_URL] = fact_text(writer, download->url);
    cells[WORKFLOW_DOWNLOAD_WAY] = value_text(ways[download->way]);
    cells[WORKFLOW_DOWNLOAD_RUNS] = fact_text(writer, download->runs);
    cells[WORKFLOW_DOWNLOAD_PINNED] = certainty(writer, download->pinned);
    cells[WORKFLOW_DOWNLOAD_VERIFIED] = value_boolean(download->verified);
}

/* A check counts only where its failure ends the job. */
static bool is_strict(struct hygiene *hygiene, const struct node *step)
{
    const struct node *lax = node_find(step, "continue-on-error");
    return !github_string(lax) || github_truth(&hygiene->reader, lax, false) == TRUTH_FALSE;
}

void hygiene_read_downloads(struct hygiene *hygiene, const struct github_job *job)
{
    struct arena *scratch = hygiene->reader.scratch;
    if (!hygiene_wants(hygiene, &fact_kind_workflow_download))
        return;
    struct shell_taint taint;
    shell_taint_init(&taint, scratch);
    for (size_t i = 0; i < hygiene_step_count(job); i++) {
        const struct node *step = hygiene_step(job, i);
        struct shell_script script;
        hygiene_script(hygiene, job, step, &script);
        if (script.count == 0)
            continue;
        struct surroundings around;
        surround(&around, hygiene, job, step);
        struct shell_variables variables;
        shell_variables_init(&variables, scratch, find_variable, &around);
        shell_taint_read(&taint, i, &script, &variables, is_strict(hygiene, step));
    }
    for (size_t i = 0; i < taint.count; i++)
        add_download(hygiene, job, &taint.downloads[i]);
    if (!taint.whole)
        fact_add_gap(hygiene->reader.writer, &fact_kind_workflow_download, NULL, UNKNOWN_UNREADABLE,
                     "a script is too long to be followed");
}

struct installing {
    struct hygiene *hygiene;
    const struct github_job *job;
    const struct node *step, *run;
    size_t position;
    struct shell_variables variables;
};

/* Where the named file stands in the repository; NULL where only a run tells. */
static const char *manifest_path(struct installing *installing, const char *manifest)
{
    struct arena *arena = fact_arena(installing->hygiene->reader.writer);
    const char *folder = github_run_setting(&installing->hygiene->reader, installing->job,
                                            installing->step, "working-directory");
    const char *file = shell_expand(&installing->variables, manifest);
    if (strchr(file, '$') || strstr(file, "://") || (folder && strchr(folder, '$')) ||
        file[0] == '/')
        return NULL;
    const char *path = path_resolve(arena, folder && folder[0] != '/' ? folder : ".", file);
    return path ? arena_strdup(arena, path) : NULL;
}

static void add_install(struct installing *installing, uint32_t script_line,
                        const struct shell_install *install)
{
    static const char *const pins[] = {"lock", "hash", "local", "version", "manifest", "loose"};
    struct fact_writer *writer = installing->hygiene->reader.writer;
    uint32_t line;
    uint32_t column;
    hygiene_line(installing->hygiene, installing->run, script_line, &line, &column);
    struct value *cells = fact_add(writer, &fact_kind_workflow_install, NULL, line, column)->cells;
    cells[WORKFLOW_INSTALL_JOB] = fact_text(writer, installing->job->id);
    cells[WORKFLOW_INSTALL_STEP] = value_integer((int64_t)installing->position);
    cells[WORKFLOW_INSTALL_TOOL] = value_text(install->tool);
    cells[WORKFLOW_INSTALL_PACKAGE] = fact_text(writer, install->package);
    if (install->manifest)
        cells[WORKFLOW_INSTALL_MANIFEST] = value_text(manifest_path(installing, install->manifest));
    cells[WORKFLOW_INSTALL_PIN] =
        install->pin != SHELL_PIN_UNKNOWN
            ? value_text(pins[install->pin])
            : value_unknown(fact_arena(writer), UNKNOWN_UNOBSERVABLE,
                            "what is installed is made of variables: only a run tells");
}

/* `line`: of the command around a script within a script, or 0. */
static void read_commands(struct installing *installing, const struct shell_script *script,
                          uint32_t line, unsigned depth)
{
    for (size_t i = 0; i < script->count; i++) {
        const struct shell_command *command = &script->commands[i];
        uint32_t at = line ? line : command->line;
        struct shell_install installs[INSTALLS_MAX];
        size_t count = shell_installs(&installing->variables, command,
                                      installing->hygiene->modern_yarn, installs, INSTALLS_MAX);
        for (size_t k = 0; k < count; k++)
            add_install(installing, at, &installs[k]);
        struct shell_code code = shell_code_of(command);
        if (code.shell && code.text > 0 && depth < SCRIPT_DEPTH_MAX) {
            struct shell_script inner;
            shell_parse(installing->hygiene->reader.scratch, text_of(command->words[code.text]),
                        &inner);
            read_commands(installing, &inner, at, depth + 1);
        }
        shell_variables_note(&installing->variables, command);
    }
}

void hygiene_read_installs(struct hygiene *hygiene, const struct github_job *job)
{
    if (!hygiene_wants(hygiene, &fact_kind_workflow_install))
        return;
    for (size_t i = 0; i < hygiene_step_count(job); i++) {
        const struct node *step = hygiene_step(job, i);
        struct shell_script script;
        hygiene_script(hygiene, job, step, &script);
        if (script.count == 0)
            continue;
        struct surroundings around;
        surround(&around, hygiene, job, step);
        struct installing installing = {
            .hygiene = hygiene,
            .job = job,
            .step = step,
            .run = hygiene_code(hygiene, step),
            .position = i + 1,
        };
        shell_variables_init(&installing.variables, hygiene->reader.scratch, find_variable,
                             &around);
        read_commands(&installing, &script, 0, 0);
    }
}
