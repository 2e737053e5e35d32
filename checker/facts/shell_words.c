#include "facts/shell_words.h"

#include <string.h>

/* Commands and depth of a script that are looked at; GitHub's own limit of a run
 * block is 21,000 bytes. */
enum { SHELL_COMMANDS_MAX = 20000, SHELL_DEPTH_MAX = 16, HERE_DOCUMENTS_MAX = 8 };

struct shell_parser {
    struct arena *arena;
    struct text script;
    size_t at;
    uint32_t line;
    unsigned depth;
    size_t subshell, subshells; /* the `( )` that is read, and how many there were */
    bool substituted;
    struct shell_command *commands;
    size_t count, capacity;
    bool cut;
    /* The command that is being read. */
    const char **words;
    unsigned char *marks;
    size_t word_count, word_capacity, mark_capacity;
    size_t first_inner; /* the first command that may stand in one of its words */
    uint32_t word_line;
    unsigned char mark; /* of the word that is being read */
    char *word;         /* of the script's size, reused */
    size_t word_size;
    bool in_word;
    /* Here-documents whose bodies begin at the next line's end. */
    struct {
        const char *word;
        size_t command; /* SIZE_MAX: the one that is being read */
        bool expands;
    } endings[HERE_DOCUMENTS_MAX];
    size_t ending_count;
    bool expects_ending;
};

static void parse_list(struct shell_parser *parser, char closing);

static char peek(const struct shell_parser *parser, size_t ahead)
{
    size_t at = parser->at + ahead;
    return at < parser->script.size ? parser->script.bytes[at] : '\0';
}

static bool at_end(const struct shell_parser *parser)
{
    return parser->at >= parser->script.size;
}

static void put(struct shell_parser *parser, char byte)
{
    parser->in_word = true;
    parser->word[parser->word_size++] = byte;
}

/* One byte into the word, as it is. */
static void take(struct shell_parser *parser)
{
    if (peek(parser, 0) == '\n')
        parser->line++;
    put(parser, peek(parser, 0));
    parser->at++;
}

static void end_word(struct shell_parser *parser)
{
    if (!parser->in_word)
        return;
    const char *word =
        arena_copy(parser->arena, (struct text){.bytes = parser->word, .size = parser->word_size});
    unsigned char mark = parser->mark;
    parser->word_size = 0;
    parser->in_word = false;
    parser->mark = 0;
    if (parser->expects_ending) {
        parser->expects_ending = false;
        if (parser->ending_count == HERE_DOCUMENTS_MAX)
            return;
        parser->endings[parser->ending_count].word = word;
        parser->endings[parser->ending_count].command = SIZE_MAX;
        parser->endings[parser->ending_count++].expands = !(mark & SHELL_MARK_QUOTED);
        return;
    }
    if (parser->word_count == 0)
        parser->word_line = parser->line;
    parser->words = arena_grow(parser->arena, parser->words, parser->word_count,
                               &parser->word_capacity, sizeof(char *));
    parser->marks = arena_grow(parser->arena, parser->marks, parser->word_count,
                               &parser->mark_capacity, sizeof(char));
    parser->marks[parser->word_count] = mark;
    parser->words[parser->word_count++] = word;
}

/* The command that was just added is the one whose words and here-documents were read. */
static void claim(struct shell_parser *parser)
{
    size_t owner = parser->count - 1;
    for (size_t i = parser->first_inner; i < owner; i++)
        if (parser->commands[i].owner == SIZE_MAX &&
            parser->commands[i].depth == parser->depth + 1 && parser->commands[i].substituted)
            parser->commands[i].owner = owner;
    for (size_t i = 0; i < parser->ending_count; i++)
        if (parser->endings[i].command == SIZE_MAX)
            parser->endings[i].command = owner;
}

/* Does what stands here without words end the last command, which ended before? */
static bool ends_too(const struct shell_parser *parser, const struct shell_command *last,
                     const char *after)
{
    /* A bracket that closes on a line of its own. */
    if (after[0] == ')' && last->after[0] == ';' && last->depth == parser->depth &&
        last->subshell == parser->subshell)
        return true;
    /* `(a) || true`: the operator belongs to the group's last command. */
    return strcmp(last->after, ")") == 0 && last->depth > parser->depth && after[0] != ';';
}

