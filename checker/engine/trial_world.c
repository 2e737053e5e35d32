#include "engine/trial_world.h"

#include "base/date.h"
#include "policy/policy_file.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

/* Days that are the same in every world that does not say otherwise. */
static const char first_day[] = "2026-01-01";
static const char judged_on[] = "2026-06-01";

struct world_expect {
    const struct node *node;
    int verdict;
    struct schema_objects findings;
};

struct test_written {
    const struct node *node;
    int64_t version_of_format;
    const char *rule;
    struct schema_objects worlds, equivalents;
};

static const struct schema_field expectation_fields[] = {
    {.name = "check",
     .type = SCHEMA_TEXT,
     .offset = offsetof(struct world_expectation, check),
     .summary = "Name of the check."},
    {.name = "verdict",
     .type = SCHEMA_WORD,
     .offset = offsetof(struct world_expectation, verdict),
     .words = verdict_words},
    {.name = "severity",
     .type = SCHEMA_WORD,
     .offset = offsetof(struct world_expectation, severity),
     .words = severity_words,
     .summary = "Of the finding."},
    {.name = "path",
     .type = SCHEMA_TEXT,
     .offset = offsetof(struct world_expectation, path),
     .required = true,
     .summary = "Of the finding."},
    {.name = "line",
     .type = SCHEMA_INTEGER,
     .offset = offsetof(struct world_expectation, line),
     .minimum = 1,
     .maximum = 1000000,
     .summary = "Of the finding."},
    {.name = "message",
     .type = SCHEMA_TEXT,
     .offset = offsetof(struct world_expectation, message),
     .summary = "What must stand in the message."},
    {0},
};

static const struct schema expectation_schema = {
    .name = "finding",
    .summary = "A finding that is expected; what is not said is not compared.",
    .size = sizeof(struct world_expectation),
    .node_offset = offsetof(struct world_expectation, node),
    .fields = expectation_fields,
};

static const struct schema_field expect_fields[] = {
    {.name = "verdict",
     .type = SCHEMA_WORD,
     .offset = offsetof(struct world_expect, verdict),
     .words = verdict_words,
     .required = true,
     .summary = "Of the rule."},
    {.name = "findings",
     .type = SCHEMA_OBJECTS,
     .offset = offsetof(struct world_expect, findings),
     .object = &expectation_schema,
     .summary = "Every finding there is and no other; required where the verdict is `fail`."},
    {0},
};

static const struct schema expect_schema = {
    .name = "expect",
    .summary = "What the rule must say of the world.",
    .size = sizeof(struct world_expect),
    .node_offset = offsetof(struct world_expect, node),
    .fields = expect_fields,
};

#define NODE_FIELD(name_, node_schema_, summary_)                                     \
    {                                                                                 \
        .name = #name_, .type = SCHEMA_NODE, .offset = offsetof(struct world, name_), \
        .node_schema = (node_schema_), .summary = (summary_)                          \
    }

/* Also in check_shapes. */
static const char mapping_shape[] = "{\"type\": \"object\"}";
static const char texts_shape[] =
    "{\"type\": \"object\", \"additionalProperties\": {\"type\": [\"string\", \"number\", "
    "\"boolean\", \"null\"]}}";
static const char list_shape[] = "{\"type\": \"array\"}";
static const char mappings_shape[] = "{\"type\": \"array\", \"items\": {\"type\": \"object\"}}";
static const char records_shape[] = "{\"type\": [\"array\", \"object\"]}";

