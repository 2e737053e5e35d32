#include "facts/command_target.h"

#include "base/table.h"
#include "facts/commands.h"
#include "facts/paths.h"
#include "facts/prose_kinds.h"

struct command_targets {
    const struct snapshot *snapshot;
    struct arena *arena, *scratch;
    struct table targets;  /* "tool\nfolder\nname" */
    struct table included; /* targets of files that Makefiles include or are made from */
    struct table open;     /* "tool\nfolder": why not all are known */
    struct table tools;    /* "tool\nfolder": there is such a file */
    struct table packages; /* the name of a package: its folder */
    struct table names;    /* base name of a file: its path */
};

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static const char *folder_of(struct arena *arena, const char *path)
{
    const char *slash = strrchr(path, '/');
    return arena_copy(arena, (struct text){path, slash ? (size_t)(slash - path) : 0});
}

static bool is_makefile(const char *path)
{
    static const char *const names[] = {"Makefile", "GNUmakefile", "makefile", NULL};
    return string_is_one_of(base_name(path), names);
}

static void read_targets(struct command_targets *targets, const struct fact_table *table)
{
    struct arena *scratch = targets->scratch;
    for (size_t i = 0; i < table->count; i++) {
        const struct fact_row *row = &table->rows[i];
        const struct value *tool = &row->cells[BUILD_TARGET_TOOL];
        if (tool->kind != VALUE_TEXT)
            continue;
        if (strcmp(tool->text, "make") == 0 && !is_makefile(row->path)) {
            if (!row->gap)
                table_set(&targets->included, row->cells[BUILD_TARGET_NAME].text, targets);
            continue;
        }
        const char *folder = folder_of(scratch, row->path);
        const char *place = arena_printf(scratch, "%s\n%s", tool->text, folder);
        table_set(&targets->tools, place, targets);
        if (row->gap) {
            const struct unknown *why = row->cells[BUILD_TARGET_NAME].unknown;
            table_set(&targets->open, place, arena_strdup(scratch, why->reason));
            continue;
        }
        table_set(&targets->targets,
                  arena_printf(scratch, "%s\n%s", place, row->cells[BUILD_TARGET_NAME].text),
                  targets);
        const struct value *package = &row->cells[BUILD_TARGET_PACKAGE];
        if (package->kind != VALUE_TEXT)
            continue;
        /* pnpm takes a package's name without its scope too. */
        const char *slash = strrchr(package->text, '/');
        table_set(&targets->packages, arena_strdup(scratch, package->text),
                  arena_strdup(scratch, folder));
        if (slash && !table_has(&targets->packages, slash + 1))
            table_set(&targets->packages, arena_strdup(scratch, slash + 1),
                      arena_strdup(scratch, folder));
    }
}

static const char *in_folder(struct command_targets *targets, const char *folder, const char *name)
{
    if (!*folder)
        return name;
    return arena_printf(targets->scratch, "%s/%s", folder, name);
}

static bool has_file(struct command_targets *targets, const char *folder, const char *const *names)
{
    for (; *names; names++) {
        if (snapshot_find(targets->snapshot, in_folder(targets, folder, *names)))
            return true;
    }
    return false;
}

/* The folder itself or the nearest above it that holds one of the files, as npm, cargo
 * and go look for theirs; NULL when none does. */
static const char *nearest(struct command_targets *targets, const char *folder,
                           const char *const *names)
{
    for (;;) {
        if (has_file(targets, folder, names))
            return folder;
        if (!*folder)
            return NULL;
        folder = folder_of(targets->scratch, folder);
    }
}

/* What the reader puts in: nobody said that it is there. */
static bool is_open_word(const char *word)
{
    return strpbrk(word, "$<>{}*`[") != NULL || strstr(word, "...") != NULL;
}