static void end_command(struct shell_parser *parser, const char *after)
{
    end_word(parser);
    parser->expects_ending = false;
    if (parser->word_count == 0) {
        struct shell_command *last =
            parser->count > 0 ? &parser->commands[parser->count - 1] : NULL;
        if (last && ends_too(parser, last, after))
            last->after = after;
        return;
    }
    if (parser->count == SHELL_COMMANDS_MAX) {
        parser->cut = true;
    } else {
        parser->commands = arena_grow(parser->arena, parser->commands, parser->count,
                                      &parser->capacity, sizeof(*parser->commands));
        parser->commands[parser->count++] = (struct shell_command){
            .words = parser->words,
            .count = parser->word_count,
            .line = parser->word_line,
            .after = after,
            .depth = parser->depth,
            .substituted = parser->substituted,
            .marks = parser->marks,
            .owner = SIZE_MAX,
            .subshell = parser->subshell,
        };
        claim(parser);
    }
    parser->first_inner = parser->count;
    parser->words = NULL;
    parser->marks = NULL;
    parser->word_count = 0;
    parser->word_capacity = 0;
    parser->mark_capacity = 0;
}

/* An expression of a workflow up to `}}`, an arithmetic one up to `))`. */
static void take_doubled(struct shell_parser *parser, char end)
{
    while (!at_end(parser) && !(peek(parser, 0) == end && peek(parser, 1) == end))
        take(parser);
    for (unsigned i = 0; i < 2 && !at_end(parser); i++)
        take(parser);
}

/* Reads the commands that stand within a word. */
static void parse_inner(struct shell_parser *parser, size_t start, size_t end, uint32_t line)
{
    if (parser->depth >= SHELL_DEPTH_MAX) {
        parser->cut = true;
        return;
    }
    struct shell_parser inner = {
        .arena = parser->arena,
        .script = {.bytes = parser->script.bytes + start, .size = end - start},
        .line = line,
        .depth = parser->depth + 1,
        .substituted = true,
        .commands = parser->commands,
        .count = parser->count,
        .first_inner = parser->count,
        .subshells = parser->subshells,
        .capacity = parser->capacity,
        .word = arena_alloc(parser->arena, end - start + 1, 1),
    };
    parse_list(&inner, '\0');
    parser->commands = inner.commands;
    parser->count = inner.count;
    parser->capacity = inner.capacity;
    parser->cut = parser->cut || inner.cut;
    parser->subshells = inner.subshells;
}

/* `$( )` or `<( )` within a word: its text stays in the word, and its commands are read. */
static void take_substitution(struct shell_parser *parser)
{
    parser->mark |= SHELL_MARK_EXPANDS;
    take(parser);
    take(parser);
    size_t start = parser->at;
    uint32_t line = parser->line;
    unsigned open = 1;
    bool single = false;
    while (!at_end(parser)) {
        char byte = peek(parser, 0);
        if (byte == '\'')
            single = !single;
        else if (!single && byte == '(')
            open++;
        else if (!single && byte == ')' && --open == 0)
            break;
        take(parser);
    }
    size_t end = parser->at;
    if (!at_end(parser))
        take(parser);
    parse_inner(parser, start, end, line);
}

static void take_backquoted(struct shell_parser *parser)
{
    parser->mark |= SHELL_MARK_EXPANDS;
    take(parser);
    size_t start = parser->at;
    uint32_t line = parser->line;
    while (!at_end(parser) && peek(parser, 0) != '`') {
        if (peek(parser, 0) == '\\' && peek(parser, 1))
            take(parser);
        take(parser);
    }
    size_t end = parser->at;
    if (!at_end(parser))
        take(parser);
    parse_inner(parser, start, end, line);
}

static bool take_expansion(struct shell_parser *parser)
{
    if (peek(parser, 0) == '`') {
        take_backquoted(parser);
        return true;
    }
    if (peek(parser, 0) != '$')
        return false;
    parser->mark |= SHELL_MARK_EXPANDS;
    if (peek(parser, 1) == '{' && peek(parser, 2) == '{')
        take_doubled(parser, '}');
    else if (peek(parser, 1) == '(' && peek(parser, 2) == '(')
        take_doubled(parser, ')');
    else if (peek(parser, 1) == '(')
        take_substitution(parser);
    else
        take(parser);
    return true;
}

static void take_double_quoted(struct shell_parser *parser)
{
    parser->in_word = true;
    parser->mark |= SHELL_MARK_QUOTED;
    for (parser->at++; !at_end(parser) && peek(parser, 0) != '"';) {
        if (take_expansion(parser))
            continue;
        if (peek(parser, 0) == '\\' && peek(parser, 1) && strchr("\"\\$`\n", peek(parser, 1)))
            parser->at++;
        take(parser);
    }
    parser->at++;
}