static const struct schema_field world_fields[] = {
    {.name = "name",
     .type = SCHEMA_TEXT,
     .offset = offsetof(struct world, name),
     .required = true,
     .summary = "Of the world; a sentence about it."},
    {.name = "kind",
     .type = SCHEMA_TEXT,
     .offset = offsetof(struct world, kind),
     .required = true,
     .pattern = "^(passes|fails|not_applicable|near_miss|theatre|unknown)$",
     .pattern_hint = "passes, fails, not_applicable, near_miss, theatre or unknown",
     .summary = "What it shows."},
    {.name = "summary",
     .type = SCHEMA_TEXT,
     .offset = offsetof(struct world, summary),
     .summary = "For readers."},
    NODE_FIELD(files, texts_shape, "Files of the first commit: contents by path."),
    NODE_FIELD(executables, list_shape, "Paths of files that are executable."),
    NODE_FIELD(links, texts_shape, "Symbolic links: targets by path."),
    NODE_FIELD(binaries, texts_shape, "Files whose bytes are no text, in base64."),
    NODE_FIELD(
        commits, mappings_shape,
        "Commits after the first: files, delete, message, author, committer, date, signature."),
    NODE_FIELD(tags, mappings_shape, "Tags: name, at (the number of a commit), date, message."),
    NODE_FIELD(base, mapping_shape, "The base that the world is compared with: files and message."),
    NODE_FIELD(exceptions, records_shape, "Exception records."),
    NODE_FIELD(labels, mapping_shape, "Labels of the configuration."),
    NODE_FIELD(params, mapping_shape, "Values of the rule's parameters."),
    {.name = "shallow",
     .type = SCHEMA_BOOLEAN,
     .offset = offsetof(struct world, shallow),
     .summary = "The history is cut off at the last commit."},
    {.name = "now",
     .type = SCHEMA_DATE,
     .offset = offsetof(struct world, now),
     .summary = "The day on which it is judged; 2026-06-01 when absent."},
    {.name = "remote",
     .type = SCHEMA_TEXT,
     .offset = offsetof(struct world, remote),
     .summary = "Address of the remote origin."},
    {.name = "expect",
     .type = SCHEMA_OBJECT,
     .offset = offsetof(struct world, expect),
     .object = &expect_schema,
     .required = true,
     .summary = "What the rule must say."},
    {0},
};

static const struct schema world_schema = {
    .name = "world",
    .summary = "A repository, made for the test.",
    .size = sizeof(struct world),
    .node_offset = offsetof(struct world, node),
    .fields = world_fields,
};

static void load_expectation(struct world *world, struct arena *arena, const char *path,
                             struct diagnostics *diagnostics)
{
    const struct world_expect *expect = world->expect;
    if (!expect)
        return;
    world->verdict = expect->verdict;
    world->has_findings = node_find(expect->node, "findings") != NULL;
    world->findings = ARENA_ARRAY(arena, struct world_expectation, expect->findings.count + 1);
    for (size_t i = 0; i < expect->findings.count; i++)
        world->findings[world->finding_count++] =
            *(const struct world_expectation *)expect->findings.items[i];
    if (world->verdict == VERDICT_FAIL && world->finding_count == 0)
        diagnostics_add(diagnostics, E701, node_place(path, expect->node),
                        "a world that fails says which findings it expects");
}

static void refuse_shape(const char *path, const char *what, const struct node *node,
                         const char *wanted, struct diagnostics *diagnostics)
{
    diagnostics_add(diagnostics, E203, node_place(path, node), "'%s' must be %s, not %s", what,
                    wanted, node_kind_name(node->kind));
}

