/* manifest_secret - secrets that stand in plain text in objects of Kubernetes called Secret, and
 * in the values of charts of Helm. base64 hides nothing. */
#include "facts/base64.h"
#include "facts/infrastructure_kinds.h"
#include "facts/kubernetes.h"
#include "facts/paths.h"
#include "facts/secret_address.h"
#include "facts/secret_name.h"
#include "facts/secret_value.h"
#include "facts/workload_cells.h"

#include <string.h>

/* SHORTEST: of a password; LONG: of a key, below which it is a name. NAME_BYTES: of a value's name
 * with what it stands in, of which more says no more. */
enum { SHORTEST = 6, LONG = 16, NAME_BYTES = 256 };

/* One file while it is read. */
struct reading {
    struct fact_writer *writer;
    struct arena *arena;
    bool test, vendored;
};

static void add(const struct reading *reading, const struct node *at, const char *system,
                const char *sort, const char *name)
{
    struct value *cells =
        fact_add(reading->writer, &fact_kind_infrastructure_secret, NULL, at->line, at->column)
            ->cells;
    cells[SHOWN_SECRET_SYSTEM] = value_text(system);
    cells[SHOWN_SECRET_SORT] = value_text(sort);
    cells[SHOWN_SECRET_NAME] = fact_text(reading->writer, name);
    cells[SHOWN_SECRET_TEST] = value_boolean(reading->test);
    cells[SHOWN_SECRET_VENDORED] = value_boolean(reading->vendored);
}

/* What SOPS encrypted, a reference to a vault (vals: ref+..., AVP: <path:...>, vault:...), and
 * what something fills in are no secrets: https://github.com/getsops/sops#encryption-protocol */
static bool is_elsewhere(const char *text)
{
    static const char *const marks[] = {
        "ENC[", "ref+", "vault:", "secret:", "arn:", "http://", "https://", NULL};
    for (size_t i = 0; marks[i]; i++)
        if (string_starts_with(text, marks[i]))
            return true;
    return text_is_open(text) || strchr(text, '<') || text[0] == '/' || text[0] == '$' ||
           strstr(text, "__") || strstr(text, "%%");
}

static bool is_real(struct text value)
{
    return value.size >= SHORTEST && value.size == strlen(value.bytes) &&
           !is_elsewhere(value.bytes) && !secret_password_is_stand_in(value) &&
           !secret_is_made_up(value);
}

/* Keys that Kubernetes itself knows:
 * https://kubernetes.io/docs/concepts/configuration/secret/#secret-types */
static bool is_known_key(const char *key)
{
    static const char *const keys[] = {"tls.key",    "ssh-privatekey", ".dockerconfigjson",
                                       ".dockercfg", "token-secret",   NULL};
    return string_is_one_of(key, keys);
}

/* An account of a registry without one is what a pipeline fills in. */
static bool holds_secret(const char *key, struct text value)
{
    if (strcmp(key, "tls.key") == 0 || strcmp(key, "ssh-privatekey") == 0)
        return text_find(value, "PRIVATE KEY-----") != SIZE_MAX && value.size > 200;
    if (key[0] == '.')
        return text_find(value, "\"auth\"") != SIZE_MAX ||
               text_find(value, "\"password\"") != SIZE_MAX;
    return is_real(value);
}

/* postgresql://shop:hunter2@db/shop holds one, whatever it is called: `db` is what the cluster
 * calls it. */
static bool has_password(struct text text)
{
    struct secret_address address;
    for (size_t from = 0; secret_address_find(text, from, &address); from = address.end)
        if (address.is_password)
            return true;
    return false;
}

/* Of an entry, decoded. */
static bool is_shown(const struct reading *reading, const char *key, struct text value)
{
    if (has_password(value))
        return true;
    if (!is_known_key(key) && !secret_name_is_one(reading->arena, key))
        return false;
    const char *text = arena_copy(reading->arena, value);
    return !is_elsewhere(text) && holds_secret(key, text_of(text));
}

static void read_entries(const struct reading *reading, const struct node *object, const char *list,
                         bool is_encoded)
{
    const struct node *entries = node_find(object, list);
    const char *name = node_string(node_find(object, "metadata"), "name");
    for (size_t i = 0; entries && entries->kind == NODE_MAPPING && i < entries->count; i++) {
        const struct node *value = entries->items[i];
        const char *key = entries->keys[i]->text;
        if (!node_is_scalar(value) || value->kind == NODE_NULL || value->size == 0)
            continue;
        struct text text = {value->text, value->size};
        /* Kubernetes takes the standard alphabet alone: PUT_IT_HERE is none of its. */
        if (is_encoded && (strchr(value->text, '_') || strchr(value->text, '-')))
            continue;
        if (is_encoded && !base64_decode(reading->arena, text_trim(text), &text))
            continue;
        if (is_shown(reading, key, text_trim(text)))
            add(reading, value, "kubernetes", "data",
                arena_printf(reading->arena, "%s.%s", name ? name : "Secret", key));
    }
}

static void read_object(const struct reading *reading, const struct node *object)
{
    const char *kind = node_string(object, "kind"), *version = node_string(object, "apiVersion");
    if (kubernetes_is_list(object)) {
        const struct node *items = node_find(object, "items");
        for (size_t i = 0; items->kind == NODE_SEQUENCE && i < items->count; i++)
            if (!kubernetes_is_list(items->items[i]))
                read_object(reading, items->items[i]);
        return;
    }
    if (!kind || !version || strcmp(kind, "Secret") != 0 || strcmp(version, "v1") != 0 ||
        node_find(object, "sops"))
        return;
    read_entries(reading, object, "data", true);
    read_entries(reading, object, "stringData", false);
}

