#include "cli/arguments.h"

#include "base/date.h"
#include "base/diagnostic.h"
#include "base/excerpt.h"
#include "document/version.h"
#include "facts/secret_mask.h"
#include "facts/sql.h"
#include "source/repository.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

static const char *const colour_words[] = {"auto", "always", "never", NULL};

const struct option common_options[] = {
    {"policy", 0, OPTION_TEXTS, "PATH", NULL,
     "a policy file or folder, REPOSITORY@REV:PATH, or builtin:NAME; repeatable"},
    {"format", 0, OPTION_TEXTS, "NAME[:PROFILE][=FILE]", NULL,
     "how to report, and where to; repeatable"},
    {"now", 0, OPTION_DATE, "DATE", NULL, "the day to judge by (YYYY-MM-DD, UTC); default today"},
    {"jobs", 'j', OPTION_NUMBER, "N", NULL, "threads; default: as many as there are processors"},
    {"color", 0, OPTION_WORD, "WHEN", colour_words, "auto, always or never; NO_COLOR is honoured"},
    {"quiet", 'q', OPTION_FLAG, NULL, NULL, "only what blocks"},
    {"verbose", 'v', OPTION_FLAG, NULL, NULL, "passes and their evidence too"},
    {"help", 'h', OPTION_FLAG, NULL, NULL, "this help"},
    {0},
};

void print_out(const char *string)
{
    struct buffer out = BUFFER_EMPTY;
    buffer_add_string(&out, string);
    secret_mask_buffer(&out);
    fputs(buffer_string(&out), stdout);
    buffer_release(&out);
}

/* What a terminal would obey is made visible; line ends stay. */
static void add_lines(struct buffer *out, const char *string)
{
    for (const char *end; (end = strchr(string, '\n')); string = end + 1) {
        visible_add(out, (struct text){.bytes = string, .size = (size_t)(end - string)});
        buffer_add_byte(out, '\n');
    }
    visible_add(out, text_of(string));
}

void print_lines(const char *string)
{
    struct buffer out = BUFFER_EMPTY;
    add_lines(&out, string);
    print_out(buffer_string(&out));
    buffer_release(&out);
}

void print_error(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fflush(stdout);
    struct arena arena;
    arena_init(&arena, 1 << 12);
    struct buffer out = BUFFER_EMPTY;
    add_lines(&out, arena_vprintf(&arena, format, arguments));
    secret_mask_buffer(&out);
    fprintf(stderr, "bylaw: %s\n", buffer_string(&out));
    buffer_release(&out);
    arena_release(&arena);
    va_end(arguments);
}

void print_failure(const struct failure *failure)
{
    if (failure_kind(failure) == FAILURE_BUG)
        print_error("internal error: %s (%s)", failure_message(failure), failure_origin(failure));
    else
        print_error("%s", failure_message(failure));
}

const struct command *command_find(const char *name)
{
    for (size_t i = 0; command_table[i]; i++)
        if (strcmp(command_table[i]->name, name) == 0)
            return command_table[i];
    return NULL;
}

const struct option *command_option(const struct command *command, const char *name)
{
    for (const struct option *option = command->options; option && option->name; option++)
        if (strcmp(option->name, name) == 0)
            return option;
    for (const struct option *option = common_options; option->name; option++)
        if (strcmp(option->name, name) == 0)
            return option;
    return NULL;
}

static const struct option *option_by_letter(const struct command *command, char letter)
{
    for (const struct option *option = command->options; option && option->name; option++)
        if (option->letter == letter)
            return option;
    for (const struct option *option = common_options; option->name; option++)
        if (option->letter == letter)
            return option;
    return NULL;
}

const char *invocation_text(const struct invocation *invocation, const char *name)
{
    const char *value = NULL;
    for (size_t i = 0; i < invocation->option_count; i++)
        if (strcmp(invocation->options[i].option->name, name) == 0)
            value = invocation->options[i].value;
    return value;
}

bool invocation_has(const struct invocation *invocation, const char *name)
{
    for (size_t i = 0; i < invocation->option_count; i++)
        if (strcmp(invocation->options[i].option->name, name) == 0)
            return true;
    return false;
}

