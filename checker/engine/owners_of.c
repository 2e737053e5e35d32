#include "engine/owners_of.h"

#include "base/limits.h"
#include "facts/component_kinds.h"
#include "facts/owners_file.h"

#include <string.h>

/* Of one finding. */
struct named {
    const char *names[FINDING_OWNERS_NAMED + 1]; /* NULL-ended */
    size_t count, rest;
};

/* What is known of owners, the surest first. */
struct owning {
    struct hearing *hearing;
    struct arena *arena;
    struct owner_matcher *matcher;       /* NULL: no CODEOWNERS that can be read */
    const struct fact_table *components; /* NULL: not asked yet */
    struct table by_path;                /* path -> struct named */
    struct table by_rules;               /* lines of CODEOWNERS -> the same */
};

static const struct snapshot *owning_snapshot(const struct hearing *hearing)
{
    return hearing->has_base ? &hearing->base : &hearing->head;
}

static struct failure *read_owners(struct owning *owning)
{
    struct hearing *hearing = owning->hearing;
    struct fact_repository repository = {.snapshot = owning_snapshot(hearing),
                                         .repository = hearing->repository};
    struct owners *owners = ARENA_NEW(owning->arena, struct owners);
    TRY(reader_open_here(&repository.reader, repository.snapshot));
    if (owners_read(owners, owning->arena, &repository) == OWNERS_READ)
        owning->matcher = owner_matcher_new(owning->arena, owners);
    reader_close(repository.reader);
    return NULL;
}

static struct failure *read_components(struct owning *owning)
{
    static const struct fact_kind *const kinds[] = {&fact_kind_component, NULL};
    const struct plan_extra extra = {.kinds = kinds};
    struct hearing *hearing = owning->hearing;
    struct plan *plan = NULL;
    TRY(plan_new(&plan, NULL, &extra, owning->arena));
    struct collection *collection = ARENA_NEW(owning->arena, struct collection);
    struct failure *failure =
        hearing_collect(hearing, plan, SIDE_HEAD, hearing->has_base, collection);
    if (!failure)
        owning->components =
            &collection->tables[plan_find_table(plan, SIDE_HEAD, &fact_kind_component)];
    plan_release(plan);
    return failure;
}

static void name(struct named *out, const char *owner)
{
    if (out->count < FINDING_OWNERS_NAMED)
        out->names[out->count++] = owner;
    else
        out->rest++;
}

/* Each owner once, in the order of the sections. */
static struct named *list_owners(struct arena *arena, const struct owner_verdict *verdict)
{
    struct named *named = ARENA_NEW(arena, struct named);
    struct table listed;
    table_init(&listed, arena);
    for (size_t i = 0; i < verdict->rule_count; i++)
        for (size_t o = 0; o < verdict->rules[i]->owner_count; o++) {
            const char *owner = verdict->rules[i]->owners[o];
            if (!table_set(&listed, owner, named))
                name(named, owner);
        }
    return named;
}

/* A line of CODEOWNERS may name very many, of very many files: its list is kept. */
static struct named *owners_of_rules(struct owning *owning, const struct owner_verdict *verdict)
{
    struct buffer key = BUFFER_EMPTY;
    for (size_t i = 0; i < verdict->rule_count; i++)
        buffer_printf(&key, "%u ", verdict->rules[i]->line);
    struct named *known = table_find(&owning->by_rules, buffer_string(&key));
    if (!known) {
        known = list_owners(owning->arena, verdict);
        table_set(&owning->by_rules, arena_strdup(owning->arena, buffer_string(&key)), known);
    }
    buffer_release(&key);
    return known;
}

/* How deep the folder of the entry lies, if the path lies in it; else -1. */
static int nearness(const char *entry, const char *path)
{
    const char *slash = strrchr(entry, '/');
    size_t length = slash ? (size_t)(slash - entry) + 1 : 0;
    return strncmp(entry, path, length) == 0 ? (int)length : -1;
}

static const char *owner_of_component(const struct fact_table *components, const char *path)
{
    const char *owner = NULL;
    int nearest = -1;
    for (size_t i = 0; i < components->count; i++) {
        const struct fact_row *row = &components->rows[i];
        if (row->gap || !row->path || row->cells[COMPONENT_OWNER].kind != VALUE_TEXT ||
            row->cells[COMPONENT_TEST].boolean || row->cells[COMPONENT_PLACEHOLDER].boolean ||
            nearness(row->path, path) <= nearest)
            continue;
        nearest = nearness(row->path, path);
        owner = row->cells[COMPONENT_OWNER].text;
    }
    return owner;
}

static const char *owner_of_label(const struct hearing *hearing)
{
    for (const struct fact_label *label = hearing->labels; label && label->name; label++)
        if (strcmp(label->name, "owner") == 0)
            return label->value;
    return NULL;
}

static struct failure *find_owners(struct owning *owning, const char *path, struct named **out)
{
    if (owning->matcher) {
        struct owner_verdict verdict = owner_matcher_match(owning->matcher, path);
        if (verdict.state == OWNER_OWNED)
            *out = owners_of_rules(owning, &verdict);
    }
    if (*out && (*out)->count > 0)
        return NULL;
    if (!owning->components)
        TRY(read_components(owning));
    const char *owner = owner_of_component(owning->components, path);
    if (!owner)
        owner = owner_of_label(owning->hearing);
    *out = ARENA_NEW(owning->arena, struct named);
    if (owner)
        name(*out, owner);
    return NULL;
}

static struct failure *fill(struct owning *owning, struct finding *finding)
{
    const char *path = finding->stand_in && finding->wanted ? finding->wanted : finding->place.path;
    struct named *named = table_find(&owning->by_path, path);
    if (!named) {
        TRY(find_owners(owning, path, &named));
        table_set(&owning->by_path, path, named);
    }
    finding->owners = named->names;
    finding->owners_rest = named->rest;
    return NULL;
}

struct failure *owners_fill(struct hearing *hearing, struct evaluation *evaluation)
{
    if (evaluation->finding_count + evaluation->fixed_count == 0)
        return NULL;
    struct owning owning = {.hearing = hearing, .arena = hearing->arena};
    table_init(&owning.by_path, hearing->arena);
    table_init(&owning.by_rules, hearing->arena);
    TRY(read_owners(&owning));
    for (size_t i = 0; i < evaluation->finding_count; i++)
        TRY(fill(&owning, &evaluation->findings[i]));
    for (size_t i = 0; i < evaluation->fixed_count; i++)
        TRY(fill(&owning, &evaluation->fixed[i]));
    return NULL;
}
