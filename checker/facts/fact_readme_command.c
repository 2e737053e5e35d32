/* readme_command - commands that README and CONTRIBUTING show and that call for something
 * of the tree: is it there? */
#include "base/table.h"
#include "facts/commands.h"
#include "facts/gather.h"
#include "facts/prose_kinds.h"

enum { CELL_COMMAND, CELL_REFERS, CELL_FOUND, CELL_PURPOSE };

static const struct fact_kind kind = {
    .name = "readme_command",
    .summary = "A command of a README or CONTRIBUTING page, and whether what it calls is there.",
    .key = (const char *const[]){"path", "command", NULL},
    .fields =
        (const struct fact_field[]){
            {"command", {.kind = TYPE_TEXT}, false, "One command, without its prompt."},
            {"refers", {.kind = TYPE_TEXT}, true, "What of the tree it calls for."},
            {"found",
             {.kind = TYPE_BOOLEAN},
             true,
             "Is that there? Absent for commands that call for nothing of the tree."},
            {"purpose",
             {.kind = TYPE_WORD, .words = command_purpose_names},
             false,
             "What it is for."},
            {0},
        },
};

struct checker {
    const struct snapshot *snapshot;
    struct arena *arena; /* of the rows */
    struct arena scratch;
    struct table targets;  /* "tool\nfolder\nname" */
    struct table included; /* targets of files that Makefiles include */
    struct table open;     /* "tool\nfolder": struct unknown, why not all are known */
    struct table tools;    /* "tool\nfolder": there is such a file */
    struct table names;    /* base names of all files */
};