static void take_single_quoted(struct shell_parser *parser)
{
    parser->in_word = true;
    parser->mark |= SHELL_MARK_QUOTED;
    for (parser->at++; !at_end(parser) && peek(parser, 0) != '\'';) {
        /* The runner's expressions are put in before a shell sees quotes. */
        if (peek(parser, 0) == '$' && peek(parser, 1) == '{' && peek(parser, 2) == '{')
            parser->mark |= SHELL_MARK_EXPANDS;
        take(parser);
    }
    parser->at++;
}

static void skip_line(struct shell_parser *parser)
{
    while (!at_end(parser) && peek(parser, 0) != '\n')
        parser->at++;
}

/* Reads the bodies of the here-documents that the line before began. */
static void take_here_documents(struct shell_parser *parser)
{
    for (size_t i = 0; i < parser->ending_count; i++) {
        size_t body = parser->at;
        size_t end = parser->at;
        while (!at_end(parser)) {
            size_t start = parser->at;
            skip_line(parser);
            struct text line = {.bytes = parser->script.bytes + start, .size = parser->at - start};
            if (!at_end(parser))
                parser->at++;
            parser->line++;
            if (text_equals(text_trim(line), parser->endings[i].word))
                break;
            end = parser->at;
        }
        if (parser->endings[i].command >= parser->count)
            continue;
        struct shell_command *command = &parser->commands[parser->endings[i].command];
        command->here = arena_copy(
            parser->arena, (struct text){.bytes = parser->script.bytes + body, .size = end - body});
        command->here_expands = parser->endings[i].expands;
    }
    parser->ending_count = 0;
}

static void take_operator(struct shell_parser *parser)
{
    char byte = peek(parser, 0);
    char next = peek(parser, 1);
    parser->at++;
    if (byte == '\n') {
        end_command(parser, ";");
        parser->line++;
        take_here_documents(parser);
    } else if (byte == '&' && next == '&') {
        parser->at++;
        end_command(parser, "&&");
    } else if (byte == '|' && next == '|') {
        parser->at++;
        end_command(parser, "||");
    } else if (byte == '|') {
        if (next == '&')
            parser->at++;
        end_command(parser, "|");
    } else {
        end_command(parser, byte == '&' ? "&" : ";");
    }
}

static void take_redirection(struct shell_parser *parser)
{
    if (peek(parser, 0) == '<' && peek(parser, 1) == '<' && peek(parser, 2) != '<') {
        end_word(parser);
        parser->at += peek(parser, 2) == '-' ? 3 : 2;
        parser->expects_ending = true;
        return;
    }
    /* `2>` is one operator, `word>` a word and an operator. */
    for (size_t i = 0; i < parser->word_size; i++)
        if (parser->word[i] < '0' || parser->word[i] > '9') {
            end_word(parser);
            break;
        }
    put(parser, peek(parser, 0));
    parser->at++;
    while (peek(parser, 0) && strchr("<>&|", peek(parser, 0)))
        take(parser);
    parser->mark |= SHELL_MARK_OPERATOR;
    if (parser->word[parser->word_size - 1] != '&')
        end_word(parser);
}

static bool take_escaped(struct shell_parser *parser)
{
    if (peek(parser, 0) != '\\' || !peek(parser, 1))
        return false;
    if (peek(parser, 1) == '\n') {
        parser->at += 2;
        parser->line++;
    } else {
        parser->mark |= SHELL_MARK_QUOTED;
        parser->at++;
        take(parser);
    }
    return true;
}

static void take_group(struct shell_parser *parser)
{
    parser->at++;
    end_command(parser, ";");
    size_t around = parser->subshell;
    parser->depth++;
    parser->subshell = ++parser->subshells;
    parse_list(parser, ')');
    parser->depth--;
    parser->subshell = around;
}

/* A text in quotes, or a comment. */
static bool take_quoted(struct shell_parser *parser, char byte)
{
    if (byte == '"')
        take_double_quoted(parser);
    else if (byte == '\'')
        take_single_quoted(parser);
    else if (byte == '#' && !parser->in_word)
        skip_line(parser);
    else
        return false;
    return true;
}

static bool begins_operator(const struct shell_parser *parser, char byte)
{
    return byte == '\n' || byte == ';' || byte == '|' || (byte == '&' && peek(parser, 1) != '>');
}

