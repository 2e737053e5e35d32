/* feature_flag - flags as the files of flagd, GO Feature Flag and Flipt define them, with
 * what their metadata say of owner and end. */
#include "base/date.h"
#include "facts/catalogue_reading.h"
#include "facts/gather.h"
#include "facts/paths.h"

#include <string.h>

enum { SYSTEM, NAME, OWNER, END, PERMANENT, TEST, VENDORED };

static const char *const systems[] = {"flagd", "GO Feature Flag", "Flipt", NULL};

static const struct fact_kind kind = {
    .name = "feature_flag",
    .summary = "A feature flag that a file defines.",
    .key = (const char *const[]){"path", "name", NULL},
    .fields =
        (const struct fact_field[]){
            [SYSTEM] = {"system",
                        {.kind = TYPE_WORD, .words = systems},
                        false,
                        "Whose format the file has."},
            [NAME] = {"name", {.kind = TYPE_TEXT}, false, "The flag's key."},
            [OWNER] = {"owner",
                       {.kind = TYPE_TEXT},
                       true,
                       "Of the flag's metadata, or those of its set: owner, team, maintainer or "
                       "contact; not a placeholder."},
            [END] = {"end",
                     {.kind = TYPE_DATE},
                     true,
                     "The day that its metadata give as its end: expires, remove by, end date, "
                     "sunset and the like."},
            [PERMANENT] = {"permanent",
                           {.kind = TYPE_BOOLEAN},
                           false,
                           "Its metadata say that it is to stay: permanent, a kill switch, an "
                           "operational flag, a permission."},
            [TEST] = {"test",
                      {.kind = TYPE_BOOLEAN},
                      false,
                      "Stands among tests, examples or fixtures."},
            [VENDORED] = {"vendored", {.kind = TYPE_BOOLEAN}, false, "Was copied from others."},
            {0},
        },
};

enum { WORD_BYTES = 24 };

/* In lower case, letters only: `remove-by`, `removeBy` and `remove_by` are one. */
static void fold(const char *word, char out[WORD_BYTES])
{
    size_t size = 0;
    for (; *word && size + 1 < WORD_BYTES; word++) {
        char byte = *word >= 'A' && *word <= 'Z' ? (char)(*word - 'A' + 'a') : *word;
        if (byte >= 'a' && byte <= 'z')
            out[size++] = byte;
    }
    out[size] = '\0';
}

static bool is_one_of(const char *word, const char *const *words)
{
    char folded[WORD_BYTES];
    fold(word, folded);
    return string_is_one_of(folded, words);
}

/* The text of a scalar, or of the first item of a list of them. */
static const char *first_text(const struct node *node)
{
    if (node && node->kind == NODE_SEQUENCE && node->count > 0)
        node = node->items[0];
    return node && node_is_scalar(node) && node->kind != NODE_NULL ? node->text : NULL;
}

static void read_end(struct value *cell, const char *text)
{
    int32_t day = 0;
    int64_t time = 0;
    if (date_parse(text, &day))
        *cell = value_date(day);
    else if (time_parse(text, &time))
        *cell = value_date(time_to_date(time));
}

static void read_metadata(struct fact_writer *writer, struct value *cells,
                          const struct node *metadata)
{
    static const char *const owners[] = {"owner",      "owners",      "team",    "owningteam",
                                         "maintainer", "ownedby",     "contact", "teamowner",
                                         "ownerteam",  "maintainers", NULL};
    static const char *const ends[] = {
        "expires",   "expiry",   "expirydate",  "expiration", "expirationdate", "expiresat",
        "expireson", "removeby", "removaldate", "removeon",   "enddate",        "end",
        "until",     "sunset",   "sunsetdate",  "expiredate", "removeafter",    NULL};
    static const char *const sorts[] = {"type",     "kind",     "lifetime", "lifecycle",
                                        "flagtype", "category", NULL};
    static const char *const lasting[] = {"permanent",  "killswitch",  "ops", "operational",
                                          "permission", "entitlement", NULL};
    for (size_t i = 0; metadata && metadata->kind == NODE_MAPPING && i < metadata->count; i++) {
        const char *key = metadata->keys[i]->text;
        const char *text = first_text(metadata->items[i]);
        bool is_true = false;
        if (!text || !*text)
            continue;
        if (is_one_of(key, owners) && !catalogue_is_placeholder_owner(text))
            cells[OWNER] = fact_text(writer, text);
        else if (is_one_of(key, ends))
            read_end(&cells[END], text);
        else if ((is_one_of(key, sorts) && is_one_of(text, lasting)) ||
                 (strcmp(key, "permanent") == 0 && node_boolean(metadata->items[i], &is_true) &&
                  is_true))
            cells[PERMANENT] = value_boolean(true);
    }
}