struct answer {
    enum { NOTHING, FOUND, MISSING, NOT_KNOWN } found;
    const char *refers, *reason;
    bool tool; /* what is missing is all that the tool reads, not a name in it */
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

static void read_targets(struct checker *checker, const struct fact_table *table)
{
    struct arena *scratch = &checker->scratch;
    for (size_t i = 0; i < table->count; i++) {
        const struct fact_row *row = &table->rows[i];
        const struct value *tool = &row->cells[BUILD_TARGET_TOOL];
        if (tool->kind != VALUE_TEXT)
            continue;
        if (strcmp(tool->text, "make") == 0 && !is_makefile(row->path)) {
            if (!row->gap)
                table_set(&checker->included, row->cells[BUILD_TARGET_NAME].text, checker);
            continue;
        }
        const char *folder = folder_of(scratch, row->path);
        const char *place = arena_printf(scratch, "%s\n%s", tool->text, folder);
        table_set(&checker->tools, place, checker);
        if (row->gap) {
            const struct unknown *why = row->cells[BUILD_TARGET_NAME].unknown;
            table_set(&checker->open, place, arena_strdup(scratch, why->reason));
            continue;
        }
        table_set(&checker->targets,
                  arena_printf(scratch, "%s\n%s", place, row->cells[BUILD_TARGET_NAME].text),
                  checker);
    }
}

static const char *in_folder(struct checker *checker, const char *folder, const char *name)
{
    if (!*folder)
        return name;
    return arena_printf(&checker->scratch, "%s/%s", folder, name);
}

static bool has_file(struct checker *checker, const char *folder, const char *const *names)
{
    for (; *names; names++) {
        if (snapshot_find(checker->snapshot, in_folder(checker, folder, *names)))
            return true;
    }
    return false;
}

static bool is_open_word(const char *word)
{
    return strpbrk(word, "$<>{}*`[") != NULL || strstr(word, "...") != NULL;
}

static struct answer answer_target(struct checker *checker, const char *tool, const char *folder,
                                   const char *name)
{
    struct answer answer = {.refers = arena_printf(checker->arena, "%s: %s", tool, name)};
    const char *place = arena_printf(&checker->scratch, "%s\n%s", tool, folder);
    const char *key = arena_printf(&checker->scratch, "%s\n%s", place, name);
    if (table_has(&checker->targets, key)) {
        answer.found = FOUND;
        return answer;
    }
    answer.reason = table_find(&checker->open, place);
    answer.found = answer.reason ? NOT_KNOWN : MISSING;
    /* What a Makefile includes lies beside it or in a folder of its own. */
    if (answer.reason && table_has(&checker->included, name))
        answer.found = FOUND;
    return answer;
}

/* Files from which a Makefile is made before `make` is called. */
static bool is_generated_makefile(struct checker *checker, const char *folder)
{
    static const char *const sources[] = {"Makefile.in",  "Makefile.am", "configure.ac",
                                          "configure.in", "configure",   "CMakeLists.txt",
                                          "Makefile.PL",  "meson.build", "Makefile.dist",
                                          "premake5.lua", "autogen.sh",  "buildconf",
                                          "BSDmakefile",  NULL};
    return has_file(checker, folder, sources);
}

static struct answer answer_manifest(struct checker *checker, const char *folder,
                                     const char *refers, const char *const *names)
{
    return (struct answer){.found = has_file(checker, folder, names) ? FOUND : MISSING,
                           .tool = true,
                           .refers =
                               arena_strdup(checker->arena, in_folder(checker, folder, refers))};
}

static struct answer answer_make(struct checker *checker, const char *folder,
                                 const char *const *words, size_t count)
{
    const char *target = NULL;
    for (size_t i = 1; i < count; i++) {
        const char *word = words[i];
        if (strcmp(word, "-C") == 0 || strcmp(word, "-f") == 0 ||
            string_starts_with(word, "--directory") || string_starts_with(word, "--file") ||
            strcmp(word, "-I") == 0) {
            if (strcmp(word, "-C") != 0 || i + 1 >= count || is_open_word(words[i + 1]))
                return (struct answer){.found = NOT_KNOWN,
                                       .refers = "make",
                                       .reason = "the command names another Makefile"};
            folder = in_folder(checker, folder, words[++i]);
            continue;
        }
        if (word[0] == '-') {
            /* `-j 4`: the number is no target. */
            if (strcmp(word, "-j") == 0 && i + 1 < count &&
                strspn(words[i + 1], "0123456789") == strlen(words[i + 1]))
                i++;
            continue;
        }
        if (strchr(word, '='))
            continue;
        if (is_open_word(word))
            return (struct answer){
                .found = NOT_KNOWN, .refers = "make", .reason = "the target is left open"};
        if (!target)
            target = word;
    }
    if (is_generated_makefile(checker, folder))
        return (struct answer){
            .found = NOT_KNOWN, .refers = "make", .reason = "the Makefile is generated"};
    const char *place = arena_printf(&checker->scratch, "make\n%s", folder);
    if (!table_has(&checker->tools, place)) {
        static const char *const names[] = {"Makefile", "GNUmakefile", "makefile", NULL};
        return answer_manifest(checker, folder, "Makefile", names);
    }
    if (!target)
        return (struct answer){
            .found = FOUND,
            .refers = arena_strdup(checker->arena, in_folder(checker, folder, "Makefile"))};
    return answer_target(checker, "make", folder, target);
}

static struct answer answer_file(struct checker *checker, const char *folder, const char *path)
{
    if (is_open_word(path) || path[0] == '/' || path[0] == '~')
        return (struct answer){.found = NOT_KNOWN,
                               .refers = arena_strdup(checker->arena, path),
                               .reason = "the path is left open"};
    while (string_starts_with(path, "./"))
        path += 2;
    if (string_starts_with(path, "../") || !*path)
        return (struct answer){.found = NOT_KNOWN,
                               .refers = arena_strdup(checker->arena, path),
                               .reason = "the path leads out of its folder"};
    char *whole = arena_strdup(checker->arena, in_folder(checker, folder, path));
    size_t size = strlen(whole);
    while (size && whole[size - 1] == '/')
        whole[--size] = '\0';
    bool there =
        snapshot_find(checker->snapshot, whole) || snapshot_has_folder(checker->snapshot, whole);
    return (struct answer){.found = there ? FOUND : MISSING, .refers = whole};
}

/* A program that only a build makes calls for nothing of the tree: `./bin/server`, `./a.out`. */
static struct answer answer_script(struct checker *checker, const char *folder, const char *path)
{
    struct answer answer = answer_file(checker, folder, path);
    const char *name = base_name(path);
    /* Prose before it may say in which folder it is called. */
    if (answer.found == MISSING && table_has(&checker->names, name))
        return (struct answer){.found = NOT_KNOWN,
                               .refers = answer.refers,
                               .reason = "a file of that name is in another folder"};
    static const char *const sources[] = {".sh",   ".py",  ".rb",  ".pl",  ".js", ".ts",
                                          ".bash", ".ps1", ".bat", ".php", NULL};
    static const char *const wrappers[] = {"gradlew", "mvnw", NULL};
    for (size_t i = 0; sources[i]; i++) {
        if (string_ends_with(name, sources[i]))
            return answer;
    }
    static const char *const made[] = {"configure.ac", "configure.in", NULL};
    if (answer.found == MISSING &&
        (!string_is_one_of(name, wrappers) || has_file(checker, folder, made)))
        return (struct answer){.found = NOTHING};
    return answer;
}

/* Of the options before the command, those that lead into another package. */
static bool leads_elsewhere(const char *option)
{
    static const char *const words[] = {"-w", "-F", "-C", "-r", NULL};
    static const char *const stems[] = {"--prefix", "--workspace", "--filter", "--cwd",
                                        "--dir",    "--recursive", NULL};
    for (size_t i = 0; stems[i]; i++)
        if (string_starts_with(option, stems[i]))
            return true;
    return string_is_one_of(option, words);
}

static struct answer answer_npm(struct checker *checker, const char *folder,
                                const char *const *words, size_t count)
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
    static const char *const direct[] = {"test", "start", "stop", "restart", "t", NULL};
    static const char *const package[] = {"package.json", NULL};
    bool npm = strcmp(words[0], "npm") == 0;
    size_t at = 1;
    while (at < count && words[at][0] == '-') {
        if (leads_elsewhere(words[at]))
            return (struct answer){.found = NOT_KNOWN,
                                   .refers = "package.json",
                                   .reason = "the command names other packages"};
        at++;
    }
    if (at >= count)
        return (struct answer){.found = NOTHING};
    const char *script = NULL;
    if (strcmp(words[at], "run") == 0 || strcmp(words[at], "run-script") == 0)
        script = at + 1 < count ? words[at + 1] : NULL;
    else if (string_is_one_of(words[at], direct))
        script = strcmp(words[at], "t") == 0 ? "test" : words[at];
    else if (!npm && strcmp(words[0], "bun") != 0 && !string_is_one_of(words[at], own))
        script = words[at];
    for (size_t i = at; i < count; i++) {
        if (string_starts_with(words[i], "--workspace") || strcmp(words[i], "-w") == 0 ||
            string_starts_with(words[i], "--prefix") || strcmp(words[i], "--filter") == 0)
            return (struct answer){.found = NOT_KNOWN,
                                   .refers = "package.json",
                                   .reason = "the command names other packages"};
    }
    if (!script || script[0] == '-')
        return (struct answer){.found = NOTHING};
    if (is_open_word(script))
        return (struct answer){
            .found = NOT_KNOWN, .refers = "package.json", .reason = "the script is left open"};
    if (!has_file(checker, folder, package))
        return answer_manifest(checker, folder, "package.json", package);
    struct answer answer = answer_target(checker, "npm", folder, script);
    /* npm starts server.js without a script; yarn and pnpm also run programs of packages; bun
     * files. */
    if (answer.found == MISSING && (!npm || strcmp(script, "start") == 0) &&
        strcmp(words[at], "run") != 0)
        return (struct answer){.found = NOT_KNOWN,
                               .refers = answer.refers,
                               .reason = "it may be a program of a package"};
    return answer;
}

