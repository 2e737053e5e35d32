#include "source/attributes.h"

#include "base/limits.h"
#include "source/entry.h"
#include "source/rules.h"
#include "source/state.h"

#include <stdlib.h>
#include <string.h>

/* What linguist (vendor.yml, generated.rb) and every ecosystem's tools hold to. */
static const char *const vendored_folders[] = {
    "vendor",   "vendors",   "node_modules",     "third_party", "third-party",   "thirdparty",
    "3rdparty", "3rd_party", "bower_components", "Godeps",      "site-packages", ".bundle",
    "Pods",     "Carthage",  "jspm_packages",    NULL,
};
static const char *const generated_names[] = {
    "package-lock.json",
    "npm-shrinkwrap.json",
    "yarn.lock",
    "pnpm-lock.yaml",
    "bun.lock",
    "bun.lockb",
    "deno.lock",
    "Cargo.lock",
    "poetry.lock",
    "Pipfile.lock",
    "pdm.lock",
    "uv.lock",
    "pixi.lock",
    "composer.lock",
    "Gemfile.lock",
    "go.sum",
    "go.work.sum",
    "mix.lock",
    "pubspec.lock",
    "flake.lock",
    "Package.resolved",
    "Podfile.lock",
    "Cartfile.resolved",
    "packages.lock.json",
    "project.assets.json",
    "gradle.lockfile",
    "buildscript-gradle.lockfile",
    ".terraform.lock.hcl",
    "conan.lock",
    "Chart.lock",
    "MODULE.bazel.lock",
    "cabal.project.freeze",
    "stack.yaml.lock",
    "renv.lock",
    NULL,
};
static const char *const generated_endings[] = {
    ".min.js",   ".min.css",  ".js.map",   ".css.map",      ".pb.go",       ".pb.gw.go",
    ".pb.cc",    ".pb.h",     ".pb.c",     "_pb2.py",       "_pb2_grpc.py", "_pb2.pyi",
    ".pb.swift", ".pb.rb",    ".g.dart",   ".freezed.dart", ".designer.cs", ".Designer.cs",
    ".g.cs",     ".pbobjc.h", ".pbobjc.m", "_pb.js",        "_pb.d.ts",     NULL,
};

static bool is_vendored_by_convention(const char *path)
{
    for (size_t size; path[size = strcspn(path, "/")]; path += size + 1)
        for (const char *const *folder = vendored_folders; *folder; folder++)
            if (text_equals((struct text){path, size}, *folder))
                return true;
    return false;
}

static bool is_generated_by_convention(const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;
    if (string_is_one_of(name, generated_names))
        return true;
    for (const char *const *ending = generated_endings; *ending; ending++)
        if (string_ends_with(name, *ending))
            return true;
    return string_starts_with(name, "zz_generated");
}

/* linguist's documentation.yml, as far as it is about folders of a whole project. */
static bool is_documentation_by_convention(const char *path)
{
    static const char *const roots[] = {"docs",  "doc",  "Docs",   "Doc",     "man", "examples",
                                        "demos", "demo", "sample", "samples", NULL};
    for (const char *const *root = roots; *root; root++)
        if (text_equals((struct text){path, strcspn(path, "/")}, *root) && strchr(path, '/'))
            return true;
    for (size_t size; path[size = strcspn(path, "/")]; path += size + 1)
        if (text_equals((struct text){path, size}, "Documentation") ||
            text_equals((struct text){path, size}, "documentation"))
            return true;
    return false;
}

enum setting { UNSET, IS_FALSE, IS_TRUE, UNSPECIFIED };

enum attribute { GENERATED, VENDORED, DOCUMENTATION, ATTRIBUTES };
static const char *const attribute_names[] = {"linguist-generated", "linguist-vendored",
                                              "linguist-documentation"};

struct attribute_rule {
    const struct glob *glob; /* relative to the folder */
    const char *file;        /* path of the .gitattributes file */
    size_t folder_size;      /* of its folder, with the slash */
    size_t line;
    enum setting settings[ATTRIBUTES];
    const char *language; /* NULL: it says none */
};