static void add_flag(struct fact_writer *writer, const struct fact_file *file, size_t system,
                     const struct node *name, const struct node *set, const struct node *flag)
{
    struct value *cells = fact_add(writer, &kind, NULL, name->line, name->column)->cells;
    cells[SYSTEM] = value_text(systems[system]);
    cells[NAME] = fact_text(writer, name->text);
    cells[PERMANENT] = value_boolean(false);
    cells[TEST] = value_boolean(path_is_test(file->path));
    cells[VENDORED] = value_boolean(snapshot_is_vendored(file->snapshot, file->path));
    read_metadata(writer, cells, node_find(set, "metadata"));
    read_metadata(writer, cells, node_find(flag, "metadata"));
}

static void read_root(struct fact_writer *writer, const struct fact_file *file,
                      const struct node *root)
{
    const struct node *flags = node_find(root, "flags");
    for (size_t i = 0; flags && flags->kind == NODE_MAPPING && i < flags->count; i++)
        if (node_find(flags->items[i], "state") && node_find(flags->items[i], "variants"))
            add_flag(writer, file, 0, flags->keys[i], root, flags->items[i]);
    for (size_t i = 0; root && root->kind == NODE_MAPPING && i < root->count; i++)
        if (node_find(root->items[i], "variations") && node_find(root->items[i], "defaultRule"))
            add_flag(writer, file, 1, root->keys[i], NULL, root->items[i]);
    for (size_t i = 0; flags && flags->kind == NODE_SEQUENCE && i < flags->count; i++) {
        const struct node *key = node_find(flags->items[i], "key");
        if (node_is_scalar(key) && key->text &&
            (node_find(flags->items[i], "enabled") || node_find(flags->items[i], "variants")))
            add_flag(writer, file, 2, key, NULL, flags->items[i]);
    }
}

/* Any file may hold flags: of content that nobody can read only a name that says so counts. */
static bool may_hold_flags(const char *path)
{
    struct text base = text_of(path_base(path));
    return !path_is_test(path) && (text_find_folded(base, "flag") != SIZE_MAX ||
                                   text_find_folded(base, "features.") != SIZE_MAX);
}

static void recognise(struct fact_writer *writer, struct fact_file *file)
{
    const struct document_problem *problem = NULL;
    enum unknown_class class;
    const char *reason = fact_file_unreadable(file, &class);
    const struct document *document = NULL;
    if (!reason)
        document = string_ends_with(file->path, ".json") ? fact_file_json(file, true, &problem)
                                                         : fact_file_yaml(file, &problem);
    if (!reason && !document && !may_hold_flags(file->path))
        return;
    if (!reason && !document) {
        bool is_template = fact_file_is_template(file);
        class = is_template ? UNKNOWN_UNOBSERVABLE : UNKNOWN_UNREADABLE;
        reason = is_template ? "a template makes this file" : problem->message;
    }
    if (file->content.state != CONTENT_TEXT &&
        (file->content.state == CONTENT_LINK || !may_hold_flags(file->path)))
        return;
    if (reason) {
        fact_add_gaps(writer, NULL, class, arena_strdup(fact_arena(writer), reason));
        return;
    }
    for (size_t i = 0; document && i < document->count; i++)
        read_root(writer, file, document->roots[i]);
}

FACT(feature_flag) = {
    .name = "feature_flag",
    .area = FACT_AREA_OPERATIONS,
    .summary = "Feature flags that files define, with owner and end.",
    .version = 1,
    .kinds = (const struct fact_kind *const[]){&kind, NULL},
    .paths = (const char *const[]){"*.json", "*.yaml", "*.yml", NULL},
    .literals = (const char *const[]){"flagd.dev/schema", "defaultVariant", "defaultRule",
                                      "_FLAG_TYPE", NULL},
    .judges_lost_content = true,
    .recognise_file = recognise,
};
