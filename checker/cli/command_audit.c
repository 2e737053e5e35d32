#include "cli/judging.h"
#include "facts/secret_mask.h"
#include "fleet/audit.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

static const char *const fail_on_words[] = {"block", "warn", "never", NULL};

static const struct option options[] = {
    {"repositories", 0, OPTION_TEXT, "FILE", NULL, "paths of repositories, one a line"},
    {"sarif", 0, OPTION_TEXT, "FOLDER", NULL, "one SARIF file a repository goes there"},
    {"report", 0, OPTION_TEXTS, "FORMAT=FOLDER", NULL,
     "a report of 'check' a repository goes there; repeatable"},
    {"fail-on", 0, OPTION_WORD, "block|warn|never", fail_on_words,
     "what makes the exit status 1; default: nothing"},
    {"exceptions", 0, OPTION_TEXTS, "PATH", NULL,
     "a register of exceptions: a file, a folder or REPOSITORY@REV:PATH; repeatable"},
    {"policy-digest", 0, OPTION_TEXT, "sha256:HEX", NULL,
     "refuse to judge by policies with another digest; 'check -v' prints it"},
    {"as-of", 0, OPTION_DATE, "DATE", NULL, "judge the commits in force on that day"},
    {"history", 0, OPTION_FLAG, NULL, NULL,
     "look for secrets in every file that any reference reaches"},
    {"rule", 0, OPTION_TEXTS, "ID", NULL, "only this rule; repeatable"},
    {"exclude-rule", 0, OPTION_TEXTS, "ID", NULL, "all but this rule; repeatable"},
    {"facts", 0, OPTION_TEXTS, "FOLDER", NULL,
     "evidence from outside: what is called there as a repository is; repeatable"},
    {"timeout", 0, OPTION_NUMBER, "SECONDS", NULL, "give a repository up after so long"},
    {0},
};

/* A growing list of paths. */
struct paths {
    const char **items;
    size_t count, capacity;
};

static void add_all(struct arena *arena, struct paths *paths, const char *const *more, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        paths->items =
            arena_grow(arena, paths->items, paths->count, &paths->capacity, sizeof(*paths->items));
        paths->items[paths->count++] = more[i];
    }
}

static struct failure *read_list(const struct invocation *invocation, struct paths *paths)
{
    const char *file = invocation_text(invocation, "repositories");
    if (!file)
        return NULL;
    FILE *in = strcmp(file, "-") == 0 ? stdin : fopen(file, "rb");
    if (!in)
        return failure_new(FAILURE_ENVIRONMENT, "cannot read '%s': %s", file, strerror(errno));
    struct buffer text = BUFFER_EMPTY;
    char block[4096];
    for (size_t got; (got = fread(block, 1, sizeof(block), in)) > 0;)
        buffer_add(&text, block, got);
    if (in != stdin)
        fclose(in);
    size_t count;
    struct text whole = {.bytes = buffer_string(&text), .size = text.size};
    const char **more = audit_read_list(invocation->arena, whole, &count);
    buffer_release(&text);
    add_all(invocation->arena, paths, more, count);
    return NULL;
}

static struct failure *collect(const struct invocation *invocation, struct paths *paths)
{
    TRY(read_list(invocation, paths));
    for (size_t i = 0; i < invocation->argument_count; i++) {
        size_t count;
        const char **more = audit_find(invocation->arena, invocation->arguments[i], &count);
        add_all(invocation->arena, paths, more, count);
    }
    static const char *const end[] = {NULL};
    add_all(invocation->arena, paths, end, 1);
    paths->count--;
    return NULL;
}

static int status_of(const struct invocation *invocation, const struct audit *audit)
{
    int status = audit->judged == audit->count ? EXIT_CLEAN : EXIT_TROUBLE;
    for (size_t i = 0; i < audit->count; i++) {
        const struct audit_repository *one = &audit->repositories[i];
        if (one->status == EXIT_TROUBLE)
            return EXIT_TROUBLE;
        if (invocation_has(invocation, "fail-on") && one->status == EXIT_BLOCKED &&
            status == EXIT_CLEAN)
            status = EXIT_BLOCKED;
    }
    return status;
}

static void write(struct buffer *out, const char *name, const void *state)
{
    audit_write(out, state, name, BYLAW_VERSION);
}