/* Braces and reserved words stay words; shell_program() passes them. */
static void parse_list(struct shell_parser *parser, char closing)
{
    while (!at_end(parser)) {
        char byte = peek(parser, 0);
        if (take_escaped(parser) || take_expansion(parser) || take_quoted(parser, byte)) {
            continue;
        } else if (begins_operator(parser, byte)) {
            take_operator(parser);
        } else if (byte == '(' && !parser->in_word && parser->depth < SHELL_DEPTH_MAX) {
            take_group(parser);
        } else if ((byte == '<' || byte == '>') && peek(parser, 1) == '(') {
            take_substitution(parser);
        } else if (byte == ')') {
            parser->at++;
            bool closes = closing == ')';
            end_command(parser, closes ? ")" : ";");
            if (closes)
                return;
        } else if (byte && strchr("<>&", byte)) {
            take_redirection(parser);
        } else if (byte && strchr(" \t\r", byte)) {
            parser->at++;
            end_word(parser);
        } else {
            take(parser);
        }
    }
    end_command(parser, "");
}

void shell_parse(struct arena *arena, struct text script, struct shell_script *out)
{
    struct shell_parser parser = {
        .arena = arena,
        .script = script,
        .line = 1,
        .word = arena_alloc(arena, script.size + 1, 1),
    };
    parse_list(&parser, '\0');
    *out = (struct shell_script){
        .commands = parser.commands, .count = parser.count, .whole = !parser.cut};
}

static bool is_assignment(const char *word)
{
    const char *mark = strchr(word, '=');
    if (!mark || mark == word || (*word >= '0' && *word <= '9'))
        return false;
    for (const char *at = word; at < mark; at++) {
        bool letter = (*at >= 'a' && *at <= 'z') || (*at >= 'A' && *at <= 'Z') || *at == '_';
        if (!letter && !(*at >= '0' && *at <= '9') && !(*at == '+' && at + 1 == mark))
            return false;
    }
    return true;
}

/* Words that run what stands behind them, with those of their options that take a word. */
static const struct {
    const char *word;
    const char *options;
} wrappers[] = {
    {"if", ""},     {"then", ""},     {"else", ""},      {"elif", ""},        {"while", ""},
    {"until", ""},  {"do", ""},       {"!", ""},         {"{", ""},           {"time", "fo"},
    {"exec", "a"},  {"command", ""},  {"env", "uCS"},    {"builtin", ""},     {"sudo", "ugpCDhRTU"},
    {"nice", "n"},  {"nohup", ""},    {"coproc", ""},    {"doas", "uC"},      {"stdbuf", ""},
    {"setsid", ""}, {"ionice", "cn"}, {"timeout", "ks"}, {"xvfb-run", "ens"},
};

static const char *wrapper_options(const char *word)
{
    for (size_t i = 0; i < sizeof(wrappers) / sizeof(wrappers[0]); i++)
        if (strcmp(word, wrappers[i].word) == 0)
            return wrappers[i].options;
    return NULL;
}

static bool is_duration(const char *word)
{
    return word[0] >= '0' && word[0] <= '9';
}

size_t shell_program(const struct shell_command *command)
{
    const char *wrapper = NULL;
    const char *options = NULL;
    for (size_t i = 0; i < command->count; i++) {
        const char *word = command->words[i];
        if (command->marks && command->marks[i] & SHELL_MARK_OPERATOR) {
            /* `2>&1` is whole, behind `>` stands a file */
            i += word[strlen(word) - 1] == '>' || word[strlen(word) - 1] == '<';
        } else if (wrapper_options(word)) {
            wrapper = word;
            options = wrapper_options(word);
        } else if (options && word[0] == '-') {
            /* `-u NAME`, and not `-uNAME` nor `--user=NAME` */
            if (word[1] && !word[2] && strchr(options, word[1]))
                i++;
        } else if (!is_assignment(word) &&
                   !(wrapper && strcmp(wrapper, "timeout") == 0 && is_duration(word))) {
            return i;
        }
    }
    return command->count;
}

bool shell_calls(const struct shell_command *command, const char *program)
{
    size_t index = shell_program(command);
    if (index == command->count)
        return false;
    const char *slash = strrchr(command->words[index], '/');
    return strcmp(slash ? slash + 1 : command->words[index], program) == 0;
}

const char *shell_subcommand(const struct shell_command *command)
{
    static const char *const with_word[] = {"-C",     "-c", "--git-dir", "--work-tree",
                                            "--repo", "-R", NULL};
    for (size_t i = shell_program(command) + 1; i < command->count; i++) {
        if (string_is_one_of(command->words[i], with_word))
            i++;
        else if (command->words[i][0] != '-')
            return command->words[i];
    }
    return NULL;
}
