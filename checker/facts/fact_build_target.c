/* build_target - names that the repository's build tools can be called with: targets
 * of make, recipes of just, tasks, scripts of npm and composer. */
#include "facts/gather.h"
#include "facts/prose_kinds.h"

static const char *const tools[] = {"make", "just", "task", "npm", "composer", NULL};
enum tool { MAKE, JUST, TASK, NPM, COMPOSER };

const struct fact_kind fact_kind_build_target = {
    .name = "build_target",
    .summary = "A name that a build tool can be called with in the file's folder.",
    .key = (const char *const[]){"path", "name", NULL},
    .fields =
        (const struct fact_field[]){
            {"tool", {.kind = TYPE_WORD, .words = tools}, false, "The tool that reads the file."},
            {"name", {.kind = TYPE_TEXT}, false, "The target, recipe, task or script."},
            {"package", {.kind = TYPE_TEXT}, true, "The name of the package whose script it is."},
            {0},
        },
};

static struct fact_row *add(struct fact_writer *writer, enum tool tool, uint32_t line,
                            struct text name)
{
    struct fact_row *row = fact_add(writer, &fact_kind_build_target, NULL, line, 1);
    row->cells[BUILD_TARGET_TOOL] = value_text(tools[tool]);
    row->cells[BUILD_TARGET_NAME] = value_text(arena_copy(fact_arena(writer), name));
    return row;
}

static void add_gap(struct fact_writer *writer, enum tool tool, enum unknown_class class,
                    const char *reason)
{
    struct fact_row *row = fact_add_gap(writer, &fact_kind_build_target, NULL, class, reason);
    if (row)
        row->cells[BUILD_TARGET_TOOL] = value_text(tools[tool]);
}

static bool next_word(struct text *rest, struct text *word)
{
    *rest = text_trim(*rest);
    if (!rest->size)
        return false;
    size_t size = 0;
    while (size < rest->size && rest->bytes[size] != ' ' && rest->bytes[size] != '\t')
        size++;
    *word = (struct text){rest->bytes, size};
    rest->bytes += size;
    rest->size -= size;
    return true;
}

/* The colon that ends the targets of a rule; SIZE_MAX for an assignment or none. */
static size_t rule_colon(struct text line)
{
    size_t depth = 0;
    for (size_t i = 0; i < line.size; i++) {
        char byte = line.bytes[i];
        depth += byte == '(' || byte == '{';
        depth -= depth && (byte == ')' || byte == '}');
        if (depth)
            continue;
        if (byte == '=' || byte == '#')
            return SIZE_MAX;
        if (byte != ':')
            continue;
        char next = i + 1 < line.size ? line.bytes[i + 1] : '\0';
        char after = i + 2 < line.size ? line.bytes[i + 2] : '\0';
        /* `:=`, `::=` and `:::=` assign; `::` is a rule of two colons. */
        return next == '=' || (next == ':' && after == '=') ? SIZE_MAX : i;
    }
    return SIZE_MAX;
}

static void read_makefile(struct fact_writer *writer, struct text text)
{
    struct text rest = text, line;
    bool continued = false, open = false;
    for (uint32_t number = 1; text_next_line(&rest, &line); number++) {
        bool carried = continued;
        continued = line.size && line.bytes[line.size - 1] == '\\';
        if (carried || !line.size || line.bytes[0] == '\t' || line.bytes[0] == '#')
            continue;
        struct text trimmed = text_trim(line);
        if (text_starts_with(trimmed, "include ") || text_starts_with(trimmed, "-include ") ||
            text_starts_with(trimmed, "sinclude ") || text_starts_with(trimmed, "$(eval") ||
            text_starts_with(trimmed, "$(foreach") || text_starts_with(trimmed, "$(call"))
            open = true;
        size_t colon = rule_colon(line);
        if (colon == SIZE_MAX)
            continue;
        struct text targets = {line.bytes, colon}, word;
        bool phony = text_equals(text_trim(targets), ".PHONY");
        if (phony)
            targets = (struct text){line.bytes + colon + 1, line.size - colon - 1};
        while (next_word(&targets, &word)) {
            if (text_equals(word, "\\") || text_equals(word, "&"))
                continue;
            if (text_find(word, "$") != SIZE_MAX || text_find(word, "%") != SIZE_MAX ||
                text_equals(word, ".DEFAULT"))
                /* `%.o` makes files; a pattern without an ending may make any name. */
                open = open || !text_starts_with(word, "%.");
            else
                add(writer, MAKE, number, word);
        }
    }
    if (open)
        add_gap(writer, MAKE, UNKNOWN_UNOBSERVABLE,
                "the Makefile has targets that only make itself works out");
}