int64_t invocation_number(const struct invocation *invocation, const char *name, int64_t otherwise)
{
    for (size_t i = 0; i < invocation->option_count; i++)
        if (strcmp(invocation->options[i].option->name, name) == 0)
            otherwise = invocation->options[i].number;
    return otherwise;
}

const char *const *invocation_texts(const struct invocation *invocation, const char *name)
{
    const char **texts = ARENA_ARRAY(invocation->arena, const char *, invocation->option_count + 1);
    size_t count = 0;
    for (size_t i = 0; i < invocation->option_count; i++)
        if (strcmp(invocation->options[i].option->name, name) == 0)
            texts[count++] = invocation->options[i].value;
    return count ? texts : NULL;
}

static bool parse_number(const char *value, int64_t *out)
{
    errno = 0;
    char *end;
    long long number = strtoll(value, &end, 10);
    *out = number;
    return *value >= '0' && *value <= '9' && !*end && errno == 0 && number <= 1000000;
}

static bool check_value(struct option_given *given)
{
    const struct option *option = given->option;
    int32_t day;
    switch (option->value) {
    case OPTION_FLAG:
    case OPTION_TEXT:
    case OPTION_TEXTS:
        return true;
    case OPTION_NUMBER:
        if (parse_number(given->value, &given->number))
            return true;
        print_error("--%s wants a whole number from 0 to 1000000, not '%s'", option->name,
                    given->value);
        return false;
    case OPTION_DATE:
        if (date_parse(given->value, &day)) {
            given->number = day;
            return true;
        }
        print_error("--%s wants a day that exists, as YYYY-MM-DD, not '%s'", option->name,
                    given->value);
        return false;
    case OPTION_WORD:
        for (size_t i = 0; option->words[i]; i++)
            if (strcmp(option->words[i], given->value) == 0) {
                given->number = (int64_t)i;
                return true;
            }
        break;
    }
    struct buffer words = BUFFER_EMPTY;
    for (size_t i = 0; option->words[i]; i++)
        buffer_printf(&words, "%s%s",
                      i == 0                 ? ""
                      : option->words[i + 1] ? ", "
                                             : " or ",
                      option->words[i]);
    const char *meant = suggest(given->value, option->words);
    print_error("--%s takes %s, not '%s'%s%s%s", option->name, buffer_string(&words), given->value,
                meant ? "; did you mean '" : "", meant ? meant : "", meant ? "'?" : "");
    buffer_release(&words);
    return false;
}

static void unknown_option(struct arena *arena, const struct command *command, const char *written)
{
    const char **names = NULL;
    size_t count = 0;
    size_t capacity = 0;
    const struct option *const tables[] = {command->options, common_options};
    for (size_t t = 0; t < 2; t++)
        for (const struct option *option = tables[t]; option && option->name; option++) {
            names = arena_grow(arena, names, count, &capacity, sizeof(*names));
            names[count++] = option->name;
        }
    names = arena_grow(arena, names, count, &capacity, sizeof(*names));
    names[count] = NULL;
    const char *meant = suggest(written, names);
    if (meant)
        print_error("%s has no option '--%s'; did you mean '--%s'?", command->name, written, meant);
    else
        print_error("%s has no option '--%s'; 'bylaw %s --help' lists them", command->name, written,
                    command->name);
}

/* Where the parser stands in argv. */
struct words {
    int count, at;
    char **items;
};

/* Takes one option, `word` without its dashes; false when it is wrong. */
static bool take_option(struct invocation *invocation, struct words *words,
                        const struct option *option, const char *shown, const char *value)
{
    struct option_given *given = &invocation->options[invocation->option_count];
    given->option = option;
    if (option->value == OPTION_FLAG) {
        if (value) {
            print_error("%s takes no value", shown);
            return false;
        }
    } else if (!value) {
        if (words->at + 1 >= words->count) {
            print_error("%s wants a value: %s", shown, option->argument);
            return false;
        }
        value = words->items[++words->at];
    }
    given->value = value ? value : "";
    invocation->option_count++;
    return check_value(given);
}

