#include "facts/migration_liquibase.h"

#include "facts/migration_source.h"

#include <string.h>

/* A change within a changeset or a rollback: the name of its type, and what it holds. */
struct change {
    const char *name;
    const struct node *body;
};

/* What a changeset says beside its changes. */
static bool is_about_changeset(const char *name)
{
    static const char *const names[] = {"#text",
                                        "id",
                                        "author",
                                        "context",
                                        "contextFilter",
                                        "labels",
                                        "dbms",
                                        "preConditions",
                                        "comment",
                                        "rollback",
                                        "validCheckSum",
                                        "modifySql",
                                        "modifyChange",
                                        "changes",
                                        "runAlways",
                                        "runOnChange",
                                        "failOnError",
                                        "runInTransaction",
                                        "runWith",
                                        "logicalFilePath",
                                        "objectQuotingStrategy",
                                        "created",
                                        "runOrder",
                                        "onValidationFail",
                                        "ignore",
                                        "property",
                                        NULL};
    return name[0] == '@' || string_is_one_of(name, names);
}

/* They change nothing of the schema. */
static bool is_idle(const char *name)
{
    static const char *const names[] = {"tagDatabase", "output", "empty", "stop", NULL};
    return string_is_one_of(name, names);
}

/* Change types marked as supported in "What change types can I use auto rollback with?" */
static bool is_turned_round(const char *name)
{
    static const char *const names[] = {"addCheckConstraint",
                                        "addColumn",
                                        "addDefaultValue",
                                        "addForeignKeyConstraint",
                                        "addLookupTable",
                                        "addNotNullConstraint",
                                        "addPrimaryKey",
                                        "addUniqueConstraint",
                                        "createIndex",
                                        "createSequence",
                                        "createSynonym",
                                        "createTable",
                                        "createView",
                                        "disableCheckConstraint",
                                        "disableTrigger",
                                        "dropNotNullConstraint",
                                        "enableCheckConstraint",
                                        "enableTrigger",
                                        "renameColumn",
                                        "renameSequence",
                                        "renameTable",
                                        "renameTrigger",
                                        "renameView",
                                        NULL};
    return string_is_one_of(name, names);
}

/* `ext:thing`, and classes of one's own, which may say how they are taken back. */
static bool is_of_an_extension(const char *name)
{
    return strchr(name, ':') != NULL || strcmp(name, "customChange") == 0;
}

static bool says_sql(struct arena *arena, const struct node *node)
{
    if (!node || !node_is_scalar(node) || node->kind == NODE_NULL)
        return false;
    struct text text = {node->text, node->size};
    struct migration_source source = migration_source_read(arena, text, MIGRATION_SQL);
    struct migration_body body = {source.text, source.code, 1};
    return !migration_is_empty(&source, &body);
}

/* Where the changes of a mapping are: in XML beside its attributes, elsewhere below `changes`. */
static bool each_change(const struct node *node,
                        bool (*visit)(struct arena *arena, const struct change *change,
                                      void *context),
                        struct arena *arena, void *context)
{
    if (node && node->kind == NODE_SEQUENCE) {
        for (size_t i = 0; i < node->count; i++)
            if (node->items[i]->kind != NODE_SEQUENCE &&
                !each_change(node->items[i], visit, arena, context))
                return false;
        return true;
    }
    for (size_t i = 0; node && node->kind == NODE_MAPPING && i < node->count; i++) {
        const struct change change = {node->keys[i]->text, node->items[i]};
        if (!is_about_changeset(change.name) && !visit(arena, &change, context))
            return false;
    }
    return true;
}

/* `<sql>...</sql>` with attributes or without, `sql: {sql: ...}`. */
static bool is_filled_sql(struct arena *arena, const struct node *body)
{
    return says_sql(arena, body) || says_sql(arena, node_find(body, "#text")) ||
           says_sql(arena, node_find(body, "sql"));
}

/* What is written as SQL may be nothing: `<sql/>`, a comment. */
static bool does_something(struct arena *arena, const struct change *change)
{
    const struct node *body = change->body;
    if (is_idle(change->name))
        return false;
    if (strcmp(change->name, "sql") != 0)
        return true;
    for (size_t i = 0; body->kind == NODE_SEQUENCE && i < body->count; i++)
        if (is_filled_sql(arena, body->items[i]))
            return true;
    return is_filled_sql(arena, body);
}

static bool stops_at_work(struct arena *arena, const struct change *change, void *context)
{
    (void)context;
    return !does_something(arena, change);
}

/* SQL, changes, or the changeset that is to be run. */
static bool does_work(struct arena *arena, const struct node *node)
{
    if (!node)
        return false;
    if (node_is_scalar(node))
        return says_sql(arena, node);
    if (node->kind == NODE_SEQUENCE) {
        for (size_t i = 0; i < node->count; i++)
            if (node->items[i]->kind != NODE_SEQUENCE && does_work(arena, node->items[i]))
                return true;
        return false;
    }
    return node_find(node, "@changeSetId") || node_find(node, "changeSetId") ||
           says_sql(arena, node_find(node, "#text")) ||
           !each_change(node, stops_at_work, arena, NULL) ||
           !each_change(node_find(node, "changes"), stops_at_work, arena, NULL);
}

