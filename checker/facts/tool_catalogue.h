/* tool_catalogue.h - the tools that look after repositories, and how each is known by
 * what it leaves in git: the files of rules/catalogue, compiled into the program, parsed once a
 * process and never changed. A pattern says one form of evidence; what was found is
 * looked up by name (tool_catalogue_find), never tool by tool. */
#ifndef FACTS_TOOL_CATALOGUE_H
#define FACTS_TOOL_CATALOGUE_H

#include "base/builtin_file.h"
#include "base/diagnostic.h"
#include "base/table.h"
#include "document/schema.h"

/* The values that an option or an input may have. `(absent)`: it is not given; `(set)`: it
 * is given without a value; others are globs without folders, letters folded. */
struct tool_condition {
    const char *option; /* --exit-code, scan-type, $SAST_DISABLED; `a|b`: the first that is given */
    const char *const *values;
    size_t count;
    bool by_value; /* some value is more than there or not there */
};

struct tool_conditions {
    const struct tool_condition *items;
    size_t count;
};

/* Options that choose purposes: `--scanners vuln,secret`. */
struct tool_choice {
    const struct node *node;
    struct schema_texts by;
    const struct node *words_node;
    const char *const *words; /* and the purpose of each */
    const char *const *purposes;
    size_t count;
};

struct tool_pattern {
    const struct node *node;
    const struct tool *tool;
    const char *sort; /* a word of scanner_sorts */
    struct schema_texts names;
    struct schema_texts by_sort[12]; /* as written: one of them, in the order of scanner_sorts */
    struct schema_texts purposes;
    const char *source; /* the vendor's page: its own or the tool's */
    struct schema_texts examples, advisory_examples, no_examples;
    const char *unverified; /* why nobody could see it in the vendor's documents */
    struct schema_texts arguments_of, with, without, valued;
    const struct node *when_node, *off_node, *advisory_node;
    struct tool_conditions when, off, advisory;
    const char *never_fails; /* the reason, when no result of it fails anything */
    struct tool_choice *choice;
    bool no_directory, first_only;
    struct schema_texts directory, files, excludes, deeper, severity, ignores_unfixed;
    struct schema_texts languages, languages_by, enforced_by, events, jobs;
    struct schema_texts installer, installed_by;
    const char *depth_by, *reads, *languages_with;
    const char *maven_plugin; /* whose configuration in pom.xml gives options too, or NULL */
    int64_t depth, deeper_depth;
    int fails_at; /* a word of scanner_thresholds, or -1 */
};

struct tool {
    const struct node *node;
    const char *id, *title, *vendor, *source;
    struct schema_texts purposes;
    const char *unobservable; /* why it leaves nothing in git, or NULL */
    struct schema_texts images;
    const char *entrypoint; /* what those images run */
    const char *workdir;    /* the folder that they start in; NULL: the catalogue does not tell */
    struct schema_objects patterns;
};

struct tool_catalogue {
    const struct tool *const *tools; /* by title */
    size_t count;
    const struct table *exact;  /* "SORT NAME" to struct tool_matches; a command by its program */
    const struct table *images; /* to struct tool */
    const struct tool_matches *globbed;
};

struct tool_matches {
    const struct tool_pattern **patterns;
    const char **names; /* the pattern's name that stands here */
    size_t count, capacity;
};

/* All of rules/catalogue; two of the files are no lists of tools (facts/runtimes.h, templates.h).
 */
extern const struct builtin_file catalogue_files[];
#define CATALOGUE_RUNTIMES  "/runtimes.yml"
#define CATALOGUE_TEMPLATES "/templates.yml"

/* The built-in catalogue, parsed on the first call, from whichever thread. A mistake in it
 * is a mistake of the program: a test finds it. */
const struct tool_catalogue *tool_catalogue(void);
/* Mistakes are diagnostics; what is right is taken. */
struct tool_catalogue *tool_catalogue_parse(struct arena *arena, const struct builtin_file *files,
                                            struct diagnostics *diagnostics);
/* Calls for every pattern that this name may be evidence of. Of commands the name is that of
 * the program; letters are folded, but for commands. */
void tool_catalogue_find(const struct tool_catalogue *catalogue, const char *sort, const char *name,
                         void (*each)(void *context, const struct tool_pattern *pattern,
                                      const char *as_written),
                         void *context);
/* The tool that such an image holds (without tag and digest), or NULL. */
const struct tool *tool_catalogue_image(const struct tool_catalogue *catalogue, const char *name);

/* The tables that the files are read with. */
extern const struct schema tool_schema, tool_pattern_schema, tool_choice_schema;

#endif
