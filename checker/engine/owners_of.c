#include "engine/owners_of.h"

#include "base/limits.h"
#include "facts/component_kinds.h"
#include "facts/owners_file.h"

#include <string.h>

static const char *const nobody[] = {NULL};

/* What is known of owners, the surest first. */
struct owning {
    struct hearing *hearing;
    struct arena *arena;
    struct owner_matcher *matcher;       /* NULL: no CODEOWNERS that can be read */
    const struct fact_table *components; /* NULL: not asked yet */
    struct table by_path;                /* path -> list of owners */
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

/* Each owner once, in the order of the sections. */
static const char *const *list_owners(struct arena *arena, const struct owner_verdict *verdict)
{
    size_t most = 0;
    size_t count = 0;
    struct table listed;
    table_init(&listed, arena);
    for (size_t i = 0; i < verdict->rule_count; i++)
        most += verdict->rules[i]->owner_count;
    const char **names = ARENA_ARRAY(arena, const char *, most + 1);
    for (size_t i = 0; i < verdict->rule_count; i++)
        for (size_t o = 0; o < verdict->rules[i]->owner_count; o++) {
            const char *name = verdict->rules[i]->owners[o];
            if (!table_set(&listed, name, names))
                names[count++] = name;
        }
    return names;
}

/* A line of CODEOWNERS may name very many, of very many files: its list is kept. */
static const char *const *owners_of_rules(struct owning *owning,
                                          const struct owner_verdict *verdict)
{
    struct buffer key = BUFFER_EMPTY;
    union {
        const char *const *names;
        void *value;
    } known;
    for (size_t i = 0; i < verdict->rule_count; i++)
        buffer_printf(&key, "%u ", verdict->rules[i]->line);
    known.value = table_find(&owning->by_rules, buffer_string(&key));
    if (!known.value) {
        known.names = list_owners(owning->arena, verdict);
        table_set(&owning->by_rules, arena_strdup(owning->arena, buffer_string(&key)), known.value);
    }
    buffer_release(&key);
    return known.names;
}

static const char *const *one_owner(struct arena *arena, const char *name)
{
    const char **names = ARENA_ARRAY(arena, const char *, 2);
    names[0] = name;
    return names;
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

static struct failure *find_owners(struct owning *owning, const char *path, const char *const **out)
{
    *out = nobody;
    if (owning->matcher) {
        struct owner_verdict verdict = owner_matcher_match(owning->matcher, path);
        if (verdict.state == OWNER_OWNED)
            *out = owners_of_rules(owning, &verdict);
    }
    if (**out)
        return NULL;
    if (!owning->components)
        TRY(read_components(owning));
    const char *owner = owner_of_component(owning->components, path);
    if (!owner)
        owner = owner_of_label(owning->hearing);
    if (owner)
        *out = one_owner(owning->arena, owner);
    return NULL;
}

static struct failure *fill(struct owning *owning, struct finding *finding)
{
    const char *path = finding->stand_in && finding->wanted ? finding->wanted : finding->place.path;
    union {
        const char *const *names;
        void *value;
    } known = {.value = table_find(&owning->by_path, path)};
    if (!known.value) {
        TRY(find_owners(owning, path, &known.names));
        table_set(&owning->by_path, path, known.value);
    }
    finding->owners = known.names;
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