/* What the schema says of the fields that forging reads. */
static void check_shapes(const struct world *world, const char *path,
                         struct diagnostics *diagnostics)
{
    const struct {
        const char *name;
        const struct node *node;
        const char *shape;
    } fields[] = {{"files", world->files, texts_shape},
                  {"executables", world->executables, list_shape},
                  {"links", world->links, texts_shape},
                  {"binaries", world->binaries, texts_shape},
                  {"commits", world->commits, mappings_shape},
                  {"tags", world->tags, mappings_shape},
                  {"base", world->base, mapping_shape},
                  {"labels", world->labels, mapping_shape},
                  {"exceptions", world->exceptions, records_shape},
                  {"params", world->params, mapping_shape}};
    for (size_t f = 0; f < sizeof(fields) / sizeof(fields[0]); f++) {
        const struct node *node = fields[f].node;
        const char *shape = fields[f].shape;
        if (!node)
            continue;
        bool is_mapping = shape == mapping_shape || shape == texts_shape;
        bool is_list = shape == list_shape || shape == mappings_shape;
        if (is_mapping && node->kind != NODE_MAPPING)
            refuse_shape(path, fields[f].name, node, "a mapping", diagnostics);
        else if (is_list && node->kind != NODE_SEQUENCE)
            refuse_shape(path, fields[f].name, node, "a list", diagnostics);
        else if (node_is_scalar(node) || node->kind == NODE_NULL)
            refuse_shape(path, fields[f].name, node, "a list or a mapping", diagnostics);
        for (size_t i = 0; i < node->count; i++) {
            const struct node *item = node->items[i];
            bool is_scalar = node_is_scalar(item) || item->kind == NODE_NULL;
            if (shape == texts_shape && node->kind == NODE_MAPPING && !is_scalar)
                refuse_shape(path, node->keys[i]->text, item, "a text", diagnostics);
            if (shape == mappings_shape && item->kind != NODE_MAPPING)
                refuse_shape(path, fields[f].name, item, "a list of mappings", diagnostics);
        }
    }
}

static const struct schema_field equivalent_fields[] = {
    {.name = "change",
     .type = SCHEMA_TEXT,
     .offset = offsetof(struct equivalent, change),
     .required = true,
     .summary = "As `policy test --mutate` tells it; its beginning is enough."},
    {.name = "why",
     .type = SCHEMA_TEXT,
     .offset = offsetof(struct equivalent, why),
     .required = true,
     .summary = "Why nothing changes."},
    {0},
};

static const struct schema equivalent_schema = {
    .name = "equivalent",
    .summary = "A change of the rule that changes nothing.",
    .size = sizeof(struct equivalent),
    .node_offset = SIZE_MAX,
    .fields = equivalent_fields,
};

static const struct schema_field test_fields[] = {
    {.name = "bylaw",
     .type = SCHEMA_INTEGER,
     .offset = offsetof(struct test_written, version_of_format),
     .required = true,
     .minimum = 1,
     .maximum = 1000000,
     .node_schema = "{\"const\": 1}",
     .summary = "Version of the format: 1."},
    {.name = "rule",
     .type = SCHEMA_TEXT,
     .offset = offsetof(struct test_written, rule),
     .required = true,
     .pattern = "^[A-Z]{3}[0-9]{3}$",
     .pattern_hint = "the id of a rule",
     .summary = "The rule that is tested, in the file beside this one."},
    {.name = "worlds",
     .type = SCHEMA_OBJECTS,
     .offset = offsetof(struct test_written, worlds),
     .object = &world_schema,
     .required = true,
     .summary = "Repositories, and what the rule must say of each."},
    {.name = "equivalent",
     .type = SCHEMA_OBJECTS,
     .offset = offsetof(struct test_written, equivalents),
     .object = &equivalent_schema,
     .summary = "Changes of the rule that no world can notice."},
    {0},
};

static const struct schema test_schema = {
    .name = "test",
    .summary = "The worlds of a rule: `ID-name.test.yml` beside `ID-name.yml`.",
    .size = sizeof(struct test_written),
    .node_offset = offsetof(struct test_written, node),
    .fields = test_fields,
};

bool world_file_load(struct world_file *out, struct arena *arena, const char *path,
                     struct text text, struct diagnostics *diagnostics)
{
    size_t errors = diagnostics->errors;
    *out = (struct world_file){0};
    const struct node *root = policy_file_root(arena, path, text, diagnostics);
    if (!root || !policy_file_version(path, root, diagnostics))
        return false;
    const struct test_written *test = schema_load(&test_schema, arena, path, root, diagnostics);
    out->rule = test->rule;
    out->equivalents = ARENA_ARRAY(arena, struct equivalent, test->equivalents.count + 1);
    for (size_t i = 0; i < test->equivalents.count; i++)
        out->equivalents[out->equivalent_count++] =
            *(const struct equivalent *)test->equivalents.items[i];
    out->worlds = ARENA_ARRAY(arena, struct world, test->worlds.count + 1);
    for (size_t i = 0; i < test->worlds.count; i++) {
        struct world *world = &out->worlds[out->count++];
        *world = *(const struct world *)test->worlds.items[i];
        check_shapes(world, path, diagnostics);
        load_expectation(world, arena, path, diagnostics);
    }
    return diagnostics->errors == errors;
}