bool invocation_give(struct invocation *invocation, const char *name, const char *value)
{
    struct option_given *options =
        ARENA_ARRAY(invocation->arena, struct option_given, invocation->option_count + 1);
    for (size_t i = 0; i < invocation->option_count; i++)
        options[i] = invocation->options[i];
    invocation->options = options;
    struct option_given *given = &options[invocation->option_count];
    *given = (struct option_given){
        .option = command_option(invocation->command, name),
        .value = arena_strdup(invocation->arena, value),
    };
    if (!given->option || !check_value(given))
        return false;
    invocation->option_count++;
    return true;
}

void invocation_take_back(struct invocation *invocation, const char *name)
{
    size_t count = 0;
    for (size_t i = 0; i < invocation->option_count; i++)
        if (strcmp(invocation->options[i].option->name, name) != 0)
            invocation->options[count++] = invocation->options[i];
    invocation->option_count = count;
}

static bool take_long_option(struct invocation *invocation, struct words *words, const char *word)
{
    const char *equals = strchr(word, '=');
    size_t length = equals ? (size_t)(equals - word) : strlen(word);
    const char *name = arena_copy(invocation->arena, (struct text){.bytes = word, .size = length});
    const struct option *option = command_option(invocation->command, name);
    if (!option) {
        unknown_option(invocation->arena, invocation->command, name);
        return false;
    }
    return take_option(invocation, words, option, arena_printf(invocation->arena, "--%s", name),
                       equals ? equals + 1 : NULL);
}

static bool take_letters(struct invocation *invocation, struct words *words, const char *letters)
{
    for (; *letters; letters++) {
        const struct option *option = option_by_letter(invocation->command, *letters);
        const char *shown = arena_printf(invocation->arena, "-%c", *letters);
        if (!option) {
            print_error("%s has no option '%s'; 'bylaw %s --help' lists them",
                        invocation->command->name, shown, invocation->command->name);
            return false;
        }
        const char *rest = letters[1] ? letters + 1 : NULL;
        if (!take_option(invocation, words, option, shown,
                         option->value == OPTION_FLAG ? NULL : rest))
            return false;
        if (option->value != OPTION_FLAG)
            return true;
    }
    return true;
}

static bool take_words(struct invocation *invocation, struct words *words)
{
    bool only_arguments = false;
    for (; words->at < words->count; words->at++) {
        const char *word = words->items[words->at];
        if (!only_arguments && strcmp(word, "--") == 0) {
            only_arguments = true;
        } else if (!only_arguments && string_starts_with(word, "--")) {
            if (!take_long_option(invocation, words, word + 2))
                return false;
        } else if (!only_arguments && word[0] == '-' && word[1]) {
            if (!take_letters(invocation, words, word + 1))
                return false;
        } else {
            invocation->arguments[invocation->argument_count++] = word;
        }
    }
    return true;
}

static bool check_arguments(const struct invocation *invocation)
{
    const struct command *command = invocation->command;
    if (invocation->argument_count < command->minimum_arguments) {
        print_error("%s wants %s; 'bylaw %s --help' tells more", command->name, command->arguments,
                    command->name);
        return false;
    }
    if (invocation->argument_count > command->maximum_arguments) {
        print_error("%s does not take '%s'; 'bylaw %s --help' tells more", command->name,
                    invocation->arguments[command->maximum_arguments], command->name);
        return false;
    }
    if (command->actions && invocation->argument_count > 0 &&
        !string_is_one_of(invocation->arguments[0], command->actions)) {
        const char *meant = suggest(invocation->arguments[0], command->actions);
        if (command->action_is_optional && (!meant || access(invocation->arguments[0], F_OK) == 0))
            return true;
        if (meant)
            print_error("%s has no action '%s'; did you mean '%s'?", command->name,
                        invocation->arguments[0], meant);
        else
            print_error("%s has no action '%s'; 'bylaw %s --help' lists them", command->name,
                        invocation->arguments[0], command->name);
        return false;
    }
    return true;
}

static unsigned terminal_width(void)
{
    struct winsize size;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col >= 40)
        return size.ws_col;
    return 80;
}