/* In values `secret`, `tlsSecret` and `passwordKey` name an object of Kubernetes and a key in it
 * as often as they hold a secret: only what looks like one is. */
static bool is_name_of_object(const char *key)
{
    struct text text = text_of(key);
    static const char *const words[] = {"secret", "key", "credential", NULL};
    for (size_t i = 0; words[i]; i++)
        if (text_find_folded(text, words[i]) != SIZE_MAX)
            return true;
    return false;
}

static bool is_secret_value(const struct node *value, const char *key)
{
    if (!node_is_scalar(value) || value->kind == NODE_NULL || value->kind == NODE_BOOLEAN ||
        value->size == 0)
        return false;
    struct text text = {value->text, value->size};
    if (!is_real(text) || text_find(text, " ") != SIZE_MAX)
        return false;
    return !is_name_of_object(key) || (text.size >= LONG && secret_has_digit_and_letter(text) &&
                                       text_find(text, "-") == SIZE_MAX);
}

/* A key of values, and those that it stands below. */
struct level {
    const struct level *above; /* NULL: none */
    const char *key;
};

/* "auth.password"; the outermost parts are left out where it would be too long. */
static const char *name_of(struct arena *arena, const struct level *level)
{
    const char *name = level->key;
    for (level = level->above; level; level = level->above) {
        if (strlen(name) + strlen(level->key) >= NAME_BYTES)
            return arena_printf(arena, "...%s", name);
        name = arena_printf(arena, "%s.%s", level->key, name);
    }
    return name;
}

static void read_values(const struct reading *reading, const struct node *mapping,
                        const struct level *above)
{
    for (size_t i = 0; mapping->kind == NODE_MAPPING && i < mapping->count; i++) {
        const struct node *value = mapping->items[i];
        const struct level level = {.above = above, .key = mapping->keys[i]->text};
        bool is_secret =
            secret_name_is_one(reading->arena, level.key) && is_secret_value(value, level.key);
        if (is_secret || (node_is_scalar(value) && value->size > 0 &&
                          has_password((struct text){value->text, value->size})))
            add(reading, value, "helm", "value", name_of(reading->arena, &level));
        read_values(reading, value, &level);
    }
}

/* values.yaml, values-live.yaml, live-values.yaml, live.values.yaml */
static bool is_values(const struct fact_file *file)
{
    static const char *const ends[] = {"-values.yaml", "-values.yml", ".values.yaml", ".values.yml",
                                       NULL};
    const char *base = path_base(file->path);
    for (size_t i = 0; ends[i]; i++)
        if (string_ends_with(base, ends[i]))
            return true;
    return string_starts_with(base, "values.") || string_starts_with(base, "values-");
}

/* Does it say of itself, or does its beginning where it is too large, that it may hold secrets?
 * What is a template is judged where it is rendered. */
static bool bears_marks(const struct fact_file *file, bool is_template)
{
    static const char mark[] = "kind: Secret";
    const struct content *content = &file->content;
    return is_values(file) ||
           (content->state == CONTENT_TEXT && text_find(content->text, mark) != SIZE_MAX &&
            !is_template) ||
           (content->state == CONTENT_TOO_LARGE && text_find(content->head, mark) != SIZE_MAX);
}

static void recognise(struct fact_writer *writer, struct fact_file *file)
{
    const struct reading reading = {
        .writer = writer,
        .arena = fact_arena(writer),
        .test = path_is_test(file->path),
        .vendored = snapshot_is_vendored(file->snapshot, file->path),
    };
    const struct document_problem *problem = NULL;
    if (file->content.state == CONTENT_LINK || file->content.state == CONTENT_SUBMODULE)
        return;
    enum unknown_class class = UNKNOWN_UNREADABLE;
    const struct document *document = NULL;
    const char *reason = fact_file_unreadable(file, &class);
    if (!reason)
        document = fact_file_yaml(file, &problem);
    bool is_template = !reason && !document && fact_file_is_template(file);
    if (!document && bears_marks(file, is_template))
        shown_secret_add_gap(writer, is_template ? UNKNOWN_UNOBSERVABLE : class,
                             reason        ? reason
                             : is_template ? "a template that is not rendered"
                                           : "it is no YAML",
                             reading.test, reading.vendored);
    for (size_t i = 0; document && i < document->count; i++) {
        const struct node *root = document->roots[i];
        if (root->kind != NODE_MAPPING)
            continue;
        if (is_values(file) && !node_find(root, "kind")) {
            if (!node_find(root, "sops"))
                read_values(&reading, root, NULL);
        } else {
            read_object(&reading, root);
        }
    }
}

static const struct fact_kind *const kinds[] = {&fact_kind_infrastructure_secret, NULL};
static const char *const paths[] = {"*.yaml", "*.yml", NULL};
static const char *const literals[] = {"ecret", "assw",   "assphrase", "oken", "redential", "wd:",
                                       "ASSW",  "SECRET", "ey:",       "OKEN", "://",       NULL};

FACT(manifest_secret) = {
    .name = "manifest_secret",
    .area = FACT_AREA_WORKLOADS,
    .summary = "secrets in plain text or base64 in objects of Kubernetes and values of charts",
    .version = 4,
    .kinds = kinds,
    .paths = paths,
    .literals = literals,
    .recognise_file = recognise,
    .judges_lost_content = true,
};