static struct command_answer answer_target(struct command_targets *targets, const char *tool,
                                           const char *folder, const char *name)
{
    struct command_answer answer = {.refers = arena_printf(targets->arena, "%s: %s", tool, name)};
    const char *place = arena_printf(targets->scratch, "%s\n%s", tool, folder);
    const char *key = arena_printf(targets->scratch, "%s\n%s", place, name);
    if (table_has(&targets->targets, key)) {
        answer.found = COMMAND_FOUND;
        return answer;
    }
    answer.reason = table_find(&targets->open, place);
    answer.found = answer.reason ? COMMAND_NOT_KNOWN : COMMAND_MISSING;
    /* What a Makefile includes lies beside it or in a folder of its own. */
    if (answer.reason && table_has(&targets->included, name))
        answer.found = COMMAND_FOUND;
    return answer;
}

/* Files from which a Makefile is made before `make` is called. */
static bool is_generated_makefile(struct command_targets *targets, const char *folder)
{
    static const char *const sources[] = {"Makefile.in",  "Makefile.am", "configure.ac",
                                          "configure.in", "configure",   "CMakeLists.txt",
                                          "Makefile.PL",  "meson.build", "Makefile.dist",
                                          "premake5.lua", "autogen.sh",  "buildconf",
                                          "BSDmakefile",  NULL};
    return has_file(targets, folder, sources);
}

static struct command_answer answer_manifest(struct command_targets *targets, const char *folder,
                                             const char *refers, const char *const *names,
                                             bool above)
{
    const char *place = above ? nearest(targets, folder, names) : NULL;
    bool there = place || (!above && has_file(targets, folder, names));
    return (struct command_answer){
        .found = there ? COMMAND_FOUND : COMMAND_MISSING,
        .tool = true,
        .refers = arena_strdup(targets->arena, in_folder(targets, place ? place : folder, refers))};
}

static struct command_answer answer_file(struct command_targets *targets, const char *folder,
                                         const char *path)
{
    if (is_open_word(path) || path[0] == '/' || path[0] == '~')
        return (struct command_answer){.found = COMMAND_ASKS_NOTHING};
    const char *whole = path_resolve(targets->arena, *folder ? folder : ".", path);
    if (!whole || strcmp(whole, ".") == 0)
        return (struct command_answer){.found = COMMAND_ASKS_NOTHING};
    bool there =
        snapshot_find(targets->snapshot, whole) || snapshot_has_folder(targets->snapshot, whole);
    return (struct command_answer){.found = there ? COMMAND_FOUND : COMMAND_MISSING,
                                   .refers = whole};
}

/* What Automake and CMake always make, and what a source of the Makefile says. */
static struct command_answer answer_generated(struct command_targets *targets, const char *folder,
                                              const char *target)
{
    static const char *const automake[] = {"Makefile.in", "Makefile.am", NULL};
    static const char *const standard[] = {"all",       "check", "install",   "uninstall", "clean",
                                           "distclean", "dist",  "distcheck", NULL};
    bool made = !target || table_has(&targets->included, target) ||
                (has_file(targets, folder, automake) && string_is_one_of(target, standard));
    struct command_answer answer = {.found = made ? COMMAND_FOUND : COMMAND_NOT_KNOWN,
                                    .refers = "make",
                                    .reason = "the Makefile is made from other files"};
    return answer;
}

/* What make is asked to do, and where. */
struct make_call {
    const char *folder, *target;  /* NULL: the first target */
    struct command_answer answer; /* when `is_answered` */
    bool is_answered;
};

static void answer_call(struct make_call *call, struct command_answer answer)
{
    call->answer = answer;
    call->is_answered = true;
}

static bool names_another_place(const char *word)
{
    static const char *const options[] = {"-C", "-f", "-I", NULL};
    return string_is_one_of(word, options) || string_starts_with(word, "--directory") ||
           string_starts_with(word, "--file");
}

/* -C, -f and the like, with the word behind; how many words of the two were taken. */
static size_t read_place(struct command_targets *targets, struct make_call *call,
                         const char *option, const char *value)
{
    if (!value || is_open_word(value))
        answer_call(call, (struct command_answer){.found = COMMAND_ASKS_NOTHING});
    else if (strcmp(option, "-f") == 0)
        answer_call(call, answer_file(targets, call->folder, value));
    else if (strcmp(option, "-C") != 0)
        answer_call(call, (struct command_answer){.found = COMMAND_NOT_KNOWN,
                                                  .refers = "make",
                                                  .reason = "it names another Makefile"});
    if (call->is_answered)
        return 1;
    const char *inner = path_resolve(targets->scratch, *call->folder ? call->folder : ".", value);
    if (!inner)
        answer_call(call, (struct command_answer){.found = COMMAND_ASKS_NOTHING});
    else
        call->folder = strcmp(inner, ".") == 0 ? "" : inner;
    return 2;
}

