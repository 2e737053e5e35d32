/* owner_claim - who is said to own something, wherever it is said: in an entry for a service
 * catalogue, by CODEOWNERS for the folder of that entry, by the label `owner`. Names of teams
 * are written differently everywhere; what is compared is what all of them keep. */
#include "base/table.h"
#include "facts/catalogue_reading.h"
#include "facts/owners_file.h"
#include "facts/paths.h"
#include "facts/supply.h"

#include <string.h>

enum { SOURCE, SUBJECT, SCOPE, SOLE, OWNER, KEY, MAPPED, TEAM, TEST };

static const char *const sources[] = {"backstage",  "datadog", "opslevel", "cortex",
                                      "codeowners", "label",   NULL};
enum { SOURCE_CODEOWNERS = 4, SOURCE_LABEL };

static const struct fact_kind kind = {
    .name = "owner_claim",
    .summary = "who is said to own a component, in a catalogue, by CODEOWNERS or by a label",
    .key = (const char *const[]){"path", "source", "subject", "scope", "owner", NULL},
    .fields =
        (const struct fact_field[]){
            {"source", {.kind = TYPE_WORD, .words = sources}, false, "who says so"},
            {"subject",
             {.kind = TYPE_TEXT},
             true,
             "the component of a catalogue, its letters and digits in lower case"},
            {"scope", {.kind = TYPE_PATH}, false, "the folder that it is about; . is all"},
            {"sole",
             {.kind = TYPE_PATH},
             true,
             "the folder, where it is the one component of its catalogue in it"},
            {"owner", {.kind = TYPE_TEXT}, false, "as written"},
            {"key",
             {.kind = TYPE_TEXT},
             false,
             "what is compared: the last part of the name (of what the forge calls a group, where "
             "its entity is here), its letters and digits in lower case, without 'team'"},
            {"mapped", {.kind = TYPE_BOOLEAN}, false, "it is known what the forge calls the owner"},
            {"team",
             {.kind = TYPE_BOOLEAN},
             false,
             "a group of people, as far as it can be told; a person is none"},
            {"test",
             {.kind = TYPE_BOOLEAN},
             false,
             "stands where test material, examples and templates stand"},
            {0},
        },
};

