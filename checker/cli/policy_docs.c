#include "base/diagnostic_page.h"
#include "cli/judging.h"
#include "cli/policy_actions.h"
#include "policy/builtin.h"
#include "report/fact_page.h"
#include "report/rule_page.h"
#include "report/tool_page.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

/* What pages are written from. */
struct documenting {
    const struct invocation *invocation;
    struct library library;
    bool builtin;              /* the built-in rules, not those that were named */
    struct policy_file *files; /* with test files, of what was named */
    size_t file_count, file_capacity;
    const char *folder; /* for the repositories of worlds; NULL: none was needed yet */
};

/* One page; `name` is how the command calls it. */
struct page {
    const char *name;
    const char *path; /* below the folder of pages */
    void (*write)(struct documenting *documenting, const char *name, struct buffer *out);
};

static void write_reference(struct documenting *documenting, const char *name, struct buffer *out)
{
    (void)documenting;
    policy_write_reference(name, out);
}

static void write_facts(struct documenting *documenting, const char *name, struct buffer *out)
{
    (void)name;
    fact_page_write(out, documenting->invocation->arena, &documenting->library,
                    documenting->builtin);
}

static void write_commands(struct documenting *documenting, const char *name, struct buffer *out)
{
    (void)documenting;
    (void)name;
    help_reference(out);
}

static void write_diagnostics(struct documenting *documenting, const char *name, struct buffer *out)
{
    (void)documenting;
    (void)name;
    diagnostic_pages_write(out);
}

static void write_tools(struct documenting *documenting, const char *name, struct buffer *out)
{
    (void)name;
    tool_page_write(out, documenting->invocation->arena);
}

static void write_index(struct documenting *documenting, const char *name, struct buffer *out)
{
    (void)name;
    rule_index_write(out, documenting->invocation->arena, &documenting->library,
                     documenting->builtin);
}

static const struct page pages[] = {
    {"rule", "reference/rule.md", write_reference},
    {"policy", "reference/policy.md", write_reference},
    {"configuration", "reference/configuration.md", write_reference},
    {"exception", "reference/exception.md", write_reference},
    {"test", "reference/test.md", write_reference},
    {"facts", "facts.md", write_facts},
    {"commands", "cli.md", write_commands},
    {"diagnostics", "diagnostics.md", write_diagnostics},
    {"tools", "tools.md", write_tools},
    {"rules", "rules/README.md", write_index},
};

enum { PAGES = sizeof(pages) / sizeof(pages[0]), INDEX_PAGE = PAGES - 1 };

static const struct page *page_find(const char *name)
{
    for (size_t i = 0; i < PAGES; i++)
        if (strcmp(pages[i].name, name) == 0)
            return &pages[i];
    return NULL;
}

static void add_file(struct documenting *documenting, const struct policy_file *file)
{
    documenting->files =
        arena_grow(documenting->invocation->arena, documenting->files, documenting->file_count,
                   &documenting->file_capacity, sizeof(*documenting->files));
    documenting->files[documenting->file_count++] = *file;
}

static void add_builtin_files(struct documenting *documenting)
{
    struct arena *arena = documenting->invocation->arena;
    for (const struct builtin_file *file = builtin_files; file->path; file++)
        add_file(documenting, &(struct policy_file){
                                  .path = arena_printf(arena, "builtin:%s", file->path),
                                  .text = {.bytes = file->bytes, .size = file->size},
                              });
}

/* The files of a policy folder; of a repository those of its .bylaw/rules. */
static struct failure *add_files_of(struct documenting *documenting, const char *path)
{
    struct arena *arena = documenting->invocation->arena;
    const char *own = arena_printf(arena, "%s/.bylaw/rules", path);
    struct stat status;
    struct policy_file *files;
    size_t count;
    bool is_repository = stat(own, &status) == 0;
    if (!is_repository && strcmp(path, ".") == 0)
        return NULL;
    TRY(policy_files_of_path(arena, is_repository ? own : path, &files, &count));
    for (size_t i = 0; i < count; i++)
        add_file(documenting, &files[i]);
    return NULL;
}

