/* adr_missing - numbers that no decision record of a folder bears, and records that were
 * taken away. */
#include "facts/adr_register.h"
#include "facts/paths.h"
#include "source/folder_walk.h"

#include <string.h>

enum {
    MISSING_DIRECTORY,
    MISSING_NUMBER,
    MISSING_STATE,
    MISSING_FILE,
    MISSING_COMMIT,
    MISSING_TIME
};

enum state { NEVER_USED, REMOVED };
static const char *const states[] = {"never_used", "removed", NULL};

const struct fact_kind fact_kind_adr_missing = {
    .name = "adr_missing",
    .summary = "A number that no decision record of a folder bears; stands at its first record.",
    .key = (const char *const[]){"directory", "number", "file", NULL},
    .fields =
        (const struct fact_field[]){
            {"directory", {.kind = TYPE_PATH}, false, "The folder of the records."},
            {"number", {.kind = TYPE_INTEGER}, false, "Between those that there are."},
            {"state",
             {.kind = TYPE_WORD, .words = states},
             false,
             "Was there ever a record of that number on the branch?"},
            {"file", {.kind = TYPE_TEXT}, true, "The record that was removed."},
            {"commit", {.kind = TYPE_TEXT}, true, "That removed it."},
            {"time", {.kind = TYPE_TIME}, true, "When that was committed."},
            {0},
        },
};

/* Those of one folder. */
struct numbers {
    const char *directory, *place; /* the path of its first record */
    int64_t least, greatest;
    size_t count;
};

static bool has_number(const struct adr_register *known, const char *directory, int64_t number)
{
    for (size_t i = 0; i < known->count; i++)
        if (known->candidates[i]->number == number &&
            strcmp(known->candidates[i]->directory, directory) == 0)
            return true;
    return false;
}

/* Parts of one repository may count together. */
static bool is_elsewhere(const struct adr_register *known, int64_t number)
{
    for (size_t i = 0; i < known->count; i++)
        if (known->candidates[i]->number == number)
            return true;
    return false;
}

static struct numbers numbers_of(const struct adr_register *known, const char *directory)
{
    struct numbers out = {.directory = directory};
    for (size_t i = 0; i < known->count; i++) {
        const struct adr_candidate *candidate = known->candidates[i];
        if (candidate->kep || candidate->number < 0 || strcmp(candidate->directory, directory) != 0)
            continue;
        if (!out.count || candidate->number < out.least)
            out.least = candidate->number;
        if (!out.count || candidate->number > out.greatest)
            out.greatest = candidate->number;
        if (!out.place)
            out.place = known->records[i].path;
        out.count++;
    }
    return out;
}

static const char *slug_of(const char *path)
{
    const char *base = path_base(path);
    const char *digits = base + strcspn(base, "0123456789");
    return digits + strspn(digits, "0123456789");
}

/* Did the same commit bring a file that may be the same record? One that brings as many
 * as it takes away moved them. */
static bool is_moved(const struct folder_events *events, const struct folder_event *went)
{
    size_t came = 0, gone = 0;
    for (size_t i = 0; i < events->count; i++) {
        const struct folder_event *event = &events->items[i];
        if (event->number != went->number)
            continue;
        if (object_id_is_zero(&event->after)) {
            gone++;
        } else if (object_id_is_zero(&event->before)) {
            came++;
            if (strcmp(slug_of(event->path), slug_of(went->path)) == 0 ||
                memcmp(&event->after, &went->before, sizeof(went->before)) == 0)
                return true;
        }
    }
    return came >= gone;
}

/* The events that took away the last record of each number of the folder, from `least`
 * on; NULL where none did. */
static const struct folder_event **find_removals(const struct adr_register *known,
                                                 const struct folder_events *events,
                                                 const struct numbers *numbers, size_t span)
{
    const struct folder_event **out = ARENA_ARRAY(known->arena, const struct folder_event *, span);
    size_t length = strlen(numbers->directory);
    for (size_t i = 0; i < events->count; i++) {
        const struct folder_event *event = &events->items[i];
        const char *base = path_base(event->path);
        bool is_within = strcmp(numbers->directory, ".") == 0
                             ? base == event->path
                             : base == event->path + length + 1 &&
                                   path_is_within(event->path, numbers->directory);
        struct adr_candidate candidate;
        if (!object_id_is_zero(&event->after) || !is_within ||
            adr_name_read(known->arena, base, &candidate) != ADR_NAME_NUMBERED ||
            candidate.number < numbers->least || candidate.number > numbers->greatest)
            continue;
        const struct folder_event **last = &out[candidate.number - numbers->least];
        if (!*last || event->number < (*last)->number)
            *last = event;
    }
    return out;
}

static void add_missing(struct fact_writer *writer, const struct adr_register *known,
                        const struct numbers *numbers, int64_t number,
                        const struct folder_event *removal, struct lineage *lineage)
{
    struct value *cells = fact_add(writer, &fact_kind_adr_missing, numbers->place, 1, 1)->cells;
    cells[MISSING_DIRECTORY] = value_text(numbers->directory);
    cells[MISSING_NUMBER] = value_integer(number);
    cells[MISSING_STATE] = value_text(states[removal ? REMOVED : NEVER_USED]);
    const struct lineage_commit *commit = removal ? lineage_commit(lineage, removal->number) : NULL;
    if (!commit)
        return;
    char hex[OBJECT_ID_HEX_SIZE];
    object_id_format(&commit->id, hex);
    cells[MISSING_FILE] = value_text(path_base(removal->path));
    cells[MISSING_COMMIT] = value_text(arena_strdup(known->arena, hex));
    cells[MISSING_TIME] = value_time(commit->time);
}

static void add_folder(struct fact_writer *writer, const struct adr_register *known,
                       const char *directory, const struct folder_events *events,
                       struct lineage *lineage)
{
    struct numbers numbers = numbers_of(known, directory);
    int64_t span = numbers.greatest - numbers.least + 1;
    /* Those of pull requests or of days are not counted up. */
    if (numbers.count < 2 || span > (int64_t)numbers.count * 2)
        return;
    const struct folder_event **removals = find_removals(known, events, &numbers, (size_t)span);
    for (int64_t number = numbers.least; number <= numbers.greatest; number++) {
        if (has_number(known, directory, number))
            continue;
        const struct folder_event *removal = removals[number - numbers.least];
        if (removal ? !is_moved(events, removal) : !is_elsewhere(known, number))
            add_missing(writer, known, &numbers, number, removal, lineage);
    }
    if (events->truncated)
        fact_add_gap(writer, &fact_kind_adr_missing, numbers.place,
                     events->is_damaged ? UNKNOWN_UNREADABLE : UNKNOWN_UNOBSERVABLE,
                     events->truncated);
}

struct failure *adr_missing_rows(struct fact_writer *writer, const struct adr_register *known)
{
    struct folder_events events;
    struct lineage *lineage = NULL;
    struct table seen;
    TRY(adr_folder_events(&events, &lineage, known->repository, known->candidates, known->count,
                          known->arena));
    table_init(&seen, known->arena);
    for (size_t i = 0; i < known->count; i++) {
        const char *directory = known->candidates[i]->directory;
        if (!known->candidates[i]->kep && !table_set(&seen, directory, &seen))
            add_folder(writer, known, directory, &events, lineage);
    }
    return NULL;
}