static struct answer answer_python(struct checker *checker, const char *folder,
                                   const char *const *words, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        if (strcmp(words[i], "-m") == 0 || strcmp(words[i], "-c") == 0)
            return (struct answer){.found = NOTHING};
        if (words[i][0] == '-')
            continue;
        return string_ends_with(words[i], ".py") ? answer_script(checker, folder, words[i])
                                                 : (struct answer){.found = NOTHING};
    }
    return (struct answer){.found = NOTHING};
}

static struct answer answer_go(struct checker *checker, const char *folder,
                               const char *const *words, size_t count)
{
    static const char *const verbs[] = {"run", "build", "test", "vet", "generate", NULL};
    static const char *const module[] = {"go.mod", "go.work", NULL};
    if (count < 2 || !string_is_one_of(words[1], verbs))
        return (struct answer){.found = NOTHING};
    for (size_t i = 2; i < count; i++) {
        if (string_starts_with(words[i], "./") && !strstr(words[i], "...") && words[i][2])
            return answer_file(checker, folder, words[i]);
        if (strchr(words[i], '@') ||
            (strchr(words[i], '.') && strchr(words[i], '/') && words[i][0] != '.'))
            return (struct answer){.found = NOTHING};
    }
    return answer_manifest(checker, folder, "go.mod", module);
}