static struct failure *make_folder(const char *folder)
{
    if (mkdir(folder, 0777) == 0 || errno == EEXIST)
        return NULL;
    return failure_new(FAILURE_ENVIRONMENT, "cannot make the folder '%s': %s", folder,
                       strerror(errno));
}

/* What --sarif and --report ask for. False, with a message printed, when one is wrong. */
static bool read_reports(const struct invocation *invocation, struct audit_options *out)
{
    const char *sarif = invocation_text(invocation, "sarif");
    const char *const *written = invocation_texts(invocation, "report");
    size_t count = sarif != NULL;
    for (size_t i = 0; written && written[i]; i++)
        count++;
    struct repository_report *reports =
        ARENA_ARRAY(invocation->arena, struct repository_report, count + 1);
    out->reports = reports;
    if (sarif)
        reports[out->report_count++] =
            (struct repository_report){.format = report_find("sarif"), .folder = sarif};
    for (; written && *written; written++) {
        struct output output;
        if (!judging_output(invocation->arena, "report", *written, &output))
            return false;
        if (!output.file) {
            print_error("--report %s: no folder; write %s=FOLDER", *written, *written);
            return false;
        }
        reports[out->report_count++] = (struct repository_report){
            .format = output.format, .profile = output.profile, .folder = output.file};
    }
    return true;
}

static void say_warnings(const struct audit *audit)
{
    struct buffer lines = BUFFER_EMPTY;
    audit_write_warnings(&lines, audit);
    secret_mask_buffer(&lines);
    struct text line;
    for (struct text rest = {buffer_string(&lines), lines.size}; text_next_line(&rest, &line);)
        print_error("%.*s", (int)line.size, line.bytes);
    buffer_release(&lines);
}

static int run(const struct invocation *invocation)
{
    struct audit_options audit_options = {.version = BYLAW_VERSION, .write_file = write_file_whole};
    if (!judging_own_formats(invocation, audit_formats) ||
        !judging_options(invocation, ".", &audit_options.judging) ||
        !read_reports(invocation, &audit_options))
        return EXIT_USAGE;
    audit_options.judging.evidence_places = NULL; /* each repository has its own below them */
    audit_options.judging.evidence_folders = invocation_texts(invocation, "facts");
    struct paths paths = {0};
    struct failure *failure = collect(invocation, &paths);
    for (size_t i = 0; i < audit_options.report_count && !failure; i++)
        failure = make_folder(audit_options.reports[i].folder);
    if (failure) {
        print_failure(failure);
        failure_free(failure);
        return EXIT_TROUBLE;
    }
    if (paths.count == 0) {
        print_error("no repository to audit");
        return EXIT_NOTHING;
    }
    audit_options.paths = paths.items;
    audit_options.jobs = (unsigned)invocation_number(invocation, "jobs", 0);
    struct audit audit;
    audit_run(&audit, &audit_options, invocation->arena);
    say_warnings(&audit);
    failure = judging_write_own(invocation, audit_formats, write, &audit);
    if (failure) {
        print_failure(failure);
        failure_free(failure);
        return EXIT_TROUBLE;
    }
    return status_of(invocation, &audit);
}

static const struct command_example examples[] = {
    {"bylaw audit mirrors/", "every repository below a folder"},
    {"bylaw audit --repositories list.txt --sarif out/ --format json=audit.json",
     "those of a list, with a SARIF file each and one sum"},
    {"bylaw audit mirrors/ --report oscal=results/ --report defectdojo=findings/",
     "assessment results and an import of each repository"},
    {"bylaw audit mirrors/ --as-of 2026-03-31", "as they stood at the end of the quarter"},
    {0},
};

static const struct command_exit exits[] = {
    {EXIT_CLEAN, "every repository was judged"},
    {EXIT_BLOCKED, "with --fail-on: a finding of that enforcement"},
    {EXIT_USAGE, "usage, or a policy was refused"},
    {EXIT_NOTHING, "no repository is there"},
    {EXIT_TROUBLE, "a repository could not be judged"},
    {0},
};

COMMAND(audit) = {
    .name = "audit",
    .arguments = "[FOLDER...]",
    .summary = "judge many repositories",
    .details = "Judges every repository at or below the folders, and those listed with "
               "--repositories, and sums them up. One repository's trouble does not stop the "
               "others; the exit status is then 4. Findings make it 1 only with --fail-on.",
    .options = options,
    .maximum_arguments = 10000,
    .examples = examples,
    .exits = exits,
    .run = run,
};
