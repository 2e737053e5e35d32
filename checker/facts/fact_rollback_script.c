/* rollback - targets of build tools and scripts whose name says that they take something
 * back, and whether they do more than print. */
#include "facts/gather.h"
#include "facts/makefile.h"
#include "facts/paths.h"
#include "facts/rollback.h"

#include <string.h>

static void add(struct fact_writer *writer, uint32_t line, const char *sort, const char *name,
                enum rollback_scope scope, bool works)
{
    struct value *cells = fact_add(writer, &fact_kind_rollback, NULL, line ? line : 1, 1)->cells;
    cells[ROLLBACK_SORT] = value_text(sort);
    cells[ROLLBACK_NAME] = fact_text(writer, name);
    cells[ROLLBACK_SCOPE] = value_text(rollback_scope_names[scope]);
    cells[ROLLBACK_STATE] = value_text(works ? "ready" : "hollow");
    if (!works)
        cells[ROLLBACK_REASON] = value_text("it only prints");
    cells[ROLLBACK_TEST] = value_boolean(rollback_is_aside(writer->path));
}

/* Behind what is read of a long script something may be done. */
static void add_shell(struct fact_writer *writer, struct arena *scratch, uint32_t line,
                      const char *sort, const char *name, enum rollback_scope scope,
                      struct text script)
{
    bool whole = true;
    bool works = rollback_script_does_something(scratch, script, &whole);
    if (works || whole) {
        add(writer, line, sort, name, scope, works);
        return;
    }
    struct value *cells = fact_add_gap(writer, &fact_kind_rollback, NULL, UNKNOWN_UNREADABLE,
                                       "a script with more commands than are read")
                              ->cells;
    cells[ROLLBACK_TEST] = value_boolean(rollback_is_aside(writer->path));
}

static void add_target(struct fact_writer *writer, struct arena *scratch, uint32_t line,
                       const char *name, struct text script)
{
    enum rollback_scope scope;
    if (rollback_is_name(scratch, name, &scope))
        add_shell(writer, scratch, line, "target", name, scope, script);
}

static void read_makefile(struct fact_writer *writer, struct fact_file *file)
{
    struct makefile makefile;
    makefile_read(&makefile, file->arena, file->content.text);
    for (size_t i = 0; i < makefile.targets.count; i++) {
        const struct makefile_target *target = makefile.targets.entries[i].value;
        struct buffer script = BUFFER_EMPTY;
        for (size_t n = 0; target && n < target->line_count; n++)
            buffer_printf(&script, "%s\n", target->lines[n].text);
        if (target && target->line_count > 0)
            add_target(writer, file->arena, target->lines[0].line, target->name,
                       text_of(buffer_string(&script)));
        buffer_release(&script);
    }
}

/* Scripts of npm and composer are lines of a shell; composer also takes lists of them. */
static void read_scripts(struct fact_writer *writer, struct fact_file *file)
{
    const struct document_problem *problem = NULL;
    const struct document *document = fact_file_json(file, false, &problem);
    const struct node *root = document && document->count ? document->roots[0] : NULL;
    const struct node *scripts = node_find(root, "scripts");
    for (size_t i = 0; scripts && scripts->kind == NODE_MAPPING && i < scripts->count; i++) {
        const struct node *value = scripts->items[i];
        if (value->kind == NODE_SEQUENCE && value->count > 0)
            value = value->items[0];
        if (node_is_scalar(value))
            add_target(writer, file->arena, scripts->keys[i]->line, scripts->keys[i]->text,
                       (struct text){value->text, value->size});
    }
}

/* A task of Task: a command, a list of them, or `cmds`; each a text or `cmd: text`. */
static void add_commands(struct buffer *script, const struct node *node)
{
    const struct node *list = node;
    if (node->kind == NODE_MAPPING)
        list = node_find(node, "cmds") ? node_find(node, "cmds") : node_find(node, "cmd");
    if (node_is_scalar(list))
        buffer_printf(script, "%s\n", list->text);
    for (size_t i = 0; list && list->kind == NODE_SEQUENCE && i < list->count; i++) {
        const struct node *item = list->items[i];
        const char *text = node_is_scalar(item) ? item->text : node_string(item, "cmd");
        const char *task = text ? NULL : node_string(item, "task");
        if (text || task)
            buffer_printf(script, "%s%s\n", task ? "task " : "", task ? task : text);
    }
}