/* `-j 4`: the number is no target. */
static bool takes_number(const char *option, const char *value)
{
    return strcmp(option, "-j") == 0 && value && strspn(value, "0123456789") == strlen(value);
}

static void read_make_call(struct command_targets *targets, struct make_call *call,
                           const char *const *words, size_t count)
{
    for (size_t i = 1; i < count && !call->is_answered;) {
        const char *word = words[i];
        const char *value = i + 1 < count ? words[i + 1] : NULL;
        size_t taken = 1;
        if (names_another_place(word))
            taken = read_place(targets, call, word, value);
        else if (word[0] == '-')
            taken = takes_number(word, value) ? 2 : 1;
        else if (!strchr(word, '=') && is_open_word(word))
            answer_call(call, (struct command_answer){.found = COMMAND_ASKS_NOTHING});
        else if (!strchr(word, '=') && !call->target)
            call->target = word;
        i += taken;
    }
}

static struct command_answer answer_make(struct command_targets *targets, const char *folder,
                                         const char *const *words, size_t count)
{
    struct make_call call = {.folder = folder};
    read_make_call(targets, &call, words, count);
    if (call.is_answered)
        return call.answer;
    folder = call.folder;
    const char *target = call.target;
    if (is_generated_makefile(targets, folder))
        return answer_generated(targets, folder, target);
    const char *place = arena_printf(targets->scratch, "make\n%s", folder);
    if (!table_has(&targets->tools, place)) {
        static const char *const names[] = {"Makefile", "GNUmakefile", "makefile", NULL};
        return answer_manifest(targets, folder, "Makefile", names, false);
    }
    if (!target)
        return (struct command_answer){
            .found = COMMAND_FOUND,
            .refers = arena_strdup(targets->arena, in_folder(targets, folder, "Makefile"))};
    return answer_target(targets, "make", folder, target);
}

/* A program that only a build makes calls for nothing of the tree: `./bin/server`, `./a.out`. */
static struct command_answer answer_script(struct command_targets *targets, const char *folder,
                                           const char *path)
{
    struct command_answer answer = answer_file(targets, folder, path);
    const char *name = base_name(path);
    /* Prose before it may say in which folder it is called. */
    const char *other = table_find(&targets->names, name);
    if (answer.found == COMMAND_MISSING && other)
        return (struct command_answer){
            .found = COMMAND_NOT_KNOWN,
            .refers = answer.refers,
            .reason =
                arena_printf(targets->arena,
                             "there is '%s', and the text does not say where it is called", other)};
    static const char *const sources[] = {".sh",   ".py",  ".rb",  ".pl",  ".js", ".ts",
                                          ".bash", ".ps1", ".bat", ".php", NULL};
    static const char *const wrappers[] = {"gradlew", "mvnw", NULL};
    for (size_t i = 0; sources[i]; i++) {
        if (string_ends_with(name, sources[i]))
            return answer;
    }
    static const char *const made[] = {"configure.ac", "configure.in", NULL};
    if (answer.found == COMMAND_MISSING &&
        (!string_is_one_of(name, wrappers) || has_file(targets, folder, made)))
        return (struct command_answer){.found = COMMAND_ASKS_NOTHING};
    return answer;
}

/* What npm, yarn, pnpm and bun are asked to do, and in which package. */
struct package_call {
    const char *verb, *script;  /* the first two arguments; NULL */
    const char *package, *path; /* of which package, in which folder; NULL */
    bool everywhere;            /* in all packages */
};

