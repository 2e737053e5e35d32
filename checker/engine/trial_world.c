#include "engine/trial_world.h"

#include "base/date.h"
#include "policy/policy_file.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

/* Days that are the same in every world that does not say otherwise. */
static const char first_day[] = "2026-01-01";
static const char judged_on[] = "2026-06-01";

struct expect_written {
    const struct node *node;
    int verdict;
    const struct node *findings;
};

static const struct schema_field expectation_fields[] = {
    {.name = "check", .type = SCHEMA_TEXT, .offset = offsetof(struct world_expectation, check)},
    {.name = "verdict",
     .type = SCHEMA_WORD,
     .offset = offsetof(struct world_expectation, verdict),
     .words = verdict_words},
    {.name = "severity",
     .type = SCHEMA_WORD,
     .offset = offsetof(struct world_expectation, severity),
     .words = severity_words},
    {.name = "path",
     .type = SCHEMA_TEXT,
     .offset = offsetof(struct world_expectation, path),
     .required = true},
    {.name = "line",
     .type = SCHEMA_INTEGER,
     .offset = offsetof(struct world_expectation, line),
     .minimum = 1,
     .maximum = 1000000},
    {.name = "message", .type = SCHEMA_TEXT, .offset = offsetof(struct world_expectation, message)},
    {0},
};

static const struct schema expectation_schema = {
    .name = "finding",
    .size = sizeof(struct world_expectation),
    .node_offset = offsetof(struct world_expectation, node),
    .fields = expectation_fields,
};

static const struct schema_field expect_fields[] = {
    {.name = "verdict",
     .type = SCHEMA_WORD,
     .offset = offsetof(struct expect_written, verdict),
     .words = verdict_words,
     .required = true},
    {.name = "findings", .type = SCHEMA_NODE, .offset = offsetof(struct expect_written, findings)},
    {0},
};

static const struct schema expect_schema = {
    .name = "expect",
    .size = sizeof(struct expect_written),
    .node_offset = offsetof(struct expect_written, node),
    .fields = expect_fields,
};

#define NODE_FIELD(name_)                                                            \
    {                                                                                \
        .name = #name_, .type = SCHEMA_NODE, .offset = offsetof(struct world, name_) \
    }

static const struct schema_field world_fields[] = {
    {.name = "name", .type = SCHEMA_TEXT, .offset = offsetof(struct world, name), .required = true},
    {.name = "kind",
     .type = SCHEMA_TEXT,
     .offset = offsetof(struct world, kind),
     .required = true,
     .pattern = "^(passes|fails|not_applicable|near_miss|theatre|unknown)$",
     .pattern_hint = "passes, fails, not_applicable, near_miss, theatre or unknown"},
    {.name = "summary", .type = SCHEMA_TEXT, .offset = offsetof(struct world, summary)},
    NODE_FIELD(files),
    NODE_FIELD(executables),
    NODE_FIELD(links),
    NODE_FIELD(binaries),
    NODE_FIELD(commits),
    NODE_FIELD(tags),
    NODE_FIELD(base),
    NODE_FIELD(exceptions),
    NODE_FIELD(labels),
    NODE_FIELD(params),
    {.name = "shallow", .type = SCHEMA_BOOLEAN, .offset = offsetof(struct world, shallow)},
    {.name = "now", .type = SCHEMA_DATE, .offset = offsetof(struct world, now)},
    {.name = "remote", .type = SCHEMA_TEXT, .offset = offsetof(struct world, remote)},
    {.name = "expect",
     .type = SCHEMA_NODE,
     .offset = offsetof(struct world, expect),
     .required = true},
    {0},
};

static const struct schema world_schema = {
    .name = "world",
    .size = sizeof(struct world),
    .node_offset = offsetof(struct world, node),
    .fields = world_fields,
};