static void read_tasks(struct fact_writer *writer, struct fact_file *file)
{
    const struct document_problem *problem = NULL;
    const struct document *document = fact_file_yaml(file, &problem);
    const struct node *root = document && document->count ? document->roots[0] : NULL;
    const struct node *tasks = node_find(root, "tasks");
    for (size_t i = 0; tasks && tasks->kind == NODE_MAPPING && i < tasks->count; i++) {
        struct buffer script = BUFFER_EMPTY;
        add_commands(&script, tasks->items[i]);
        add_target(writer, file->arena, tasks->keys[i]->line, tasks->keys[i]->text,
                   text_of(buffer_string(&script)));
        buffer_release(&script);
    }
}

/* The name of a recipe of just that this line begins; NULL: it begins none. */
static const char *recipe_name(struct arena *arena, struct text line)
{
    size_t size = 0;
    while (size < line.size && !strchr(" \t:=", line.bytes[size]))
        size++;
    bool is_recipe = size > 0 && line.bytes[0] != '#' && text_find(line, ":") != SIZE_MAX &&
                     text_find(line, ":=") == SIZE_MAX;
    return is_recipe ? arena_copy(arena, (struct text){line.bytes, size}) : NULL;
}

static void add_line(struct buffer *script, struct text line)
{
    struct text command = text_trim(line);
    while (command.size > 0 && (command.bytes[0] == '@' || command.bytes[0] == '-')) {
        command.bytes++;
        command.size--;
    }
    buffer_add(script, command.bytes, command.size);
    buffer_add_byte(script, '\n');
}

/* A recipe of just: a name at the start of a line, and what is set in below it. */
static void read_recipes(struct fact_writer *writer, struct fact_file *file)
{
    struct text rest = file->content.text, line;
    struct buffer script = BUFFER_EMPTY;
    const char *name = NULL;
    uint32_t at = 0;
    for (uint32_t number = 1; text_next_line(&rest, &line); number++) {
        if (line.size > 0 && (line.bytes[0] == ' ' || line.bytes[0] == '\t')) {
            if (name)
                add_line(&script, line);
            continue;
        }
        if (line.size == 0)
            continue;
        if (name && script.size > 0)
            add_target(writer, file->arena, at, name, text_of(buffer_string(&script)));
        buffer_clear(&script);
        name = recipe_name(file->arena, line);
        at = number;
    }
    if (name && script.size > 0)
        add_target(writer, file->arena, at, name, text_of(buffer_string(&script)));
    buffer_release(&script);
}

/* A playbook of Ansible: plays with hosts and something to do. */
static bool is_playbook(const struct document *document)
{
    static const char *const parts[] = {"tasks", "roles", "pre_tasks", NULL};
    const struct node *root = document && document->count ? document->roots[0] : NULL;
    for (size_t i = 0; root && root->kind == NODE_SEQUENCE && i < root->count; i++)
        for (size_t part = 0; node_find(root->items[i], "hosts") && parts[part]; part++) {
            const struct node *list = node_find(root->items[i], parts[part]);
            if (list && list->kind == NODE_SEQUENCE && list->count > 0)
                return true;
        }
    return false;
}

/* Programs of other languages: is there a line that does more than import and print? */
static bool program_does_something(struct text text)
{
    static const char *const idle[] = {"#",        "//",       "/*",    "*",           "import ",
                                       "from ",    "require",  "print", "puts ",       "echo ",
                                       "console.", "Write-",   "use ",  "package ",    "\"\"\"",
                                       "exit",     "sys.exit", "}",     "{",           "pass",
                                       "return",   "def main", "main(", "if __name__", NULL};
    struct text line;
    while (text_next_line(&text, &line)) {
        line = text_trim(line);
        bool is_idle = line.size == 0;
        for (size_t i = 0; idle[i]; i++)
            is_idle = is_idle || text_starts_with(line, idle[i]);
        if (!is_idle)
            return true;
    }
    return false;
}

