#include "facts/launcher_container.h"

#include "facts/github_uses.h"

#include <string.h>

struct container {
    struct arena *arena;
    const char **texts;
    size_t count, capacity;
};

static void add_container(struct container *container, const char *text)
{
    container->texts = arena_grow(container->arena, container->texts, container->count,
                                  &container->capacity, sizeof(*container->texts));
    container->texts[container->count++] = text;
}

/* `OUTSIDE:WITHIN[:ro]`; a volume that has a name alone holds nothing of the tree. */
static void add_volume(struct container *container, const char *written)
{
    const char *mark = strstr(written, ":/");
    if (!mark || !strchr("/.~$`", written[0]))
        return;
    size_t size = strcspn(mark + 1, ":");
    add_container(container, arena_printf(container->arena, LAUNCHER_MOUNT "=%.*s:%.*s",
                                          (int)(mark - written), written, (int)size, mark + 1));
}

/* What stands behind one of the names of an item of `--mount`. */
static struct text item_of(const char *written, const char *const *names)
{
    for (const char *at = written; *at;) {
        size_t size = strcspn(at, ",");
        for (size_t i = 0; names[i]; i++) {
            size_t name = strlen(names[i]);
            if (size > name && strncmp(at, names[i], name) == 0)
                return (struct text){at + name, size - name};
        }
        at += size + (at[size] == ',');
    }
    return (struct text){0};
}

/* `type=bind,source=OUTSIDE,target=WITHIN`. */
static void add_mount(struct container *container, const char *written)
{
    static const char *const sources[] = {"source=", "src=", NULL};
    static const char *const targets[] = {"target=", "destination=", "dst=", NULL};
    struct text source = item_of(written, sources);
    struct text target = item_of(written, targets);
    if (source.size > 0 && target.size > 0)
        add_container(container,
                      arena_printf(container->arena, LAUNCHER_MOUNT "=%.*s:%.*s", (int)source.size,
                                   source.bytes, (int)target.size, target.bytes));
}

/* An option of `docker run` that says what lies where: `value` stands behind `=` or is the
 * next word. */
static void read_container_option(struct container *container, const char *option,
                                  const char *value)
{
    static const struct {
        const char *name;
        void (*add)(struct container *container, const char *written);
    } kinds[] = {{"-v", add_volume},
                 {"--volume", add_volume},
                 {"--mount", add_mount},
                 {"-w", NULL},
                 {"--workdir", NULL}};
    size_t size = strcspn(option, "=");
    for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
        if (strlen(kinds[i].name) != size || strncmp(kinds[i].name, option, size) != 0)
            continue;
        if (kinds[i].add)
            kinds[i].add(container, value);
        else
            add_container(container, arena_printf(container->arena, LAUNCHER_WORKDIR "=%s", value));
    }
}

bool launcher_take_container(struct arena *arena, struct script_command *command)
{
    static const char *const engines[] = {"docker", "podman", "nerdctl", NULL};
    static const char *const alone[] = {
        "-i",           "-t",       "-it",         "-ti",           "-d",
        "-P",           "--rm",     "--init",      "--interactive", "--tty",
        "--privileged", "--detach", "--read-only", "--quiet",       "-q",
        "-itd",         NULL};
    if (command->count < 3 || !string_is_one_of(command->words[0], engines) ||
        strcmp(command->words[1], "run") != 0)
        return false;
    size_t at = 2;
    struct container container = {.arena = arena};
    while (at < command->count && command->words[at][0] == '-') {
        const char *option = command->words[at++];
        const char *equals = option[1] == '-' ? strchr(option, '=') : NULL;
        if (string_is_one_of(option, alone))
            continue;
        if (equals)
            read_container_option(&container, option, equals + 1);
        else if (option[1] != '-' && option[2] && strchr("vweupml", option[1])) /* `-v$PWD:/src` */
            read_container_option(&container, arena_copy(arena, (struct text){option, 2}),
                                  option + 2);
        else if (at < command->count)
            read_container_option(&container, option, command->words[at++]);
    }
    if (at >= command->count)
        return false;
    command->container = container.texts;
    command->container_count = container.count;
    command->words += at;
    command->count -= at;
    struct github_use image = github_image_parse(arena, command->words[0]);
    const char **words = ARENA_ARRAY(arena, const char *, command->count);
    memcpy(words, command->words, command->count * sizeof(*words));
    words[0] = image.name ? image.name : command->words[0];
    command->words = words;
    command->version = image.ref;
    command->image = true;
    return true;
}