/* Where the value of an option goes; NULL when it has none that matters. */
static const char **package_option(struct package_call *call, const char *option)
{
    static const char *const packages[] = {"-w", "--workspace", "-F", "--filter", NULL};
    static const char *const paths[] = {"-C", "--prefix", "--cwd", "--dir", NULL};
    if (string_is_one_of(option, packages))
        return &call->package;
    if (string_is_one_of(option, paths))
        return &call->path;
    bool is_workspace = !call->verb && !call->package && strcmp(option, "workspace") == 0;
    return is_workspace ? &call->package : NULL;
}

/* A word that is no option's: the verb, then the script. */
static void read_package_word(struct package_call *call, const char *word)
{
    static const char *const all[] = {"-r",  "--recursive", "--workspaces",
                                      "-ws", "workspaces",  NULL};
    if (string_is_one_of(word, all))
        call->everywhere = true;
    else if (word[0] != '-' && !call->verb)
        call->verb = word;
    else if (word[0] != '-' && !call->script)
        call->script = word;
}

static struct package_call read_package_call(const char *const *words, size_t count)
{
    struct package_call call = {0};
    for (size_t i = 1; i < count && strcmp(words[i], "--") != 0; i++) {
        const char *equals = words[i][0] == '-' ? strchr(words[i], '=') : NULL;
        size_t size = equals ? (size_t)(equals - words[i]) : strlen(words[i]);
        char option[16] = {0};
        memcpy(option, words[i], size < sizeof(option) ? size : 0);
        const char **value = package_option(&call, option);
        if (!value)
            read_package_word(&call, words[i]);
        else if (equals)
            *value = equals + 1;
        else
            *value = i + 1 < count ? words[++i] : "";
    }
    return call;
}

/* The script that is called for; NULL when it is a command of the tool's own. */
static const char *script_of(const char *tool, const struct package_call *call)
{
    /* What is none of the tool's own commands is a script, for yarn, pnpm and bun. */
    static const char *const own[] = {
        "add",     "remove",  "install",   "i",      "init",    "create",      "global",
        "dlx",     "exec",    "x",         "link",   "publish", "login",       "why",
        "up",      "upgrade", "config",    "cache",  "set",     "workspaces",  "workspace",
        "info",    "audit",   "pack",      "import", "unlink",  "outdated",    "list",
        "ls",      "version", "plugin",    "dedupe", "store",   "env",         "fetch",
        "rebuild", "prune",   "bin",       "node",   "patch",   "self-update", "update",
        "up",      "rm",      "uninstall", "upx",    "help",    "c",           NULL,
    };
    static const char *const direct[] = {"test", "start", "stop", "restart", NULL};
    if (!call->verb)
        return NULL;
    if (strcmp(call->verb, "run") == 0 || strcmp(call->verb, "run-script") == 0)
        return call->script;
    if (string_is_one_of(call->verb, direct))
        return call->verb;
    if (strcmp(call->verb, "t") == 0)
        return "test";
    bool free = strcmp(tool, "yarn") == 0 || strcmp(tool, "pnpm") == 0;
    return free && !string_is_one_of(call->verb, own) ? call->verb : NULL;
}

/* The folder of the package that is meant, or NULL. */
static const char *folder_of_package(struct command_targets *targets, const char *folder,
                                     const struct package_call *call)
{
    static const char *const package[] = {"package.json", NULL};
    if (call->path) {
        folder = path_resolve(targets->scratch, *folder ? folder : ".", call->path);
        folder = folder && strcmp(folder, ".") == 0 ? "" : folder;
    }
    if (!folder || !call->package)
        return folder ? nearest(targets, folder, package) : NULL;
    const char *named = table_find(&targets->packages, call->package);
    if (named)
        return named;
    const char *path = path_resolve(targets->scratch, *folder ? folder : ".", call->package);
    return path && has_file(targets, path, package) ? path : NULL;
}