struct attributes {
    const struct attribute_rule *rules; /* a later one has precedence */
    size_t count;
};

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\f' || byte == '\v';
}

static bool take_word(struct text *rest, struct text *word)
{
    while (rest->size > 0 && is_blank(rest->bytes[0]))
        *rest = (struct text){rest->bytes + 1, rest->size - 1};
    size_t size = 0;
    while (size < rest->size && !is_blank(rest->bytes[size]))
        size++;
    *word = (struct text){rest->bytes, size};
    *rest = (struct text){rest->bytes + size, rest->size - size};
    return size > 0;
}

/* `"a b"`, quoted as in C: git's unquote_c_style. False when it does not end. */
static bool take_quoted(struct text *rest, struct text *word, struct arena *arena)
{
    char *out = arena_alloc(arena, rest->size + 1, 1);
    size_t size = 0;
    for (size_t i = 1; i < rest->size; i++) {
        char byte = rest->bytes[i];
        if (byte == '"') {
            *word = (struct text){out, size};
            *rest = (struct text){rest->bytes + i + 1, rest->size - i - 1};
            return true;
        }
        if (byte == '\\' && i + 1 < rest->size) {
            static const char letters[] = "abfnrtv";
            static const char meant[] = "\a\b\f\n\r\t\v";
            byte = rest->bytes[++i];
            const char *letter = byte ? strchr(letters, byte) : NULL;
            unsigned octal = 0;
            size_t digits = 0;
            while (digits < 3 && i + digits < rest->size && rest->bytes[i + digits] >= '0' &&
                   rest->bytes[i + digits] <= '7')
                octal = octal << 3 | (unsigned)(rest->bytes[i + digits++] - '0');
            if (letter)
                byte = meant[letter - letters];
            else if (digits == 3)
                byte = (char)(unsigned char)(octal & 0xff);
            if (digits == 3)
                i += 2;
        }
        out[size++] = byte;
    }
    return false;
}

/* What this word says about the attribute; UNSET when it is about another one. */
static enum setting setting_of(struct text word, const char *attribute)
{
    enum setting plain = IS_TRUE;
    if (word.size > 0 && (word.bytes[0] == '-' || word.bytes[0] == '!')) {
        plain = word.bytes[0] == '-' ? IS_FALSE : UNSPECIFIED;
        word = (struct text){word.bytes + 1, word.size - 1};
    }
    if (!text_starts_with(word, attribute))
        return UNSET;
    size_t size = strlen(attribute);
    struct text value = {word.bytes + size, word.size - size};
    if (value.size == 0)
        return plain;
    if (plain != IS_TRUE || value.bytes[0] != '=')
        return UNSET;
    return text_equals(value, "=false") ? IS_FALSE : IS_TRUE;
}

static bool parse_line(struct text line, struct attribute_rule *out, struct arena *arena)
{
    struct text word;
    line = text_trim(line);
    if (line.size == 0 || line.bytes[0] == '#')
        return false;
    if (line.bytes[0] != '"' ? !take_word(&line, &word) : !take_quoted(&line, &word, arena))
        return false;
    /* git refuses a pattern that is negated; `[attr]` defines a macro */
    if (word.size == 0 || word.bytes[0] == '!' || text_starts_with(word, "[attr]"))
        return false;
    struct text pattern = word;
    while (take_word(&line, &word)) {
        static const char language[] = "linguist-language=";
        for (size_t i = 0; i < ATTRIBUTES; i++) {
            enum setting setting = setting_of(word, attribute_names[i]);
            out->settings[i] = setting != UNSET ? setting : out->settings[i];
        }
        if (text_starts_with(word, language) && word.size >= sizeof(language))
            out->language = arena_copy(arena, (struct text){word.bytes + sizeof(language) - 1,
                                                            word.size - sizeof(language) + 1});
    }
    bool is_set = out->language != NULL;
    for (size_t i = 0; i < ATTRIBUTES; i++)
        is_set |= out->settings[i] != UNSET;
    if (!is_set)
        return false;
    bool folders_only = false;
    out->glob = rule_pattern(pattern, &folders_only, arena);
    /* a folder has no attributes, and what it holds does not inherit */
    return out->glob && !folders_only;
}