/* What the changes of one changeset are, together. */
struct sum {
    bool works, is_one_way, may_be_one_way;
};

static bool add_change(struct arena *arena, const struct change *change, void *context)
{
    struct sum *sum = context;
    if (!does_something(arena, change))
        return true;
    bool turned = is_turned_round(change->name), extension = is_of_an_extension(change->name);
    sum->works = true;
    sum->is_one_way = sum->is_one_way || (!turned && !extension);
    sum->may_be_one_way = sum->may_be_one_way || extension;
    return true;
}

/* Where each line of the file begins, and its end. */
struct lines {
    struct text text;
    const char **starts;
    uint32_t count;
};

static struct lines lines_read(struct arena *arena, struct text text)
{
    struct lines lines = {.text = text};
    struct text rest = text, line;
    size_t capacity = 0;
    while (text_next_line(&rest, &line)) {
        lines.starts =
            arena_grow(arena, lines.starts, lines.count, &capacity, sizeof(*lines.starts));
        lines.starts[lines.count++] = line.bytes;
    }
    return lines;
}

/* From the line `first` to the end of the line before `end`, counted from 1. */
static struct text lines_between(const struct lines *lines, uint32_t first, uint32_t end)
{
    if (first == 0 || first > lines->count || end <= first)
        return (struct text){lines->text.bytes, 0};
    const char *from = lines->starts[first - 1];
    const char *to =
        end > lines->count ? lines->text.bytes + lines->text.size : lines->starts[end - 1];
    return (struct text){from, (size_t)(to - from)};
}

/* The mark that ends a comment is none of its words. */
static const char *reason_in(struct arena *arena, struct text lines)
{
    const char *reason = migration_stated_reason(arena, lines);
    const char *end = reason ? strstr(reason, "-->") : NULL;
    return end ? arena_copy(arena, text_trim((struct text){reason, (size_t)(end - reason)}))
               : reason;
}

/* From the best to the gravest. */
enum way { WAY_NOTHING, WAY_AUTOMATIC, WAY_PRESENT, WAY_IRREVERSIBLE, WAY_UNKNOWN, WAY_NONE };

/* The gravest names the changelog; of those without a way back the first. */
static void merge(struct liquibase_way_back *out, enum way *gravest, enum way way,
                  const char *state, const char *reason, uint32_t line)
{
    if (way <= *gravest)
        return;
    *gravest = way;
    out->state = state;
    out->reason = reason;
    out->line = line;
}

static void add_changeset(struct liquibase_way_back *out, enum way *gravest, struct arena *arena,
                          const struct node *changeset, uint32_t line, struct text lines)
{
    const struct node *rollback = node_find(changeset, "rollback");
    struct sum sum = {0};
    each_change(changeset, add_change, arena, &sum);
    each_change(node_find(changeset, "changes"), add_change, arena, &sum);
    if (!sum.works)
        return;
    if (does_work(arena, rollback)) {
        merge(out, gravest, WAY_PRESENT, "present", NULL, line);
    } else if (!rollback && !sum.is_one_way) {
        merge(out, gravest, sum.may_be_one_way ? WAY_UNKNOWN : WAY_AUTOMATIC,
              sum.may_be_one_way ? NULL : "automatic", NULL, line);
    } else {
        const char *reason = reason_in(arena, lines);
        merge(out, gravest, reason ? WAY_IRREVERSIBLE : WAY_NONE,
              reason     ? "irreversible"
              : rollback ? "empty"
                         : "missing",
              reason, line);
    }
}

struct liquibase_way_back liquibase_way_back_of(struct arena *arena, const struct node *root,
                                                struct text text)
{
    struct liquibase_way_back out = {.state = "nothing", .line = 1};
    const struct node *log = node_find(root, "databaseChangeLog");
    bool is_list = log && log->kind == NODE_SEQUENCE;
    const struct node *sets = is_list ? log : node_find(log, "changeSet");
    struct lines lines = lines_read(arena, text);
    enum way gravest = WAY_NOTHING;
    for (size_t i = 0; sets && sets->kind == NODE_SEQUENCE && i < sets->count; i++) {
        const struct node *set = is_list ? node_find(sets->items[i], "changeSet") : sets->items[i];
        if (!set || set->kind != NODE_MAPPING)
            continue;
        uint32_t line = sets->items[i]->line;
        uint32_t next = i + 1 < sets->count ? sets->items[i + 1]->line : UINT32_MAX;
        if (out.change_count++ == 0)
            out.line = line;
        add_changeset(&out, &gravest, arena, set, line,
                      lines_between(&lines, line, is_list ? next : set->end_line + 1));
    }
    return out;
}