static struct command_answer answer_npm(struct command_targets *targets, const char *folder,
                                        const char *const *words, size_t count)
{
    static const char *const package[] = {"package.json", NULL};
    static const char *const server[] = {"server.js", NULL};
    struct package_call call = read_package_call(words, count);
    const char *script = script_of(words[0], &call);
    if (!script || call.everywhere || is_open_word(script) ||
        (call.package && (is_open_word(call.package) || strpbrk(call.package, "!^"))) ||
        (call.path && is_open_word(call.path)))
        return (struct command_answer){.found = COMMAND_ASKS_NOTHING};
    const char *place = folder_of_package(targets, folder, &call);
    if (!place && call.package)
        return (struct command_answer){
            .found = COMMAND_NOT_KNOWN,
            .refers = "package.json",
            .reason = arena_printf(targets->arena, "no package that has scripts is called '%s'",
                                   call.package)};
    if (!place)
        return answer_manifest(targets, folder, "package.json", package, true);
    struct command_answer answer = answer_target(targets, "npm", place, script);
    bool npm = strcmp(words[0], "npm") == 0;
    /* npm-start(1): without a script of that name it starts server.js. */
    if (answer.found == COMMAND_MISSING && npm && strcmp(script, "start") == 0 &&
        has_file(targets, place, server))
        answer.found = COMMAND_FOUND;
    if (answer.found == COMMAND_MISSING && !npm && call.verb && strcmp(call.verb, "run") != 0)
        return (struct command_answer){
            .found = COMMAND_NOT_KNOWN,
            .refers = answer.refers,
            .reason = arena_printf(targets->arena,
                                   "'%s' is no script, but may be a program of a package", script)};
    return answer;
}

static struct command_answer answer_python(struct command_targets *targets, const char *folder,
                                           const char *const *words, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        if (strcmp(words[i], "-m") == 0 || strcmp(words[i], "-c") == 0)
            return (struct command_answer){.found = COMMAND_ASKS_NOTHING};
        if (words[i][0] == '-')
            continue;
        return string_ends_with(words[i], ".py")
                   ? answer_script(targets, folder, words[i])
                   : (struct command_answer){.found = COMMAND_ASKS_NOTHING};
    }
    return (struct command_answer){.found = COMMAND_ASKS_NOTHING};
}

static struct command_answer answer_go(struct command_targets *targets, const char *folder,
                                       const char *const *words, size_t count)
{
    static const char *const verbs[] = {"run", "build", "test", "vet", "generate", NULL};
    static const char *const module[] = {"go.mod", "go.work", NULL};
    if (count < 2 || !string_is_one_of(words[1], verbs))
        return (struct command_answer){.found = COMMAND_ASKS_NOTHING};
    for (size_t i = 2; i < count; i++) {
        if (string_starts_with(words[i], "./") && !strstr(words[i], "...") && words[i][2])
            return answer_file(targets, folder, words[i]);
        if (strchr(words[i], '@') ||
            (strchr(words[i], '.') && strchr(words[i], '/') && words[i][0] != '.'))
            return (struct command_answer){.found = COMMAND_ASKS_NOTHING};
    }
    return answer_manifest(targets, folder, "go.mod", module, true);
}

static struct command_answer answer_compose(struct command_targets *targets, const char *folder,
                                            const char *const *words, size_t count)
{
    static const char *const files[] = {"docker-compose.yml", "docker-compose.yaml", "compose.yml",
                                        "compose.yaml", NULL};
    for (size_t i = 1; i + 1 < count; i++) {
        if (strcmp(words[i], "-f") == 0 || strcmp(words[i], "--file") == 0)
            return answer_file(targets, folder, words[i + 1]);
    }
    return answer_manifest(targets, folder, "compose.yml", files, true);
}

static bool is_verb(const char *const *words, size_t count, const char *const *verbs)
{
    return count > 1 && string_is_one_of(words[1], verbs);
}

/* A tool that needs its manifest and nothing else that can be seen. */
static const char *manifest_wanted(const char *const *words, size_t count,
                                   const char *const **names)
{
    static const char *const cargo[] = {"Cargo.toml", NULL};
    static const char *const maven[] = {"pom.xml", NULL};
    static const char *const gradle[] = {"build.gradle", "build.gradle.kts", "settings.gradle",
                                         "settings.gradle.kts", NULL};
    static const char *const cargo_verbs[] = {"build", "run",    "test", "check",
                                              "bench", "clippy", "fmt",  NULL};
    const char *program = words[0];
    if (strcmp(program, "cargo") == 0 && is_verb(words, count, cargo_verbs)) {
        *names = cargo;
        return "Cargo.toml";
    }
    if ((strcmp(program, "mvn") == 0 || strcmp(program, "./mvnw") == 0) && count > 1) {
        *names = maven;
        return "pom.xml";
    }
    if (strcmp(program, "gradle") == 0 && count > 1) {
        *names = gradle;
        return "build.gradle";
    }
    return NULL;
}

