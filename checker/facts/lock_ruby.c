/* Gemfile.lock: every gem of the Gemfile stands below DEPENDENCIES, else a frozen install
 * stops: "You have added to the Gemfile" (rubygems, bundler/lib/bundler/definition.rb,
 * ensure_equivalent_gemfile_and_lockfile). Podfile.lock: the same of pods, else `pod
 * install --deployment` stops: "There were changes to the lockfile" (CocoaPods,
 * installer.rb). */
#include "facts/lock_check.h"
#include "facts/ruby_calls.h"

#include <string.h>

static char present[] = "present";

struct section {
    struct lock_check *check;
    const struct lock_manifest *manifest;
    struct table names;
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
        table_set(&section->names,
                  arena_copy(section->check->scratch, (struct text){line.bytes + from, size}),
                  present);
    }
}

static void check_call(void *context, struct text name, struct text line)
{
    const struct section *section = context;
    struct lock_check *check = section->check;
    const char *text = arena_copy(check->scratch, name);
    (void)line;
    if (!table_has(&section->names, text))
        lock_problem_add(check, 0, "missing_entry", section->manifest, text,
                         arena_printf(check->scratch, "'%s' of '%s' is not in it", text,
                                      section->manifest->path));
}

void lock_check_bundler(struct lock_check *check)
{
    struct section section = {.check = check, .manifest = &check->manifests[0]};
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
