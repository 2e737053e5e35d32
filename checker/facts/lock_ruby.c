/* Gemfile.lock: every gem of the Gemfile stands below DEPENDENCIES, else a frozen install
 * stops: "You have added to the Gemfile" (rubygems, bundler/lib/bundler/definition.rb,
 * ensure_equivalent_gemfile_and_lockfile), with the versions that the Gemfile asks for
 * (lib/bundler/dependency.rb and rubygems/dependency.rb, to_lock). Podfile.lock: the same of pods,
 * else `pod install --deployment` stops: "There were changes to the lockfile" (CocoaPods,
 * installer.rb). */
#include "facts/lock_check.h"
#include "facts/ruby_calls.h"

#include <stdlib.h>
#include <string.h>

struct section {
    struct lock_check *check;
    const struct lock_manifest *manifest;
    struct table names; /* what is asked of each, as it stands there: "(~> 7.0)", "" */
    bool has_versions;  /* those are compared */
};

/* `  rails (~> 7.0)!` or `  - Alamofire (~> 5.0)`: lines below a head at the margin. */
static void read_section(struct section *section, const char *head, const char *mark)
{
    struct text rest = section->check->text;
    struct text line;
    bool is_in = false;
    table_init(&section->names, section->check->scratch);
    while (text_next_line(&rest, &line)) {
        if (line.size > 0 && line.bytes[0] != ' ')
            is_in = text_equals(text_trim(line), head);
        line = text_trim(line);
        if (!is_in || !text_starts_with(line, mark))
            continue;
        size_t from = strlen(mark);
        from += from < line.size && line.bytes[from] == '"';
        size_t size = 0;
        while (from + size < line.size && !strchr(" !\"", line.bytes[from + size]))
            size++;
        struct arena *arena = section->check->scratch;
        const char *name = arena_copy(arena, (struct text){line.bytes + from, size});
        from += size;
        table_set(&section->names, name,
                  arena_copy(arena, (struct text){line.bytes + from, line.size - from}));
    }
}

/* What is asked of one gem: as "= 1.2", sorted by the bytes. */
struct asked {
    const char *items[8];
    size_t count;
};

