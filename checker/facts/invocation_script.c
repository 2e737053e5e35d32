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

/* Values of a matrix that change nothing make no further row. */
static bool is_seen(struct arena *arena, const struct invocation_place *place,
                    const struct invocation_script *script, const struct script_command *command)
{
    if (!place->seen)
        return false;
    struct buffer key = BUFFER_EMPTY;
    buffer_printf(&key, "%s\n%u\n%s", script->path, line_of(script, command->line),
                  command->directory ? command->directory : "?");
    for (size_t i = 0; i < command->count; i++)
        buffer_printf(&key, "\n%s", command->words[i]);
    const char *copy = arena_strdup(arena, buffer_string(&key));
    buffer_release(&key);
    return table_set(place->seen, copy, place->seen) != NULL;
}

static void add_command(struct invocation_reader *reader, const struct invocation_place *place,
                        const struct invocation_script *script,
                        const struct script_command *command)
{
    struct arena *arena = fact_arena(reader->writer);
    if (is_seen(arena, place, script, command))
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
    enum script_language language = script->setting.language;
    if (language == SCRIPT_UNIX)
        count = script_commands_read(fact_arena(reader->writer), script->text, &script->setting,
                                     &commands);
    else if (!power_script_read(fact_arena(reader->writer), script->text,
                                language == SCRIPT_CMD ? POWER_CMD : POWER_SHELL, &script->setting,
                                &commands, &count))
        fact_add_gap(reader->writer, &fact_kind_invocation, script->path, UNKNOWN_UNREADABLE,
                     "a script of PowerShell or cmd in which a quote or a block has no end")
            ->line = line_of(script, 1);
    for (size_t i = 0; i < count; i++) {
        add_command(reader, place, script, &commands[i]);
        invocation_follow(reader, place, script, &commands[i]);
    }
}