static void look_at_terminal(struct invocation *invocation)
{
    invocation->terminal_output = isatty(STDOUT_FILENO);
    invocation->terminal_errors = isatty(STDERR_FILENO);
    invocation->width = invocation->terminal_output ? terminal_width() : 80;
    const char *no_colour = getenv("NO_COLOR");
    const char *terminal = getenv("TERM");
    bool plain = (no_colour && *no_colour) || (terminal && strcmp(terminal, "dumb") == 0);
    int64_t when = invocation_number(invocation, "color", 0);
    invocation->colour_output = when == 1 || (when == 0 && invocation->terminal_output && !plain);
    invocation->colour_errors = when == 1 || (when == 0 && invocation->terminal_errors && !plain);
}

static int run_command(struct arena *arena, const struct command *command, int argc, char **argv)
{
    struct invocation invocation = {.arena = arena, .command = command};
    invocation.options = ARENA_ARRAY(arena, struct option_given, (size_t)argc * 8 + 8);
    invocation.arguments = ARENA_ARRAY(arena, const char *, (size_t)argc + 1);
    struct words words = {.count = argc, .at = 0, .items = argv};
    for (int i = 0; i < argc; i++)
        if (strlen(argv[i]) > 4096 && argv[i][0] == '-') {
            print_error("an option of more than 4096 bytes");
            return EXIT_USAGE;
        }
    bool parsed = take_words(&invocation, &words);
    if (parsed && invocation_has(&invocation, "help")) {
        look_at_terminal(&invocation);
        struct buffer help = BUFFER_EMPTY;
        help_command(&help, command, invocation.width);
        print_out(buffer_string(&help));
        buffer_release(&help);
        return EXIT_CLEAN;
    }
    if (!parsed || !check_arguments(&invocation))
        return EXIT_USAGE;
    look_at_terminal(&invocation);
    return command->run(&invocation);
}

static void print_version(void)
{
    struct buffer versions = BUFFER_EMPTY;
    document_library_versions(&versions);
    printf("bylaw %s\nlibgit2 %s, %s, SQLite %s\n", BYLAW_VERSION, source_library_version(),
           buffer_string(&versions), sql_library_version());
    buffer_release(&versions);
}

static int unknown_command(const char *word)
{
    const char *names[64] = {NULL};
    for (size_t i = 0; command_table[i] && i < 63; i++)
        names[i] = command_table[i]->name;
    const char *meant = suggest(word, names);
    if (meant)
        print_error("no command '%s'; did you mean '%s'?", word, meant);
    else
        print_error("no command '%s'; 'bylaw --help' lists them", word);
    return EXIT_USAGE;
}

static int run_words(struct arena *arena, int argc, char **argv)
{
    const char *word = argc > 1 ? argv[1] : "--help";
    if (strcmp(word, "--version") == 0 || strcmp(word, "-V") == 0) {
        print_version();
        return EXIT_CLEAN;
    }
    bool asks_help = strcmp(word, "help") == 0;
    if (asks_help && argc > 2) {
        const struct command *command = command_find(argv[2]);
        static char help[] = "--help";
        static char *const only_help[] = {help};
        char *words[] = {only_help[0]};
        return command ? run_command(arena, command, 1, words) : unknown_command(argv[2]);
    }
    if (asks_help || strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0) {
        struct buffer help = BUFFER_EMPTY;
        help_program(&help);
        print_out(buffer_string(&help));
        buffer_release(&help);
        return argc > 1 ? EXIT_CLEAN : EXIT_USAGE;
    }
    if (word[0] == '-') {
        print_error("no option '%s' before the command; 'bylaw --help' tells more", word);
        return EXIT_USAGE;
    }
    const struct command *command = command_find(word);
    return command ? run_command(arena, command, argc - 2, argv + 2) : unknown_command(word);
}

int command_line(int argc, char **argv)
{
    struct arena arena;
    arena_init(&arena, 1 << 16);
    int status = run_words(&arena, argc, argv);
    arena_release(&arena);
    if (fflush(stdout) != 0 || ferror(stdout)) {
        print_error("cannot write the output: %s", strerror(errno));
        status = EXIT_TROUBLE;
    }
    return status;
}
