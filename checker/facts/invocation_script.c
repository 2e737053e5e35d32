#include "facts/invocation_reader.h"
#include "facts/power_script.h"

#include <string.h>

static uint32_t line_of(const struct invocation_script *script, uint32_t line)
{
    return step_line(script->lines, script->line_count, script->first, line);
}

static struct value variables_of(struct arena *arena, const struct invocation_place *place,
                                 const struct script_command *command)
{
    if (command->assignment_count == 0)
        return place->variable_texts;
    size_t count = place->variable_texts.kind == VALUE_LIST ? place->variable_texts.list->count : 0;
    const char **texts = ARENA_ARRAY(arena, const char *, count + command->assignment_count);
    for (size_t i = 0; i < count; i++)
        texts[i] = place->variable_texts.list->items[i].text;
    for (size_t i = 0; i < command->assignment_count; i++)
        texts[count + i] = command->assignments[i];
    return value_texts(arena, texts, count + command->assignment_count);
}

static void key_add(struct buffer *key, const char *text)
{
    buffer_printf(key, "%s\n", text ? text : "");
}

void invocation_key(struct arena *arena, const struct invocation_place *place, struct buffer *key)
{
    const char *const texts[] = {
        place->workflow,
        place->job,
        activation_words[place->activation],
        place->activation_reason,
        place->advisory,
        value_format(arena, &place->blocking),
        value_format(arena, &place->variable_texts),
    };
    for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
        key_add(key, texts[i]);
}

static void key_add_command(struct buffer *key, const struct invocation_script *script,
                            const struct script_command *command)
{
    const char *const texts[] = {
        script->path,     command->directory ? command->directory : "?",
        command->version, command->advisory ? command->advisory : script->advisory,
        command->unsure,
    };
    for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
        key_add(key, texts[i]);
    buffer_printf(key, "%u\n", line_of(script, command->line));
    for (size_t i = 0; i < command->assignment_count; i++)
        key_add(key, command->assignments[i]);
    for (size_t i = 0; i < command->container_count; i++)
        key_add(key, command->container[i]);
    for (size_t i = 0; i < command->count; i++)
        key_add(key, command->words[i]);
}

/* Values of a matrix that change nothing make no further row, and neither do the steps of
 * a job that run one script of the repository again: the first step has it. */
static bool is_seen(struct invocation_reader *reader, const struct invocation_place *place,
                    const struct invocation_script *script, const struct script_command *command)
{
    struct table *seen = script->depth > 0 ? &reader->scripts_seen : place->seen;
    if (!seen)
        return false;
    struct arena *arena = fact_arena(reader->writer);
    struct buffer key = BUFFER_EMPTY;
    invocation_key(arena, place, &key);
    key_add_command(&key, script, command);
    bool known = table_has(seen, buffer_string(&key));
    if (!known)
        table_set(seen, arena_strdup(arena, buffer_string(&key)), seen);
    buffer_release(&key);
    return known;
}

static void add_command(struct invocation_reader *reader, const struct invocation_place *place,
                        const struct invocation_script *script,
                        const struct script_command *command)
{
    if (command->prepares_count > 0) {
        struct script_command prepares = *command;
        prepares.words = command->prepares;
        prepares.count = command->prepares_count;
        prepares.prepares_count = 0;
        prepares.version = NULL;
        prepares.image = false;
        prepares.container_count = 0;
        add_command(reader, place, script, &prepares);
    }
    struct arena *arena = fact_arena(reader->writer);
    if (is_seen(reader, place, script, command))
        return;
    struct value *cells =
        invocation_add(reader, place, script->path, line_of(script, command->line), 1);
    cells[INVOCATION_SORT] = value_text(command->image ? "image" : "command");
    cells[INVOCATION_NAME] = value_text(command->words[0]);
    cells[INVOCATION_VERSION] = value_text(command->version);
    cells[INVOCATION_WORDS] = value_texts(arena, command->words, command->count);
    if (command->container_count > 0)
        cells[INVOCATION_INPUTS] = value_texts(arena, command->container, command->container_count);
    cells[INVOCATION_VARIABLES] = variables_of(arena, place, command);
    if (command->directory)
        cells[INVOCATION_DIRECTORY] = value_text(command->directory);
    else
        cells[INVOCATION_DIRECTORY] = value_unknown(arena, UNKNOWN_UNOBSERVABLE,
                                                    "the folder that it runs in is not constant");
    const char *advisory = command->advisory ? command->advisory : script->advisory;
    bool fails = place->blocking.kind == VALUE_BOOLEAN && place->blocking.boolean;
    if (advisory && (fails || place->blocking.kind == VALUE_UNKNOWN)) {
        cells[INVOCATION_BLOCKING] = value_boolean(false);
        cells[INVOCATION_ADVISORY_REASON] = value_text(advisory);
    } else if (command->unsure && fails) {
        cells[INVOCATION_BLOCKING] = value_unknown(arena, UNKNOWN_UNOBSERVABLE, command->unsure);
    }
    invocation_note(reader, cells);
}

void invocation_read_script(struct invocation_reader *reader, const struct invocation_place *place,
                            const struct invocation_script *script)
{
    struct script_command *commands = NULL;
    size_t count = 0;
    struct arena *arena = fact_arena(reader->writer);
    enum script_language language = script->setting.language;
    bool whole = true;
    if (language == SCRIPT_UNIX)
        count = script_commands_read(arena, script->text, &script->setting, &commands, &whole);
    else
        whole =
            power_script_read(arena, script->text, language == SCRIPT_CMD ? POWER_CMD : POWER_SHELL,
                              &script->setting, &commands, &count);
    if (!whole)
        fact_add_gap(reader->writer, &fact_kind_invocation, script->path, UNKNOWN_UNREADABLE,
                     language == SCRIPT_UNIX
                         ? "a script with more commands than are read"
                         : "a script of PowerShell or cmd in which a quote or a block has no end, "
                           "or that has more statements than are read")
            ->line = line_of(script, 1);
    for (size_t i = 0; i < count; i++) {
        add_command(reader, place, script, &commands[i]);
        invocation_follow(reader, place, script, &commands[i]);
    }
}
