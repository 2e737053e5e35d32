/* scanner_options.h - what an invocation is given: the options of a command, the inputs
 * of an action and its like, variables. One view for all of them, so that a pattern of the
 * catalogue need not know where a value stands. */
#ifndef FACTS_SCANNER_OPTIONS_H
#define FACTS_SCANNER_OPTIONS_H

#include "facts/fact.h"
#include "facts/maven_settings.h"
#include "facts/tool_catalogue.h"

struct scanner_options {
    struct arena *arena;
    const struct tool_pattern *pattern;
    const char *const *words; /* of a command, without the program; of inputs that hold options */
    size_t word_count;
    size_t behind; /* the first word behind those that the pattern names */
    const struct value *inputs;
    size_t input_count;
    bool inputs_unknown;
    const struct value *variables; /* `NAME=value` */
    size_t variable_count;
    const char *const *globals; /* the same, of the pipeline as a whole; NULL-ended or NULL */
    const struct maven_settings *maven; /* of the project that Maven builds, or NULL */
};

enum option_state {
    OPTION_ABSENT,
    OPTION_SET,  /* without a value */
    OPTION_TEXT, /* with a constant one */
    OPTION_OPEN, /* with one that only a run knows */
};

struct option {
    enum option_state state;
    const char *text; /* as written, also of an open one; else "" */
};

/* Do the words of a command follow the program as the pattern's name says? Sets `behind`. */
bool scanner_words_match(struct scanner_options *options, const char *as_written);
/* `--name`, `-name`: an option; `$NAME`: a variable; `(argument)`: the first word that is
 * neither an option nor its value; else an input. */
struct option scanner_option(const struct scanner_options *options, const char *name);
/* The first of several that is given. */
struct option scanner_first_option(const struct scanner_options *options,
                                   const struct schema_texts *names);
/* Every value of these options, also of one that is given twice, parted at commas. False
 * when one of them is not constant. */
bool scanner_option_values(const struct scanner_options *options, const struct schema_texts *names,
                           const char ***out, size_t *count);

enum condition_result { CONDITION_FALSE, CONDITION_OPEN, CONDITION_TRUE };
/* Do all of them hold? */
enum condition_result scanner_conditions_all(const struct scanner_options *options,
                                             const struct tool_conditions *conditions);
/* Does one of them hold? `why` is it, and `given` what is given, where the result is not false. */
enum condition_result scanner_conditions_any(const struct scanner_options *options,
                                             const struct tool_conditions *conditions,
                                             const struct tool_condition **why,
                                             struct option *given);
/* Does a word of the command match one of the globs? */
bool scanner_has_word(const struct scanner_options *options, const struct schema_texts *globs);
bool scanner_is_open(const char *text);
/* "`--exit-code` is not given", "`--exit-code` is '0'" */
const char *scanner_option_in_words(struct arena *arena, const char *name, struct option given);

#endif