static struct failure *add_files(struct documenting *documenting)
{
    const struct invocation *invocation = documenting->invocation;
    add_builtin_files(documenting);
    for (size_t i = 1; i < invocation->argument_count; i++)
        if (!string_ends_with(invocation->arguments[i], ".bylaw.yml") &&
            !string_ends_with(invocation->arguments[i], ".bylaw.yaml"))
            TRY(add_files_of(documenting, invocation->arguments[i]));
    return invocation->argument_count == 1 ? add_files_of(documenting, ".") : NULL;
}

static struct trial_file trial_of(const struct documenting *documenting, const struct rule *rule)
{
    struct trial_file trial = {.rule_path = rule->path};
    for (size_t i = 0; i < documenting->file_count; i++) {
        const struct policy_file *file = &documenting->files[i];
        if (strcmp(file->path, rule->path) == 0) {
            trial.rule = file->text;
        } else if (policy_is_test_of(file->path, rule->path)) {
            trial.test_path = file->path;
            trial.test = file->text;
        }
    }
    return trial;
}

/* Judges an example, so that the page says what the program says of it. */
static struct failure *judge_example(struct documenting *documenting, const struct rule_page *page,
                                     const struct example *example, struct arena *arena,
                                     struct diagnostics *diagnostics, const struct evaluation **out)
{
    if (!example)
        return NULL;
    if (!documenting->folder)
        documenting->folder = policy_worlds_folder(documenting->invocation->arena);
    if (!documenting->folder)
        return failure_new(FAILURE_ENVIRONMENT, "cannot make a temporary folder: %s",
                           strerror(errno));
    const char *folder =
        arena_printf(arena, "%s/%s-%zu", documenting->folder, page->rule->id, example->number);
    struct evaluation *found = NULL;
    TRY(example_judge(page->examples, example, folder, arena, diagnostics, &found));
    *out = found;
    return NULL;
}

static struct failure *judge_examples(struct documenting *documenting, struct rule_page *page,
                                      struct arena *arena, struct diagnostics *diagnostics)
{
    page->bad = example_bad(page->examples);
    page->theatre = example_theatre(page->examples, page->bad);
    page->good = example_good(page->examples, page->bad);
    TRY(judge_example(documenting, page, page->bad, arena, diagnostics, &page->found));
    return judge_example(documenting, page, page->theatre, arena, diagnostics,
                         &page->found_in_theatre);
}

static struct failure *write_rule(struct documenting *documenting, const struct rule *rule,
                                  struct buffer *out, int *status)
{
    struct arena arena;
    arena_init(&arena, 1 << 18);
    struct diagnostics diagnostics;
    diagnostics_init(&diagnostics, &arena);
    struct trial_file trial = trial_of(documenting, rule);
    struct example_list examples;
    struct rule_page page = {.rule = rule, .library = &documenting->library, .examples = &examples};
    struct failure *failure = NULL;
    if (examples_load(&examples, &trial, rule, &arena, &diagnostics))
        failure = judge_examples(documenting, &page, &arena, &diagnostics);
    else
        *status = EXIT_USAGE;
    judging_print_diagnostics(documenting->invocation, &diagnostics);
    if (!failure)
        rule_page_write(out, &arena, &page);
    arena_release(&arena);
    return failure;
}

static struct failure *write_file(const struct documenting *documenting, const char *path,
                                  const struct buffer *text)
{
    struct arena *arena = documenting->invocation->arena;
    const char *folder = invocation_text(documenting->invocation, "output");
    char *file = arena_printf(arena, "%s/%s", folder, path);
    if (!make_folders(file))
        return failure_new(FAILURE_ENVIRONMENT, "cannot make the folder of '%s': %s", file,
                           strerror(errno));
    struct buffer page = BUFFER_EMPTY;
    buffer_add_string(&page, "<!-- Written by 'bylaw policy docs': do not edit. -->\n\n");
    /* A page ends with one line end, whatever its writer left there. */
    size_t size = text->size;
    while (size > 0 && text->bytes[size - 1] == '\n')
        size--;
    buffer_add(&page, buffer_string(text), size);
    buffer_add_byte(&page, '\n');
    struct failure *failure = write_file_whole(file, page.bytes, page.size);
    buffer_release(&page);
    return failure;
}