struct rule_list {
    struct attribute_rule *rules;
    size_t count, capacity;
};

static void add_file(struct rule_list *list, const struct entry *entry, struct text text,
                     struct arena *arena)
{
    const char *slash = strrchr(entry->path, '/');
    struct text line;
    for (size_t number = 1; text_next_line(&text, &line); number++) {
        struct attribute_rule rule = {
            .file = entry->path,
            .folder_size = slash ? (size_t)(slash + 1 - entry->path) : 0,
            .line = number,
        };
        if (!parse_line(line, &rule, arena))
            continue;
        list->rules =
            arena_grow(arena, list->rules, list->count, &list->capacity, sizeof(*list->rules));
        list->rules[list->count++] = rule;
    }
}

/* The file of a deeper folder has precedence; in a file, the later line. */
static int by_precedence(const void *a, const void *b)
{
    const struct attribute_rule *left = a;
    const struct attribute_rule *right = b;
    if (left->folder_size != right->folder_size)
        return left->folder_size < right->folder_size ? -1 : 1;
    int order = strcmp(left->file, right->file);
    if (order != 0)
        return order;
    return left->line < right->line ? -1 : left->line > right->line;
}

static void add_defect(struct snapshot *snapshot, const char *path, const char *problem,
                       struct arena *arena)
{
    struct defect *defects = ARENA_ARRAY(arena, struct defect, snapshot->defect_count + 1);
    size_t at = 0;
    while (at < snapshot->defect_count && strcmp(snapshot->defects[at].path, path) <= 0)
        at++;
    for (size_t i = 0; i < snapshot->defect_count; i++)
        defects[i < at ? i : i + 1] = snapshot->defects[i];
    defects[at] = (struct defect){path, problem};
    snapshot->defects = defects;
    snapshot->defect_count++;
}

static bool is_attributes_file(const struct entry *entry)
{
    static const char name[] = ".gitattributes";
    /* git does not follow a link here */
    return entry_is_file(entry) && string_ends_with(entry->path, name) &&
           (entry->path[sizeof(name) - 1] == '\0' ||
            string_ends_with(entry->path, "/.gitattributes"));
}

struct failure *attributes_load(const struct attributes **out, struct snapshot *snapshot,
                                struct arena *arena)
{
    struct rule_list list = {.rules = NULL};
    struct reader *reader = NULL;
    for (size_t i = 0; i < snapshot->count; i++) {
        const struct entry *entry = &snapshot->entries[i];
        if (!is_attributes_file(entry))
            continue;
        if (!reader)
            TRY(reader_open_here(&reader, snapshot));
        struct content content;
        reader_read(reader, entry, LIMIT_POLICY_BYTES, arena, &content);
        if (content.state == CONTENT_TEXT)
            add_file(&list, entry, content.text, arena);
        else
            add_defect(snapshot, entry->path, "cannot be read", arena);
    }
    reader_close(reader);
    if (list.count > 0)
        qsort(list.rules, list.count, sizeof(*list.rules), by_precedence);
    struct attributes *attributes = ARENA_NEW(arena, struct attributes);
    *attributes = (struct attributes){.rules = list.rules, .count = list.count};
    *out = attributes;
    return NULL;
}

static enum setting find_setting(const struct attributes *attributes, const char *path,
                                 enum attribute attribute)
{
    for (size_t i = attributes ? attributes->count : 0; i > 0; i--) {
        const struct attribute_rule *rule = &attributes->rules[i - 1];
        enum setting setting = rule->settings[attribute];
        if (setting != UNSET && strncmp(path, rule->file, rule->folder_size) == 0 &&
            glob_matches(rule->glob, path + rule->folder_size))
            return setting;
    }
    return UNSET;
}

/* With the slash; 0 in the root. */
static size_t folder_size(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? (size_t)(slash + 1 - path) : 0;
}

/* Of a file that was renamed into the folder that `path` lies in: what `before` called it. */
static const char *folder_before(const struct snapshot_state *state, const char *path)
{
    size_t size = folder_size(path);
    size_t low = 0;
    size_t high = state->rename_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strncmp(state->renames[middle].path, path, size) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    bool is_there = low < state->rename_count && strncmp(state->renames[low].path, path, size) == 0;
    return is_there ? state->renames[low].old_path : NULL;
}