static void read_justfile(struct fact_writer *writer, struct text text)
{
    struct text rest = text, line;
    for (uint32_t number = 1; text_next_line(&rest, &line); number++) {
        if (text_starts_with(line, "import ") || text_starts_with(line, "mod ") ||
            text_starts_with(line, "!include"))
            add_gap(writer, JUST, UNKNOWN_UNOBSERVABLE, "the justfile imports others");
        if (!line.size || strchr(" \t#[", line.bytes[0]))
            continue;
        struct text word, words = line;
        if (text_starts_with(line, "alias ")) {
            next_word(&words, &word);
            if (next_word(&words, &word))
                add(writer, JUST, number, word);
            continue;
        }
        size_t colon = rule_colon(line);
        if (colon == SIZE_MAX) {
            /* A parameter may have a default: `name value="x":`. */
            if (text_find(line, ":=") != SIZE_MAX || text_find(line, ":") == SIZE_MAX)
                continue;
            colon = text_find(line, ":");
        }
        words.size = colon;
        if (!next_word(&words, &word))
            continue;
        if (word.bytes[0] == '@') {
            word.bytes++;
            word.size--;
        }
        add(writer, JUST, number, word);
    }
}

static void read_keys(struct fact_writer *writer, enum tool tool, const struct node *mapping,
                      const char *package)
{
    for (size_t i = 0; mapping && mapping->kind == NODE_MAPPING && i < mapping->count; i++) {
        struct text name = {mapping->keys[i]->text, mapping->keys[i]->size};
        add(writer, tool, mapping->keys[i]->line, name)->cells[BUILD_TARGET_PACKAGE] =
            fact_text(writer, package);
    }
}

static void read_document(struct fact_writer *writer, struct fact_file *file, enum tool tool,
                          const char *key)
{
    const struct document_problem *problem = NULL;
    const struct document *document =
        tool == TASK ? fact_file_yaml(file, &problem) : fact_file_json(file, false, &problem);
    if (!document) {
        add_gap(writer, tool, UNKNOWN_UNREADABLE,
                arena_strdup(fact_arena(writer), problem ? problem->message : "malformed"));
        return;
    }
    const struct node *root = document->count ? document->roots[0] : NULL;
    read_keys(writer, tool, node_find(root, key), tool == NPM ? node_string(root, "name") : NULL);
    if (tool == TASK && node_find(root, "includes"))
        add_gap(writer, TASK, UNKNOWN_UNOBSERVABLE, "the Taskfile includes others");
}

static void recognise(struct fact_writer *writer, struct fact_file *file)
{
    const char *slash = strrchr(file->path, '/');
    const char *name = slash ? slash + 1 : file->path;
    enum tool tool = MAKE;
    if (text_find_folded(text_of(name), "justfile") != SIZE_MAX)
        tool = JUST;
    else if (text_find_folded(text_of(name), "taskfile") == 0)
        tool = TASK;
    else if (strcmp(name, "package.json") == 0)
        tool = NPM;
    else if (strcmp(name, "composer.json") == 0)
        tool = COMPOSER;
    enum unknown_class class;
    const char *reason = fact_file_unreadable(file, &class);
    if (reason)
        add_gap(writer, tool, class, reason);
    else if (tool == MAKE)
        read_makefile(writer, file->content.text);
    else if (tool == JUST)
        read_justfile(writer, file->content.text);
    else
        read_document(writer, file, tool, tool == TASK ? "tasks" : "scripts");
}

FACT(build_target) = {
    .name = "build_target",
    .area = FACT_AREA_FILES,
    .summary = "Names that the repository's build tools can be called with.",
    .version = 2,
    .kinds = (const struct fact_kind *const[]){&fact_kind_build_target, NULL},
    .paths = (const char *const[]){"Makefile", "GNUmakefile", "makefile", "*.mk", "Makefile.*",
                                   "Makefile-*", "justfile", "Justfile", ".justfile",
                                   "Taskfile.yml", "Taskfile.yaml", "taskfile.yml", "taskfile.yaml",
                                   "Taskfile.dist.yml", "package.json", "composer.json", NULL},
    .recognise_file = recognise,
};