static bool is_shown(const struct documenting *documenting, const struct rule *rule)
{
    const char *const *only = invocation_texts(documenting->invocation, "rule");
    return only ? string_is_one_of(rule->id, only) : rule->builtin == documenting->builtin;
}

/* Pages of rules: into files, or one after the other to standard output. */
static struct failure *write_rules(struct documenting *documenting, bool to_files, size_t *count,
                                   int *status)
{
    for (size_t i = 0; i < documenting->library.rule_count; i++) {
        const struct rule *rule = documenting->library.rules[i];
        if (!is_shown(documenting, rule))
            continue;
        struct buffer out = BUFFER_EMPTY;
        struct failure *failure = write_rule(documenting, rule, &out, status);
        if (!failure && to_files)
            failure = write_file(
                documenting, arena_printf(documenting->invocation->arena, "rules/%s.md", rule->id),
                &out);
        else if (!failure)
            print_out(buffer_string(&out));
        buffer_release(&out);
        if (failure)
            return failure;
        (*count)++;
    }
    return NULL;
}

static struct failure *write_pages(struct documenting *documenting, size_t *count)
{
    for (size_t i = 0; i < PAGES; i++, (*count)++) {
        struct buffer out = BUFFER_EMPTY;
        pages[i].write(documenting, pages[i].name, &out);
        struct failure *failure = write_file(documenting, pages[i].path, &out);
        buffer_release(&out);
        if (failure)
            return failure;
    }
    return NULL;
}

static struct failure *write_all(struct documenting *documenting, const struct page *page,
                                 int *status)
{
    const struct invocation *invocation = documenting->invocation;
    const char *const *only = invocation_texts(invocation, "rule");
    const char *folder = invocation_text(invocation, "output");
    size_t count = 0;
    if (page || (!only && !folder)) {
        struct buffer out = BUFFER_EMPTY;
        page = page ? page : &pages[INDEX_PAGE];
        page->write(documenting, page->name, &out);
        print_out(buffer_string(&out));
        buffer_release(&out);
        return NULL;
    }
    TRY(add_files(documenting));
    TRY(write_rules(documenting, folder != NULL, &count, status));
    if (only && count == 0) {
        print_error("no rule '%s' ('bylaw policy list' lists them)", only[0]);
        *status = EXIT_USAGE;
    }
    if (folder && !only)
        TRY(write_pages(documenting, &count));
    if (folder)
        printf("wrote %zu pages below %s\n", count, folder);
    return NULL;
}

/* A word that is neither a page nor a path may be one that was misspelt. */
static bool is_misspelt(const char *word)
{
    const char *names[PAGES + 1] = {NULL};
    for (size_t i = 0; i < PAGES; i++)
        names[i] = pages[i].name;
    struct stat status;
    const char *meant = stat(word, &status) == 0 ? NULL : suggest(word, names);
    if (meant)
        print_error("no page and no policy '%s'; did you mean '%s'?", word, meant);
    return meant != NULL;
}

int policy_docs(const struct invocation *invocation)
{
    const struct page *page =
        invocation->argument_count == 2 ? page_find(invocation->arguments[1]) : NULL;
    if (invocation->argument_count == 2 && !page && is_misspelt(invocation->arguments[1]))
        return EXIT_USAGE;
    struct invocation without_kind = *invocation;
    struct documenting documenting = {.invocation = invocation};
    if (page) {
        without_kind.argument_count = 1;
        documenting.invocation = &without_kind;
    }
    documenting.builtin = documenting.invocation->argument_count == 1;
    int status = policy_load(documenting.invocation, &documenting.library);
    if (status == EXIT_CLEAN) {
        struct failure *failure = write_all(&documenting, page, &status);
        if (failure) {
            print_failure(failure);
            failure_free(failure);
            status = EXIT_TROUBLE;
        }
    }
    if (documenting.folder)
        policy_worlds_remove(documenting.folder);
    library_release(&documenting.library);
    return status;
}