/* just and task look for their file in the folders above too. */
static struct command_answer answer_recipe(struct command_targets *targets, const char *tool,
                                           const char *folder, const char *name)
{
    for (;; folder = folder_of(targets->scratch, folder)) {
        if (table_has(&targets->tools, arena_printf(targets->scratch, "%s\n%s", tool, folder)))
            return answer_target(targets, tool, folder, name);
        if (!*folder)
            return (struct command_answer){.found = COMMAND_MISSING,
                                           .tool = true,
                                           .refers = arena_strdup(targets->arena, tool)};
    }
}

struct command_answer command_targets_ask(struct command_targets *targets, const char *folder,
                                          const char *const *words, size_t count)
{
    static const char *const runners[] = {"npm", "yarn", "pnpm", "bun", NULL};
    const char *program = words[0];
    if (!folder)
        folder = "";
    if (strcmp(program, "make") == 0 || strcmp(program, "gmake") == 0)
        return answer_make(targets, folder, words, count);
    if ((strcmp(program, "just") == 0 || strcmp(program, "task") == 0) && count > 1 &&
        words[1][0] != '-' && !is_open_word(words[1])) {
        return answer_recipe(targets, program, folder, words[1]);
    }
    if (string_is_one_of(program, runners))
        return answer_npm(targets, folder, words, count);
    if (strcmp(program, "python") == 0 || strcmp(program, "python3") == 0)
        return answer_python(targets, folder, words, count);
    if (strcmp(program, "go") == 0)
        return answer_go(targets, folder, words, count);
    if (strcmp(program, "docker-compose") == 0)
        return answer_compose(targets, folder, words, count);
    if (strcmp(program, "docker") == 0 && count > 1 && strcmp(words[1], "compose") == 0)
        return answer_compose(targets, folder, words + 1, count - 1);
    const char *const *names;
    const char *manifest = manifest_wanted(words, count, &names);
    if (manifest)
        return answer_manifest(targets, folder, manifest, names, true);
    static const char *const shells[] = {"bash", "sh", "source", NULL};
    if (string_is_one_of(program, shells) && count > 1 && words[1][0] != '-' &&
        string_ends_with(words[1], ".sh"))
        return answer_script(targets, folder, words[1]);
    /* Nothing builds these, unlike what stands in bin/. */
    if (command_is_named_script(program) && !strstr(program, "bin/") && !strstr(program, "build/"))
        return answer_file(targets, folder, program);
    if (string_starts_with(program, "./") || string_starts_with(program, "scripts/") ||
        string_starts_with(program, "bin/"))
        return answer_script(targets, folder, program);
    return (struct command_answer){.found = COMMAND_ASKS_NOTHING};
}

struct command_targets *command_targets_new(struct arena *scratch, struct arena *arena,
                                            const struct snapshot *snapshot,
                                            const struct fact_table *build_targets)
{
    struct command_targets *targets = ARENA_NEW(scratch, struct command_targets);
    *targets = (struct command_targets){.snapshot = snapshot, .arena = arena, .scratch = scratch};
    struct table *const tables[] = {&targets->targets, &targets->included, &targets->open,
                                    &targets->tools,   &targets->packages, &targets->names};
    for (size_t i = 0; i < sizeof(tables) / sizeof(*tables); i++)
        table_init(tables[i], scratch);
    for (size_t i = 0; i < snapshot->count; i++) {
        const char *path = snapshot->entries[i].path;
        table_set(&targets->names, base_name(path), arena_strdup(scratch, path));
    }
    read_targets(targets, build_targets);
    return targets;
}