static void load_expectation(struct world *world, struct arena *arena, const char *path,
                             struct diagnostics *diagnostics)
{
    if (!world->expect)
        return;
    const struct expect_written *expect =
        schema_load(&expect_schema, arena, path, world->expect, diagnostics);
    world->verdict = expect->verdict;
    if (!expect->findings)
        return;
    world->has_findings = true;
    if (expect->findings->kind != NODE_SEQUENCE) {
        diagnostics_add(diagnostics, DIAGNOSTIC_ERROR, node_place(path, expect->findings),
                        "'findings' is %s, not a list", node_kind_name(expect->findings->kind));
        return;
    }
    world->findings = ARENA_ARRAY(arena, struct world_expectation, expect->findings->count + 1);
    for (size_t i = 0; i < expect->findings->count; i++)
        world->findings[world->finding_count++] = *(const struct world_expectation *)schema_load(
            &expectation_schema, arena, path, expect->findings->items[i], diagnostics);
}

static void load_world(struct world *out, struct arena *arena, const char *path,
                       const struct node *node, struct diagnostics *diagnostics)
{
    const struct world *written = schema_load(&world_schema, arena, path, node, diagnostics);
    *out = *written;
    load_expectation(out, arena, path, diagnostics);
    bool found_nothing = !out->has_findings || out->finding_count == 0;
    if (out->expect && out->verdict == VERDICT_FAIL && found_nothing)
        diagnostics_add(diagnostics, DIAGNOSTIC_ERROR, node_place(path, out->expect),
                        "a world that fails says which findings it expects");
}

static const struct schema_field equivalent_fields[] = {
    {.name = "change",
     .type = SCHEMA_TEXT,
     .offset = offsetof(struct equivalent, change),
     .required = true},
    {.name = "why",
     .type = SCHEMA_TEXT,
     .offset = offsetof(struct equivalent, why),
     .required = true},
    {0},
};

static const struct schema equivalent_schema = {
    .name = "equivalent",
    .size = sizeof(struct equivalent),
    .node_offset = SIZE_MAX,
    .fields = equivalent_fields,
};

static void load_equivalents(struct world_file *out, struct arena *arena, const char *path,
                             const struct node *list, struct diagnostics *diagnostics)
{
    if (!list || list->kind != NODE_SEQUENCE)
        return;
    out->equivalents = ARENA_ARRAY(arena, struct equivalent, list->count + 1);
    for (size_t i = 0; i < list->count; i++)
        out->equivalents[out->equivalent_count++] = *(const struct equivalent *)schema_load(
            &equivalent_schema, arena, path, list->items[i], diagnostics);
}

bool world_file_load(struct world_file *out, struct arena *arena, const char *path,
                     struct text text, struct diagnostics *diagnostics)
{
    size_t errors = diagnostics->errors;
    *out = (struct world_file){0};
    const struct node *root = policy_file_root(arena, path, text, diagnostics);
    if (!root || !policy_file_version(path, root, diagnostics))
        return false;
    out->rule = node_string(root, "rule");
    const struct node *worlds = node_find(root, "worlds");
    for (size_t i = 0; root->kind == NODE_MAPPING && i < root->count; i++) {
        static const char *const keys[] = {"bylaw", "rule", "worlds", "equivalent", NULL};
        if (!string_is_one_of(root->keys[i]->text, keys))
            diagnostics_add(diagnostics, DIAGNOSTIC_ERROR, node_place(path, root->keys[i]),
                            "unknown key '%s' in a test file", root->keys[i]->text)
                ->meant = suggest(root->keys[i]->text, keys);
    }
    if (!out->rule || !worlds || worlds->kind != NODE_SEQUENCE) {
        diagnostics_add(diagnostics, DIAGNOSTIC_ERROR, node_place(path, root),
                        "a test file names its 'rule' and lists its 'worlds'");
        return false;
    }
    load_equivalents(out, arena, path, node_find(root, "equivalent"), diagnostics);
    out->worlds = ARENA_ARRAY(arena, struct world, worlds->count + 1);
    for (size_t i = 0; i < worlds->count; i++)
        load_world(&out->worlds[out->count++], arena, path, worlds->items[i], diagnostics);
    return diagnostics->errors == errors;
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