/* Letters and digits in lower case. */
static const char *squeeze(struct arena *arena, const char *text)
{
    char *out = arena_strdup(arena, text);
    size_t size = 0;
    for (const char *at = text; *at; at++) {
        char byte = *at >= 'A' && *at <= 'Z' ? (char)(*at - 'A' + 'a') : *at;
        if ((byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9') || (byte & 0x80))
            out[size++] = byte;
    }
    out[size] = '\0';
    return out;
}

/* The last part of `group:acme/team-pay`, `@acme/pay-team`; an address is itself. */
static const char *key_of(struct arena *arena, const char *owner)
{
    const char *colon = strrchr(owner, ':');
    owner = colon && colon[1] ? colon + 1 : owner;
    const char *slash = strrchr(owner, '/');
    owner = slash && slash[1] ? slash + 1 : owner;
    const char *key = squeeze(arena, owner);
    size_t size = strlen(key);
    if (size > 4 && string_starts_with(key, "team") && strcmp(key, "teams") != 0)
        return key + 4;
    if (size > 5 && string_ends_with(key, "teams"))
        return arena_copy(arena, (struct text){key, size - 5});
    if (size > 4 && string_ends_with(key, "team"))
        return arena_copy(arena, (struct text){key, size - 4});
    return key;
}

static bool is_test(const struct fact_row *row)
{
    return row->cells[ENTITY_TEST].kind == VALUE_BOOLEAN && row->cells[ENTITY_TEST].boolean;
}

static bool is_component(const struct fact_row *row)
{
    static const char *const kinds[] = {"component", "service", "repository", NULL};
    const char *word = row->gap ? NULL : cell_text(row, ENTITY_KIND);
    return word && string_is_one_of(word, kinds);
}

/* What is looked up of all entities. */
struct index {
    struct table slugs; /* by the folded names of groups: what the forge calls them */
    struct table first; /* by system and folder, its first component */
    struct table more;  /* those that have another one */
};

static const char *folder_key(struct arena *arena, const struct fact_row *row)
{
    return arena_printf(arena, "%s %s", cell_text(row, ENTITY_SYSTEM),
                        path_directory(arena, row->path));
}

static const char *fold(struct arena *arena, const char *text)
{
    char *copy = arena_strdup(arena, text);
    for (char *at = copy; *at; at++)
        *at = (char)(*at >= 'A' && *at <= 'Z' ? *at - 'A' + 'a' : *at);
    return copy;
}

static void index_entities(struct index *index, const struct fact_table *entities,
                           struct arena *arena)
{
    table_init(&index->slugs, arena);
    table_init(&index->first, arena);
    table_init(&index->more, arena);
    for (size_t i = 0; i < entities->count; i++) {
        struct fact_row *row = &entities->rows[i];
        const char *slug = row->gap ? NULL : cell_text(row, ENTITY_SLUG);
        if (slug && cell_is(row, ENTITY_KIND, "group")) {
            const char *name = fold(arena, cell_text(row, ENTITY_NAME));
            if (!table_has(&index->slugs, name))
                table_set(&index->slugs, name, &row->cells[ENTITY_SLUG]);
        }
        if (!is_component(row))
            continue;
        const char *key = folder_key(arena, row);
        if (table_has(&index->first, key))
            table_set(&index->more, key, row);
        else
            table_set(&index->first, key, row);
    }
}

/* What the forge calls the group that an entry names, where its entity is in the tree. */
static const char *slug_of(const struct index *index, const char *owner, struct arena *arena)
{
    const char *colon = strrchr(owner, ':');
    const char *name = colon ? colon + 1 : owner;
    const char *slash = strrchr(name, '/');
    const struct value *slug = table_find(&index->slugs, fold(arena, slash ? slash + 1 : name));
    return slug ? slug->text : NULL;
}

struct claim {
    const char *path;
    uint32_t line;
    const char *source, *subject, *scope, *owner, *key;
    bool sole, mapped, team, test;
};

static void add(struct fact_writer *writer, const struct claim *claim)
{
    struct value *cells = fact_add(writer, &kind, claim->path, claim->line, 1)->cells;
    cells[SOURCE] = value_text(claim->source);
    cells[SUBJECT] = value_text(claim->subject);
    cells[SCOPE] = value_text(claim->scope);
    cells[SOLE] = value_text(claim->sole ? claim->scope : NULL);
    cells[OWNER] = value_text(claim->owner);
    cells[KEY] = value_text(claim->key);
    cells[MAPPED] = value_boolean(claim->mapped);
    cells[TEAM] = value_boolean(claim->team);
    cells[TEST] = value_boolean(claim->test);
}

static void add_entry(struct fact_writer *writer, const struct index *index,
                      const struct fact_row *row)
{
    struct arena *arena = fact_arena(writer);
    const char *owner = cell_text(row, ENTITY_OWNER);
    if (!owner || catalogue_is_placeholder_owner(owner))
        return;
    const char *slug = slug_of(index, owner, arena);
    const char *folder = path_directory(arena, row->path);
    add(writer, &(struct claim){.path = row->path,
                                .line = row->line,
                                .source = cell_text(row, ENTITY_SYSTEM),
                                .subject = squeeze(arena, cell_text(row, ENTITY_NAME)),
                                .scope = folder,
                                .sole = !table_has(&index->more, folder_key(arena, row)),
                                .owner = owner,
                                .key = key_of(arena, slug ? slug : owner),
                                .mapped = slug,
                                .team = !strchr(owner, '@') && !string_starts_with(owner, "user:"),
                                .test = is_test(row)});
}

/* Who owns a file of the folder that no line names: what CODEOWNERS says of the folder. */
static void add_owners(struct fact_writer *writer, struct owner_matcher *matcher,
                       const char *codeowners, const char *folder)
{
    struct arena *arena = fact_arena(writer);
    const char *path = strcmp(folder, ".") == 0 ? "a" : path_join(arena, folder, "a");
    struct owner_verdict verdict = owner_matcher_match(matcher, path);
    for (size_t i = 0; i < verdict.rule_count; i++)
        for (size_t o = 0; o < verdict.rules[i]->owner_count; o++) {
            const char *owner = verdict.rules[i]->owners[o];
            add(writer, &(struct claim){.path = codeowners,
                                        .line = verdict.rules[i]->line,
                                        .source = sources[SOURCE_CODEOWNERS],
                                        .scope = folder,
                                        .owner = owner,
                                        .key = key_of(arena, owner),
                                        .mapped = true,
                                        .team = owner[0] == '@' && strchr(owner, '/')});
        }
}

static struct failure *read_codeowners(struct fact_writer *writer,
                                       const struct fact_repository *repository,
                                       const struct fact_table *entities)
{
    struct arena *arena = fact_arena(writer);
    struct owners owners;
    enum owners_reading reading = owners_read(&owners, arena, repository);
    if (reading == OWNERS_LOST)
        fact_add_gap(writer, &kind, owners.path, UNKNOWN_UNOBSERVABLE, "CODEOWNERS is no text");
    if (reading != OWNERS_READ)
        return NULL;
    struct owner_matcher *matcher = owner_matcher_new(arena, &owners);
    const char *last = NULL;
    for (size_t i = 0; i < entities->count; i++) {
        const struct fact_row *row = &entities->rows[i];
        if (!row->path || !is_component(row) || is_test(row))
            continue;
        const char *folder = path_directory(arena, row->path);
        /* Rows come by path: a folder's entries stand together, all but those below it. */
        if (last && strcmp(last, folder) == 0)
            continue;
        last = folder;
        add_owners(writer, matcher, owners.path, folder);
    }
    return NULL;
}

static void add_label(struct fact_writer *writer, const struct fact_repository *repository)
{
    struct arena *arena = fact_arena(writer);
    for (const struct fact_label *label = repository->labels; label && label->name; label++)
        if (strcmp(label->name, "owner") == 0)
            add(writer, &(struct claim){.path = ".bylaw.yml",
                                        .line = 1,
                                        .source = sources[SOURCE_LABEL],
                                        .scope = ".",
                                        .owner = label->value,
                                        .key = key_of(arena, label->value),
                                        .team = !strchr(label->value, '@')});
}

static struct failure *recognise(struct fact_writer *writer,
                                 const struct fact_repository *repository)
{
    const struct fact_table *entities = repository->table(repository, &fact_kind_catalogue_entity);
    struct index index;
    index_entities(&index, entities, fact_arena(writer));
    for (size_t i = 0; i < entities->count; i++) {
        const struct fact_row *row = &entities->rows[i];
        if (row->gap)
            fact_add_gap(writer, &kind, row->path, UNKNOWN_UNREADABLE,
                         "an entry for a catalogue cannot be read");
        else if (is_component(row))
            add_entry(writer, &index, row);
    }
    add_label(writer, repository);
    return read_codeowners(writer, repository, entities);
}

FACT(owner_claim) = {
    .name = "owner_claim",
    .area = FACT_AREA_OWNERSHIP,
    .summary = "who is said to own a component, wherever it is said",
    .version = 1,
    .kinds = (const struct fact_kind *const[]){&kind, NULL},
    .needs = (const struct fact_kind *const[]){&fact_kind_catalogue_entity, NULL},
    .recognise_repository = recognise,
};