static int by_bytes(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* 1.0 is 1 but behind `~>`; `>= 0` asks nothing. False when it is no version. */
static bool add_asked(struct asked *asked, struct arena *arena, struct text text)
{
    static const char versions[] =
        "0123456789.ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-";
    text = text_trim(text);
    size_t size = 0;
    while (size < text.size && strchr("=!<>~", text.bytes[size]))
        size++;
    const char *relation = size > 0 ? arena_copy(arena, (struct text){text.bytes, size}) : "=";
    struct text version = text_trim((struct text){text.bytes + size, text.size - size});
    for (size_t i = 0; i < version.size; i++)
        if (!strchr(versions, version.bytes[i]))
            return false;
    while (strcmp(relation, "~>") != 0 && version.size > 2 &&
           memcmp(version.bytes + version.size - 2, ".0", 2) == 0)
        version.size -= 2;
    if (strcmp(relation, ">=") == 0 && text_equals(version, "0"))
        return true;
    if (version.size == 0 || asked->count == sizeof(asked->items) / sizeof(*asked->items))
        return false;
    asked->items[asked->count++] =
        arena_printf(arena, "%s %.*s", relation, (int)version.size, version.bytes);
    return true;
}

/* `require: false`, `:git => "..."`; a variable may hold a version. */
static bool is_keyword(struct text rest)
{
    size_t size = 0;
    while (size < rest.size &&
           ((rest.bytes[size] >= 'a' && rest.bytes[size] <= 'z') || rest.bytes[size] == '_'))
        size++;
    return rest.bytes[0] == ':' || (size > 0 && size < rest.size && rest.bytes[size] == ':');
}

/* Behind the name of a call: texts, as long as there are some. False when what follows may be
 * more of them: a constant, a variable, a list, the next line. */
static bool read_call(struct asked *asked, struct arena *arena, struct text rest)
{
    for (rest = text_trim(rest); rest.size > 0 && rest.bytes[0] == ',';) {
        rest = text_trim((struct text){rest.bytes + 1, rest.size - 1});
        if (rest.size == 0)
            return false;
        char quote = rest.bytes[0];
        if (quote != '\'' && quote != '"')
            return is_keyword(rest);
        const char *end = memchr(rest.bytes + 1, quote, rest.size - 1);
        if (!end ||
            !add_asked(asked, arena, (struct text){rest.bytes + 1, (size_t)(end - rest.bytes) - 1}))
            return false;
        size_t used = (size_t)(end + 1 - rest.bytes);
        rest = text_trim((struct text){rest.bytes + used, rest.size - used});
    }
    return rest.size == 0 || rest.bytes[0] == '#' || rest.bytes[0] == ')';
}

static bool read_locked(struct asked *asked, struct arena *arena, struct text text)
{
    text = text_trim(text);
    if (text.size == 0 || text.bytes[0] != '(')
        return text.size == 0 || text_equals(text, "!");
    const char *end = memchr(text.bytes, ')', text.size);
    const char *at = text.bytes + 1;
    while (end && at < end) {
        const char *comma = memchr(at, ',', (size_t)(end - at));
        const char *stop = comma ? comma : end;
        if (!add_asked(asked, arena, (struct text){at, (size_t)(stop - at)}))
            return false;
        at = stop + 1;
    }
    return end != NULL;
}

static bool is_same(struct asked *a, struct asked *b)
{
    qsort(a->items, a->count, sizeof(*a->items), by_bytes);
    qsort(b->items, b->count, sizeof(*b->items), by_bytes);
    for (size_t i = 0; i < a->count && i < b->count; i++)
        if (strcmp(a->items[i], b->items[i]) != 0)
            return false;
    return a->count == b->count;
}

/* A call that asks for no version may get one from a gemspec. */
static void compare_versions(const struct section *section, const char *name, const char *locked,
                             struct text line)
{
    struct lock_check *check = section->check;
    struct asked here = {.count = 0};
    struct asked there = {.count = 0};
    size_t at = 0;
    while (at < line.size && line.bytes[at] != '\'' && line.bytes[at] != '"')
        at++;
    at += strlen(name) + 2; /* both quotes */
    if (at > line.size ||
        !read_call(&here, check->scratch, (struct text){line.bytes + at, line.size - at}) ||
        here.count == 0 || !read_locked(&there, check->scratch, text_of(locked)) ||
        is_same(&here, &there))
        return;
    lock_problem_add(
        check, 0, "other_version", section->manifest, name,
        arena_printf(check->scratch, "'%s' is asked for as '%s' in '%s', and it has %s", name,
                     here.items[0], section->manifest->path,
                     there.count > 0 ? arena_printf(check->scratch, "'%s'", there.items[0])
                                     : "no version of it"));
}

static void check_call(void *context, struct text name, struct text line)
{
    const struct section *section = context;
    struct lock_check *check = section->check;
    const char *text = arena_copy(check->scratch, name);
    const char *locked = table_find(&section->names, text);
    if (locked && section->has_versions)
        compare_versions(section, text, locked, line);
    if (!locked)
        lock_problem_add(check, 0, "missing_entry", section->manifest, text,
                         arena_printf(check->scratch, "'%s' of '%s' is not in it", text,
                                      section->manifest->path));
}

void lock_check_bundler(struct lock_check *check)
{
    struct section section = {.check = check, .manifest = &check->manifests[0]};
    /* another file may have a say in what is asked for */
    section.has_versions = text_find(section.manifest->text, "gemspec") == SIZE_MAX &&
                           text_find(section.manifest->text, "eval_gemfile") == SIZE_MAX;
    read_section(&section, "DEPENDENCIES", "");
    if (text_find(check->text, "DEPENDENCIES") != SIZE_MAX)
        ruby_each_call(section.manifest->text, "gem", check_call, &section);
}

void lock_check_cocoapods(struct lock_check *check)
{
    struct section section = {.check = check, .manifest = &check->manifests[0]};
    read_section(&section, "DEPENDENCIES:", "- ");
    ruby_each_call(section.manifest->text, "pod", check_call, &section);
}