void world_write_schema(struct buffer *out)
{
    schema_write_json(&test_schema, "https://bylaw.example/schemas/test-1.json", out);
}

void world_write_reference(struct buffer *out)
{
    buffer_add_string(out, "# Test files\n\n");
    schema_write_reference(&test_schema, out);
}

void node_write_json(struct buffer *out, const struct node *node)
{
    switch (node->kind) {
    case NODE_MAPPING:
        buffer_add_byte(out, '{');
        for (size_t i = 0; i < node->count; i++) {
            buffer_add_string(out, i ? ", " : "");
            struct node key = *node->keys[i];
            key.kind = NODE_TEXT;
            node_write_json(out, &key);
            buffer_add_string(out, ": ");
            node_write_json(out, node->items[i]);
        }
        buffer_add_byte(out, '}');
        return;
    case NODE_SEQUENCE:
        buffer_add_byte(out, '[');
        for (size_t i = 0; i < node->count; i++) {
            buffer_add_string(out, i ? ", " : "");
            node_write_json(out, node->items[i]);
        }
        buffer_add_byte(out, ']');
        return;
    case NODE_NULL:
        buffer_add_string(out, "null");
        return;
    case NODE_BOOLEAN:
    case NODE_NUMBER:
        buffer_add(out, node->text, node->size);
        return;
    case NODE_TEXT:
        break;
    }
    buffer_add_byte(out, '"');
    for (size_t i = 0; i < node->size; i++) {
        unsigned char byte = (unsigned char)node->text[i];
        if (byte == '"' || byte == '\\')
            buffer_printf(out, "\\%c", byte);
        else if (byte < 0x20 || byte == 0x7f)
            buffer_printf(out, "\\x%02x", byte);
        else
            buffer_add_byte(out, (char)byte);
    }
    buffer_add_byte(out, '"');
}

/* The files of a commit under construction. */
struct files {
    struct arena *arena;
    struct forge_file *items;
    size_t count, capacity;
};

static struct forge_file *add_file(struct files *files, const char *path, struct text content)
{
    files->items = arena_grow(files->arena, files->items, files->count, &files->capacity,
                              sizeof(*files->items));
    struct forge_file *file = &files->items[files->count++];
    *file = (struct forge_file){.path = path, .content = content, .kind = ENTRY_FILE};
    return file;
}

static bool lists(const struct node *list, const char *word)
{
    for (size_t i = 0; list && list->kind == NODE_SEQUENCE && i < list->count; i++)
        if (list->items[i]->text && strcmp(list->items[i]->text, word) == 0)
            return true;
    return false;
}

static void add_files(struct files *files, const struct node *mapping,
                      const struct node *executables)
{
    for (size_t i = 0; mapping && mapping->kind == NODE_MAPPING && i < mapping->count; i++) {
        const struct node *content = mapping->items[i];
        struct text text = {.bytes = "", .size = 0};
        if (node_is_scalar(content) && content->text && content->kind != NODE_NULL)
            text = (struct text){.bytes = content->text, .size = content->size};
        const char *path = mapping->keys[i]->text;
        struct forge_file *file = add_file(files, path, text);
        if (lists(executables, path))
            file->kind = ENTRY_EXECUTABLE;
    }
}

