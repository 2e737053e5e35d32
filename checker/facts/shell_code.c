#include "facts/shell_code.h"

#include "facts/shell_flow.h"

#include <string.h>

/* Programs that run what they read, after their manuals. */
static const struct {
    const char *name;
    bool shell;
    bool reads_input;       /* without a file it takes its code from its input */
    const char *code;       /* letters of options behind which code stands, or that read data */
    const char *with_word;  /* letters of other options that take a word */
    const char *long_code;  /* a long option behind which code stands */
    const char *file_after; /* an option behind which a file of code stands */
} interpreters[] = {
    {"sh", true, true, "c", "oO", NULL, NULL},
    {"bash", true, true, "c", "oO", NULL, "--rcfile"},
    {"dash", true, true, "c", "o", NULL, NULL},
    {"ash", true, true, "c", "o", NULL, NULL},
    {"ksh", true, true, "c", "o", NULL, NULL},
    {"mksh", true, true, "c", "o", NULL, NULL},
    {"zsh", true, true, "c", "o", NULL, NULL},
    {"fish", true, true, "c", "C", "--command", NULL},
    {"python", false, true, "cm", "WX", NULL, NULL},
    {"perl", false, true, "eEnp", "I", NULL, NULL},
    {"ruby", false, true, "enp", "IrC", NULL, NULL},
    {"node", false, true, "ep", "r", "--eval", NULL},
    {"nodejs", false, true, "ep", "r", "--eval", NULL},
    {"php", false, true, "rRBE", "dcz", "--run", "-f"},
    {"lua", false, true, "e", "l", NULL, NULL},
    {"pwsh", false, true, "c", "", "-Command", "-File"},
    {"powershell", false, true, "c", "", "-Command", "-File"},
    {"java", false, false, "", "", NULL, "-jar"},
    {"source", true, false, "", "", NULL, NULL},
    {".", true, false, "", "", NULL, NULL},
    {"eval", true, false, "", "", NULL, NULL},
    {"iex", false, true, "", "", NULL, NULL},
    {"invoke-expression", false, true, "", "", NULL, NULL},
};

enum { INTERPRETERS = sizeof(interpreters) / sizeof(interpreters[0]), NONE = INTERPRETERS };

static const char *base_name(const char *word)
{
    const char *slash = strrchr(word, '/');
    return slash ? slash + 1 : word;
}

/* `python3`, `python3.12` and `bash.exe` too. */
static bool is_called(const char *word, const char *name)
{
    size_t size = strlen(name);
    struct text text = text_of(word);
    if (text_find_folded(text, name) != 0)
        return false;
    const char *rest = word + size;
    if (string_equals_folded(rest, ".exe"))
        return true;
    while (strcmp(name, "python") == 0 && ((*rest >= '0' && *rest <= '9') || *rest == '.'))
        rest++;
    return *rest == '\0';
}

static size_t find_interpreter(const struct shell_command *command, size_t program)
{
    if (program == command->count)
        return NONE;
    const char *word = base_name(command->words[program]);
    for (size_t i = 0; i < INTERPRETERS; i++)
        if (is_called(word, interpreters[i].name))
            return i;
    return NONE;
}

/* What an option says: that code stands in the word behind it (or in it), that a word
 * belongs to it, or nothing of interest. */
enum option { OPTION_PLAIN, OPTION_WORD, OPTION_CODE, OPTION_OWN, OPTION_FILE, OPTION_INPUT };

static enum option read_option(size_t index, const char *word)
{
    if (interpreters[index].file_after &&
        string_equals_folded(word, interpreters[index].file_after))
        return OPTION_FILE;
    if (interpreters[index].long_code && string_equals_folded(word, interpreters[index].long_code))
        return OPTION_CODE;
    if (word[1] == '-')
        return OPTION_PLAIN;
    for (const char *at = word + 1; *at; at++) {
        if (interpreters[index].shell && *at == 's')
            return OPTION_INPUT;
        if (strchr(interpreters[index].code, *at))
            return interpreters[index].shell || at[1] == '\0' ? OPTION_CODE : OPTION_OWN;
        if (strchr(interpreters[index].with_word, *at))
            return at[1] == '\0' ? OPTION_WORD : OPTION_PLAIN;
    }
    return OPTION_PLAIN;
}

static void read_arguments(const struct shell_command *command, size_t program, size_t index,
                           struct shell_code *out)
{
    bool takes_input = interpreters[index].reads_input;
    out->from_input = takes_input;
    for (size_t i = shell_next_argument(command, program); i < command->count;
         i = shell_next_argument(command, i)) {
        const char *word = command->words[i];
        if (strcmp(word, "-") == 0 || strcmp(word, "/dev/stdin") == 0) {
            out->from_input = true;
            return;
        }
        if (word[0] != '-' && !(word[0] == '+' && interpreters[index].shell)) {
            out->script = i;
            out->from_input = false;
            return;
        }
        enum option option = read_option(index, word);
        if (option == OPTION_INPUT)
            return;
        if (option == OPTION_WORD) {
            i = shell_next_argument(command, i);
        } else if (option != OPTION_PLAIN) {
            size_t next = shell_next_argument(command, i);
            out->from_input = false;
            if (option == OPTION_FILE && next < command->count)
                out->script = next;
            else if (option == OPTION_CODE && next < command->count)
                out->text = next;
            return;
        }
    }
}

/* `su - user -c '...'` and runuser run it with that user's shell. */
static struct shell_code code_of_user(const struct shell_command *command, size_t program,
                                      const char *name)
{
    struct shell_code code = {.interpreter = name, .shell = true};
    for (size_t i = program + 1; i + 1 < command->count; i++)
        if (strcmp(command->words[i], "-c") == 0 || strcmp(command->words[i], "--command") == 0)
            code.text = i + 1;
    code.from_input = code.text == 0;
    return code;
}

struct shell_code shell_code_of(const struct shell_command *command)
{
    struct shell_code code = {0};
    size_t program = shell_program(command);
    const char *name = program < command->count ? base_name(command->words[program]) : "";
    if (strcmp(name, "su") == 0 || strcmp(name, "runuser") == 0)
        return code_of_user(command, program, name);
    size_t index = find_interpreter(command, program);
    if (index == NONE)
        return code;
    code.interpreter = interpreters[index].name;
    code.shell = interpreters[index].shell;
    bool takes_text = strcmp(code.interpreter, "eval") == 0 ||
                      strcmp(code.interpreter, "iex") == 0 ||
                      strcmp(code.interpreter, "invoke-expression") == 0;
    if (takes_text) {
        size_t first = shell_next_argument(command, program);
        if (first < command->count)
            code.text = first;
        code.from_input = first == command->count && interpreters[index].reads_input;
        return code;
    }
    read_arguments(command, program, index, &code);
    return code;
}