static bool has_folder_of(const struct snapshot *snapshot, const char *path)
{
    char folder[LIMIT_PATH_BYTES + 1];
    size_t size = folder_size(path);
    if (size == 0 || size > LIMIT_PATH_BYTES)
        return true;
    memcpy(folder, path, size - 1);
    folder[size - 1] = '\0';
    return snapshot_has_folder(snapshot, folder);
}

/* What `before` called it; NULL where it did not have it. Who asks of a file that nobody has
 * means its folder. */
static const char *name_before(const struct snapshot *snapshot, const char *path)
{
    const struct snapshot_state *state = snapshot->state;
    const struct entry *entry = snapshot_find(state->before, path);
    if (entry)
        return entry->path;
    if (snapshot_find(snapshot, path))
        return history_renamed_from(state->renames, state->rename_count, path);
    return has_folder_of(state->before, path) ? path : folder_before(state, path);
}

static bool is_marked(const struct snapshot *snapshot, const char *path, enum attribute attribute)
{
    static bool (*const conventions[])(const char *) = {
        [GENERATED] = is_generated_by_convention,
        [VENDORED] = is_vendored_by_convention,
        [DOCUMENTATION] = is_documentation_by_convention,
    };
    const struct snapshot_state *state = snapshot->state;
    enum setting setting = find_setting(state->attributes, path, attribute);
    bool is_said = setting == IS_TRUE || setting == IS_FALSE;
    if (is_said ? setting == IS_FALSE : !conventions[attribute](path))
        return false;
    const char *old = state->before ? name_before(snapshot, path) : NULL;
    return !old || is_marked(state->before, old, attribute);
}

bool snapshot_is_generated(const struct snapshot *snapshot, const char *path)
{
    return is_marked(snapshot, path, GENERATED);
}

bool snapshot_is_vendored(const struct snapshot *snapshot, const char *path)
{
    return is_marked(snapshot, path, VENDORED);
}

bool snapshot_is_documentation(const struct snapshot *snapshot, const char *path)
{
    return is_marked(snapshot, path, DOCUMENTATION);
}

bool attributes_mark_added(const struct snapshot *snapshot, const struct snapshot *before)
{
    const struct attributes *attributes = snapshot->state->attributes;
    bool may_be_said = attributes && attributes->count > 0;
    for (size_t i = 0; i < snapshot->count; i++) {
        const char *path = snapshot->entries[i].path;
        bool may_be_marked = may_be_said;
        for (enum attribute k = GENERATED; k < ATTRIBUTES && !may_be_marked; k++)
            may_be_marked = is_marked(snapshot, path, k);
        if (may_be_marked && !snapshot_find(before, path))
            return true;
    }
    return false;
}

void attributes_agree_with(struct snapshot *snapshot, const struct snapshot *before,
                           const struct renamed *renames, size_t rename_count, struct arena *arena)
{
    struct snapshot_state *state = ARENA_NEW(arena, struct snapshot_state);
    struct snapshot *copy = ARENA_NEW(arena, struct snapshot);
    *copy = *before;
    *state = *snapshot->state;
    state->before = copy;
    state->renames = renames;
    state->rename_count = rename_count;
    snapshot->state = state;
}

static const char *find_language(const struct attributes *attributes, const char *path)
{
    for (size_t i = attributes ? attributes->count : 0; i > 0; i--) {
        const struct attribute_rule *rule = &attributes->rules[i - 1];
        if (rule->language && strncmp(path, rule->file, rule->folder_size) == 0 &&
            glob_matches(rule->glob, path + rule->folder_size))
            return rule->language;
    }
    return NULL;
}

const char *snapshot_language(const struct snapshot *snapshot, const char *path)
{
    const struct snapshot_state *state = snapshot->state;
    const char *old = state->before ? name_before(snapshot, path) : NULL;
    return old ? snapshot_language(state->before, old) : find_language(state->attributes, path);
}
