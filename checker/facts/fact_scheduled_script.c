/* scheduled_script - which scripts crontabs and units of systemd run, and which timers start
 * units. Jobs of Kubernetes and of workflows are of facts/fact_backup.c. */
#include "facts/backup_reader.h"
#include "facts/gather.h"
#include "facts/paths.h"

#include <string.h>

static const char *const key[] = {"path", "script", "unit", NULL};

const struct fact_kind fact_kind_scheduled_script = {
    .name = "scheduled_script",
    .summary = "A script that a clock or a unit of systemd runs, or a timer of such a unit.",
    .key = key,
    .fields =
        (const struct fact_field[]){
            {"script", {.kind = TYPE_TEXT}, true, "The name of its file; a timer has none."},
            {"unit",
             {.kind = TYPE_TEXT},
             true,
             "The unit of systemd, without ending and instance."},
            {"started",
             {.kind = TYPE_BOOLEAN},
             false,
             "Does a clock start it? A unit needs a timer."},
            {"test",
             {.kind = TYPE_BOOLEAN},
             false,
             "stands where test material, examples and things for development stand"},
            {0},
        },
};

/* `pay-backup@%i.service` -> pay-backup. */
static const char *unit_name(struct arena *arena, struct text name)
{
    size_t size = 0;
    while (size < name.size && name.bytes[size] != '@' && name.bytes[size] != '.')
        size++;
    return arena_copy(arena, (struct text){name.bytes, size});
}

static void add_timer(struct fact_writer *writer, const char *unit, bool test)
{
    struct value *cells = fact_add(writer, &fact_kind_scheduled_script, NULL, 1, 1)->cells;
    cells[SCHEDULED_SCRIPT_UNIT] = value_text(unit);
    cells[SCHEDULED_SCRIPT_STARTED] = value_boolean(true);
    cells[SCHEDULED_SCRIPT_TEST] = value_boolean(test);
}

/* systemd.timer(5): the unit of the same name, but where `Unit=` says another one. */
static void read_unit(struct fact_writer *writer, struct fact_file *file, struct arena *scratch)
{
    bool test = backup_is_test(file->path), is_timed = false;
    bool is_timer = string_ends_with(file->path, ".timer");
    const char *unit = unit_name(fact_arena(writer), text_of(path_base(file->path)));
    struct text rest = file->content.text, line;
    for (uint32_t number = 1; text_next_line(&rest, &line); number++) {
        line = text_trim(line);
        const char *copy = arena_copy(scratch, line);
        if (is_timer && string_starts_with(copy, "Unit="))
            unit = unit_name(fact_arena(writer), text_of(copy + strlen("Unit=")));
        is_timed = is_timed || string_starts_with(copy, "OnCalendar=") ||
                   string_starts_with(copy, "OnUnitActiveSec=") ||
                   string_starts_with(copy, "OnUnitInactiveSec=");
        if (!is_timer && string_starts_with(copy, "Exec"))
            backup_add_scheduled(writer, copy, unit, test, number);
    }
    if (is_timer && is_timed)
        add_timer(writer, unit, test);
}

static void read_crontab(struct fact_writer *writer, struct fact_file *file, struct arena *scratch)
{
    struct text rest = file->content.text, line;
    for (uint32_t number = 1; text_next_line(&rest, &line); number++) {
        line = text_trim(line);
        if (line.size && line.bytes[0] != '#')
            backup_add_scheduled(writer, arena_copy(scratch, line), NULL,
                                 backup_is_test(file->path), number);
    }
}

static void recognise(struct fact_writer *writer, struct fact_file *file)
{
    if (file->content.state != CONTENT_TEXT)
        return;
    struct arena scratch;
    arena_init(&scratch, 1 << 12);
    if (backup_is_crontab(file->path))
        read_crontab(writer, file, &scratch);
    else
        read_unit(writer, file, &scratch);
    arena_release(&scratch);
}

FACT(scheduled_script) = {
    .name = "scheduled_script",
    .area = FACT_AREA_OPERATIONS,
    .summary = "Scripts that crontabs and units of systemd run.",
    .version = 1,
    .kinds = (const struct fact_kind *const[]){&fact_kind_scheduled_script, NULL},
    .paths = (const char *const[]){"crontab*", "*.crontab", "*.cron", "**/cron.d/**", "*.service",
                                   "*.timer", NULL},
    .recognise_file = recognise,
};
