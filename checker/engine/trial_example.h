/* trial_example.h - the worlds of a test file as people are shown them: what each
 * is made of, and what the rule finds there. */
#ifndef ENGINE_TRIAL_EXAMPLE_H
#define ENGINE_TRIAL_EXAMPLE_H

#include "engine/trial.h"
#include "policy/test_file.h"

enum example_part_kind {
    EXAMPLE_FILE,      /* name: its path; text: its content */
    EXAMPLE_BASE_FILE, /* the same in the base */
    EXAMPLE_LINK,      /* text: its target */
    EXAMPLE_BINARY,    /* text: its bytes in base 64 */
    EXAMPLE_COMMIT,    /* name: its day and author; text: its message */
    EXAMPLE_TAG,       /* name: its name; text: its message */
    EXAMPLE_SETTING,   /* name: "params", "labels", ...; text: what it is set to */
};

struct example_part {
    enum example_part_kind kind;
    const char *name;
    struct text text;
    bool executable;
};

struct example {
    const char *name, *summary; /* summary: or NULL */
    enum test_kind kind;
    enum verdict verdict; /* that the world expects */
    const char *path;     /* of its first expected finding, or NULL */
    struct example_part *parts;
    size_t part_count;
    size_t file_count, size; /* files among the parts, and the bytes of all */
    size_t number;           /* of the world in its file, from 0 */
};

struct example_list {
    struct example *items; /* in the order of the file */
    size_t count;
    const struct trial_file *file;
    const struct test_file *tests;
};

/* Loads the worlds of a rule; none when it has no test file. False when the file has
 * mistakes, which are in `diagnostics`. */
bool examples_load(struct example_list *out, const struct trial_file *file, const struct rule *rule,
                   struct arena *arena, struct diagnostics *diagnostics);
/* Makes the world's repository in `folder`, which is not there yet, and judges it by the
 * rule as `policy test` does. */
struct failure *example_judge(const struct example_list *list, const struct example *example,
                              const char *folder, struct arena *arena,
                              struct diagnostics *diagnostics, struct evaluation **out) MUST_CHECK;

#endif