static int base64_value(char c)
{
    static const char letters[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const char *at = c ? strchr(letters, c) : NULL;
    return at ? (int)(at - letters) : -1;
}

/* RFC 4648; white space and padding are passed over. */
static struct text base64_decode(struct arena *arena, const char *encoded)
{
    char *bytes = arena_alloc(arena, strlen(encoded) + 1, 1);
    size_t size = 0;
    uint32_t bits = 0;
    unsigned have = 0;
    for (; *encoded; encoded++) {
        int value = base64_value(*encoded);
        if (value < 0)
            continue;
        bits = bits << 6 | (uint32_t)value;
        have += 6;
        if (have >= 8) {
            have -= 8;
            bytes[size++] = (char)(bits >> have & 0xff);
        }
    }
    return (struct text){.bytes = bytes, .size = size};
}

static void add_special_files(struct files *files, const struct world *world)
{
    for (size_t i = 0; world->links && i < world->links->count; i++)
        if (world->links->items[i]->text)
            add_file(files, world->links->keys[i]->text, text_of(world->links->items[i]->text))
                ->kind = ENTRY_LINK;
    for (size_t i = 0; world->binaries && i < world->binaries->count; i++)
        if (world->binaries->items[i]->text)
            add_file(files, world->binaries->keys[i]->text,
                     base64_decode(files->arena, world->binaries->items[i]->text));
}

static struct text json_text(struct arena *arena, const struct node *node, const char *before,
                             const char *after)
{
    struct buffer out = BUFFER_EMPTY;
    buffer_add_string(&out, before);
    node_write_json(&out, node);
    buffer_add_string(&out, after);
    struct text text = {.bytes = buffer_string(&out), .size = out.size};
    char *copy = arena_copy(arena, text);
    buffer_release(&out);
    return text_of(copy);
}

/* Labels and exceptions become the files that a repository keeps them in. */
static void add_governance_files(struct files *files, const struct world *world)
{
    if (world->labels)
        add_file(files, ".bylaw.yml",
                 json_text(files->arena, world->labels, "{bylaw: 1, labels: ", "}\n"));
    if (world->exceptions)
        add_file(files, ".bylaw/exceptions.yml",
                 json_text(files->arena, world->exceptions, "", "\n"));
}

/* 'Name <mail>' at a day or instant. */
static struct identity identity_of(struct arena *arena, const char *written, const char *when)
{
    struct identity identity = {.name = "World", .email = "world@bylaw.test"};
    const char *open = written ? strchr(written, '<') : NULL;
    if (open) {
        size_t close = strcspn(open, ">");
        identity.name = arena_copy(
            arena, text_trim((struct text){.bytes = written, .size = (size_t)(open - written)}));
        identity.email =
            arena_copy(arena, (struct text){.bytes = open + 1, .size = close ? close - 1 : 0});
    } else if (written) {
        identity.name = written;
    }
    if (!time_parse(when, &identity.time))
        time_parse(first_day, &identity.time);
    return identity;
}

static struct failure *commit_files(struct forge *forge, const struct files *files, const char *day,
                                    const char *message, struct object_id *out)
{
    struct identity identity = identity_of(files->arena, NULL, day);
    struct forge_commit commit = {.author = identity,
                                  .committer = identity,
                                  .message = message,
                                  .files = files->items,
                                  .file_count = files->count};
    return forge_commit(forge, &commit, out);
}

static struct failure *add_commit(struct forge *forge, struct arena *arena, const struct node *node,
                                  const struct world *world, struct object_id *out)
{
    struct files files = {.arena = arena};
    add_files(&files, node_find(node, "files"), world->executables);
    const struct node *deleted = node_find(node, "delete");
    for (size_t i = 0; deleted && deleted->kind == NODE_SEQUENCE && i < deleted->count; i++)
        add_file(&files, deleted->items[i]->text, (struct text){0})->deleted = true;
    const char *date = node_string(node, "date");
    const char *author = node_string(node, "author");
    const char *committer = node_string(node, "committer");
    const char *message = node_string(node, "message");
    const char *signature = node_string(node, "signature");
    struct forge_commit commit = {
        .author = identity_of(arena, author, date ? date : first_day),
        .committer = identity_of(arena, committer ? committer : author, date ? date : first_day),
        .message = message ? message : "change\n",
        .files = files.items,
        .file_count = files.count,
        .signature = signature,
    };
    return forge_commit(forge, &commit, out);
}

/* The commits of the world: its base if it has one, its files, then the rest. */
static struct failure *forge_commits(struct forge *forge, struct world *world, struct arena *arena,
                                     struct object_id *ids, size_t *count)
{
    size_t made = 0;
    struct files files = {.arena = arena};
    if (world->base) {
        struct files base = {.arena = arena};
        add_files(&base, node_find(world->base, "files"), world->executables);
        const char *message = node_string(world->base, "message");
        TRY(commit_files(forge, &base, first_day, message ? message : "base\n", &ids[made]));
        char hex[OBJECT_ID_HEX_SIZE];
        object_id_format(&ids[made++], hex);
        world->base_revision = arena_strdup(arena, hex);
        const struct node *before = node_find(world->base, "files");
        for (size_t i = 0; before && before->kind == NODE_MAPPING && i < before->count; i++)
            if (!node_find(world->files, before->keys[i]->text))
                add_file(&files, before->keys[i]->text, (struct text){0})->deleted = true;
    }
    add_files(&files, world->files, world->executables);
    add_special_files(&files, world);
    add_governance_files(&files, world);
    TRY(commit_files(forge, &files, first_day, "first\n", &ids[made++]));
    const struct node *commits = world->commits;
    for (size_t i = 0; commits && commits->kind == NODE_SEQUENCE && i < commits->count; i++)
        TRY(add_commit(forge, arena, commits->items[i], world, &ids[made++]));
    *count = made;
    return NULL;
}

static struct failure *forge_tags(struct forge *forge, const struct world *world,
                                  struct arena *arena, const struct object_id *ids, size_t count)
{
    const struct node *tags = world->tags;
    for (size_t i = 0; tags && tags->kind == NODE_SEQUENCE && i < tags->count; i++) {
        const struct node *tag = tags->items[i];
        int64_t at = (int64_t)count;
        const struct node *number = node_find(tag, "at");
        if (number && (!node_integer(number, &at) || at < 1 || at > (int64_t)count))
            return failure_new(FAILURE_POLICY,
                               "line %u: 'at' counts the commits of the world from 1",
                               number->line);
        const char *name = node_string(tag, "name");
        const char *date = node_string(tag, "date");
        struct identity tagger = identity_of(arena, NULL, date ? date : first_day);
        TRY(forge_tag(forge, name ? name : "tag", &ids[at - 1], node_string(tag, "message"),
                      &tagger));
    }
    return NULL;
}

static struct failure *write_remote(const char *repository, const char *remote)
{
    char path[4200];
    snprintf(path, sizeof(path), "%s/config", repository);
    FILE *file = fopen(path, "a");
    if (!file)
        return failure_new(FAILURE_ENVIRONMENT, "cannot write '%s': %s", path, strerror(errno));
    fprintf(file, "[remote \"origin\"]\n\turl = %s\n", remote);
    return fclose(file) == 0 ? NULL : failure_new(FAILURE_ENVIRONMENT, "cannot write '%s'", path);
}

struct failure *world_forge(struct world *world, struct arena *arena, const char *folder)
{
    if (world->now == INT32_MIN)
        date_parse(judged_on, &world->now);
    struct forge *forge;
    TRY(forge_new(&forge, folder));
    size_t most = 2 + (world->commits ? world->commits->count : 0);
    struct object_id *ids = ARENA_ARRAY(arena, struct object_id, most);
    size_t count = 0;
    struct failure *failure = forge_commits(forge, world, arena, ids, &count);
    if (!failure)
        failure = forge_tags(forge, world, arena, ids, count);
    if (!failure && world->shallow)
        failure = forge_make_shallow(forge, &ids[count - 1]);
    world->repository = arena_strdup(arena, forge_path(forge));
    forge_free(forge);
    if (!failure && world->remote)
        failure = write_remote(world->repository, world->remote);
    return failure_while(failure, "world '%s'", world->name);
}