/* Code of a product may be about rollbacks; what stands among scripts is run by people. */
static bool is_in_script_folder(const char *path)
{
    static const char *const folders[] = {
        "scripts",   "script", "bin",     "deploy",  "deployment",     "deployments",
        "ops",       "tools",  "ci",      ".ci",     ".github",        ".gitlab",
        "infra",     "hack",   "release", "ansible", "infrastructure", "automation",
        "playbooks", NULL};
    for (const char *at = path, *slash; (slash = strchr(at, '/')) != NULL; at = slash + 1)
        for (size_t i = 0; folders[i]; i++)
            if (strlen(folders[i]) == (size_t)(slash - at) &&
                strncmp(at, folders[i], (size_t)(slash - at)) == 0)
                return true;
    return false;
}

static bool is_shell(const char *dot, struct text text)
{
    static const char *const endings[] = {".sh", ".bash", ".zsh", ".ksh", NULL};
    struct text first = {"", 0};
    if (dot)
        return string_is_one_of(dot, endings);
    return text_next_line(&text, &first) && text_starts_with(first, "#!") &&
           text_find(first, "sh") != SIZE_MAX;
}

static void read_script(struct fact_writer *writer, struct fact_file *file)
{
    static const char *const programs[] = {".py",  ".rb",  ".js",  ".ts",  ".mjs", ".pl",
                                           ".ps1", ".php", ".bat", ".cmd", NULL};
    const char *name = path_base(file->path);
    const char *dot = strrchr(name, '.');
    const struct document_problem *problem = NULL;
    struct text text = file->content.text;
    enum rollback_scope scope;
    if (!rollback_is_name(file->arena, name, &scope))
        return;
    if (dot && (strcmp(dot, ".yml") == 0 || strcmp(dot, ".yaml") == 0)) {
        if (is_playbook(fact_file_yaml(file, &problem)))
            add(writer, 1, "script", name, scope, true);
    } else if (is_shell(dot, text)) {
        add_shell(writer, file->arena, 1, "script", name, scope, text);
    } else if (dot ? string_is_one_of(dot, programs) && is_in_script_folder(file->path)
                   : text_starts_with(text, "#!")) {
        add(writer, 1, "script", name, scope, program_does_something(text));
    }
}

static void recognise(struct fact_writer *writer, struct fact_file *file)
{
    const char *name = path_base(file->path);
    enum unknown_class class = UNKNOWN_UNREADABLE;
    enum rollback_scope scope;
    const char *reason = fact_file_unreadable(file, &class);
    if (reason) {
        /* Only a script bears its mark in its name. */
        if (rollback_is_name(file->arena, name, &scope) && is_in_script_folder(file->path))
            fact_add_gap(writer, &fact_kind_rollback, NULL, class, reason)->cells[ROLLBACK_TEST] =
                value_boolean(rollback_is_aside(file->path));
        return;
    }
    if (strcmp(name, "package.json") == 0 || strcmp(name, "composer.json") == 0)
        read_scripts(writer, file);
    else if (text_find_folded(text_of(name), "taskfile") == 0)
        read_tasks(writer, file);
    else if (text_find_folded(text_of(name), "justfile") != SIZE_MAX)
        read_recipes(writer, file);
    else if (text_find_folded(text_of(name), "makefile") != SIZE_MAX ||
             string_ends_with(name, ".mk"))
        read_makefile(writer, file);
    else
        read_script(writer, file);
}

FACT(rollback_script) = {
    .name = "rollback_script",
    .area = FACT_AREA_OPERATIONS,
    .summary = "targets and scripts that are called a rollback, and whether they do anything",
    .version = 1,
    .kinds = (const struct fact_kind *const[]){&fact_kind_rollback, NULL},
    .paths = (const char *const[]){"Makefile", "GNUmakefile", "makefile", "*.mk", "justfile",
                                   "Justfile", ".justfile", "Taskfile.yml", "Taskfile.yaml",
                                   "taskfile.yml", "taskfile.yaml", "package.json", "composer.json",
                                   "*[Rr]oll[Bb]ack*", "*[Rr]oll[-_][Bb]ack*", "*[Rr]evert*",
                                   "*[Uu]ndo*", NULL},
    .judges_lost_content = true,
    .recognise_file = recognise,
};