static struct answer answer_compose(struct checker *checker, const char *folder,
                                    const char *const *words, size_t count)
{
    static const char *const files[] = {"docker-compose.yml", "docker-compose.yaml", "compose.yml",
                                        "compose.yaml", NULL};
    for (size_t i = 1; i + 1 < count; i++) {
        if (strcmp(words[i], "-f") == 0 || strcmp(words[i], "--file") == 0)
            return answer_file(checker, folder, words[i + 1]);
    }
    return answer_manifest(checker, folder, "compose.yml", files);
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

static struct answer answer_for(struct checker *checker, const char *folder,
                                const char *const *words, size_t count)
{
    static const char *const runners[] = {"npm", "yarn", "pnpm", "bun", NULL};
    const char *program = words[0];
    if (strcmp(program, "make") == 0 || strcmp(program, "gmake") == 0)
        return answer_make(checker, folder, words, count);
    if ((strcmp(program, "just") == 0 || strcmp(program, "task") == 0) && count > 1 &&
        words[1][0] != '-' && !is_open_word(words[1])) {
        const char *place = arena_printf(&checker->scratch, "%s\n%s", program, folder);
        if (!table_has(&checker->tools, place))
            return (struct answer){
                .found = MISSING, .tool = true, .refers = arena_strdup(checker->arena, program)};
        return answer_target(checker, program, folder, words[1]);
    }
    if (string_is_one_of(program, runners))
        return answer_npm(checker, folder, words, count);
    if (strcmp(program, "python") == 0 || strcmp(program, "python3") == 0)
        return answer_python(checker, folder, words, count);
    if (strcmp(program, "go") == 0)
        return answer_go(checker, folder, words, count);
    if (strcmp(program, "docker-compose") == 0)
        return answer_compose(checker, folder, words, count);
    if (strcmp(program, "docker") == 0 && count > 1 && strcmp(words[1], "compose") == 0)
        return answer_compose(checker, folder, words + 1, count - 1);
    const char *const *names;
    const char *manifest = manifest_wanted(words, count, &names);
    if (manifest)
        return answer_manifest(checker, folder, manifest, names);
    static const char *const shells[] = {"bash", "sh", "source", NULL};
    if (string_is_one_of(program, shells) && count > 1 && words[1][0] != '-' &&
        string_ends_with(words[1], ".sh"))
        return answer_script(checker, folder, words[1]);
    /* Nothing builds these, unlike what stands in bin/. */
    if (command_is_named_script(program) && !strstr(program, "bin/") && !strstr(program, "build/"))
        return answer_file(checker, folder, program);
    if (string_starts_with(program, "./") || string_starts_with(program, "scripts/") ||
        string_starts_with(program, "bin/"))
        return answer_script(checker, folder, program);
    return (struct answer){.found = NOTHING};
}

/* A document below the root may show what is called beside it or in the root. */
static struct answer answer(struct checker *checker, const struct fact_row *row)
{
    size_t count;
    const char *const *words =
        command_words(&checker->scratch, row->cells[WRITTEN_COMMAND_COMMAND].text, &count);
    if (!count)
        return (struct answer){.found = NOTHING};
    const struct value *moved = &row->cells[WRITTEN_COMMAND_FOLDER];
    const char *own = folder_of(&checker->scratch, row->path);
    if (moved->kind != VALUE_TEXT) {
        struct answer here = answer_for(checker, "", words, count);
        if (here.found == NOTHING)
            return here;
        return (struct answer){.found = NOT_KNOWN,
                               .refers = here.refers,
                               .reason = "'cd' leads where the text does not tell"};
    }
    const char *places[] = {in_folder(checker, own, *moved->text ? moved->text : "."), moved->text};
    struct answer best = {.found = NOTHING};
    for (size_t i = 0; i < 2; i++) {
        char *place = arena_strdup(&checker->scratch, places[i]);
        if (string_ends_with(place, "/."))
            place[strlen(place) - 2] = '\0';
        if (strcmp(place, ".") == 0)
            *place = '\0';
        struct answer next = answer_for(checker, place, words, count);
        /* A folder that is not in the tree was made by a command before. */
        if (*place && next.found == MISSING && !snapshot_has_folder(checker->snapshot, place))
            next = (struct answer){.found = NOT_KNOWN,
                                   .refers = next.refers,
                                   .reason = "'cd' leads to a folder that is not in the tree"};
        if (next.found == FOUND)
            return next;
        if (best.found == NOTHING || (best.found == MISSING && next.found == NOT_KNOWN))
            best = next;
    }
    return best;
}

static struct failure *recognise(struct fact_writer *writer,
                                 const struct fact_repository *repository)
{
    struct checker checker = {.snapshot = repository->snapshot, .arena = fact_arena(writer)};
    arena_init(&checker.scratch, 1 << 14);
    table_init(&checker.targets, &checker.scratch);
    table_init(&checker.open, &checker.scratch);
    table_init(&checker.included, &checker.scratch);
    table_init(&checker.tools, &checker.scratch);
    table_init(&checker.names, &checker.scratch);
    for (size_t i = 0; i < repository->snapshot->count; i++)
        table_set(&checker.names, base_name(repository->snapshot->entries[i].path), &checker);
    read_targets(&checker, repository->table(repository, &fact_kind_build_target));
    const struct fact_table *commands = repository->table(repository, &fact_kind_written_command);
    for (size_t i = 0; i < commands->count; i++) {
        const struct fact_row *command = &commands->rows[i];
        if (command->gap) {
            const struct unknown *why = command->cells[WRITTEN_COMMAND_COMMAND].unknown;
            fact_add_gap(writer, &kind, command->path, why->class, why->reason);
            continue;
        }
        struct arena_mark mark = arena_mark(&checker.scratch);
        struct answer found = answer(&checker, command);
        /* "like `make defconfig` in Linux": prose may speak of another project. */
        if (found.found == MISSING && found.tool && command->cells[WRITTEN_COMMAND_SPAN].boolean)
            found = (struct answer){.found = NOT_KNOWN,
                                    .refers = found.refers,
                                    .reason = "nothing here is built that way: prose may speak of "
                                              "another project"};
        struct fact_row *row = fact_add(writer, &kind, command->path, command->line, 1);
        row->cells[CELL_COMMAND] = command->cells[WRITTEN_COMMAND_COMMAND];
        row->cells[CELL_PURPOSE] = command->cells[WRITTEN_COMMAND_PURPOSE];
        row->cells[CELL_REFERS] = value_text(found.refers);
        if (found.found == NOT_KNOWN)
            row->cells[CELL_FOUND] = value_unknown(fact_arena(writer), UNKNOWN_UNOBSERVABLE,
                                                   arena_strdup(fact_arena(writer), found.reason));
        else if (found.found != NOTHING)
            row->cells[CELL_FOUND] = value_boolean(found.found == FOUND);
        arena_reset(&checker.scratch, mark);
    }
    arena_release(&checker.scratch);
    return NULL;
}

FACT(readme_command) = {
    .name = "readme_command",
    .summary = "Whether what the commands of README and CONTRIBUTING call for is there.",
    .version = 1,
    .kinds = (const struct fact_kind *const[]){&kind, NULL},
    .needs = (const struct fact_kind *const[]){&fact_kind_written_command, &fact_kind_build_target,
                                               NULL},
    .recognise_repository = recognise,
};
