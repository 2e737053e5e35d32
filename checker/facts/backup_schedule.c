#include "facts/backup_reader.h"
#include "facts/paths.h"

#include <string.h>

bool backup_is_crontab(const char *path)
{
    const char *base = path_base(path);
    return string_starts_with(base, "crontab") || strstr(path, "cron.d/") ||
           string_ends_with(base, ".crontab") || string_ends_with(base, ".cron");
}

bool backup_is_test(const char *path)
{
    static const char *const folders[] = {"hack",    "dev",  "development", "local",
                                          "sandbox", "demo", "devenv",      NULL};
    char name[16];
    if (path_is_test(path))
        return true;
    for (const char *slash; (slash = strchr(path, '/')) != NULL; path = slash + 1) {
        size_t size = (size_t)(slash - path);
        if (size >= sizeof(name))
            continue;
        memcpy(name, path, size);
        name[size] = '\0';
        if (string_is_one_of(name, folders))
            return true;
    }
    return false;
}

/* Where a script is mounted is not where it stands in the tree: its name is compared. */
void backup_add_scheduled(struct fact_writer *writer, const char *text, const char *unit, bool test,
                          uint32_t line)
{
    static const char between[] = " \t\r\n\"'`()[];|&<>=,";
    if (!strstr(text, ".sh"))
        return;
    while (*(text += strspn(text, between))) {
        size_t size = strcspn(text, between);
        struct text word = {text, size};
        text += size;
        while (word.size && memchr(word.bytes, '/', word.size)) {
            size_t slash = (size_t)((const char *)memchr(word.bytes, '/', word.size) - word.bytes);
            word = (struct text){word.bytes + slash + 1, word.size - slash - 1};
        }
        if (word.size <= 3 || memcmp(word.bytes + word.size - 3, ".sh", 3) != 0)
            continue;
        struct value *cells = fact_add(writer, &fact_kind_scheduled_script, NULL, line, 1)->cells;
        cells[SCHEDULED_SCRIPT_SCRIPT] = value_text(arena_copy(fact_arena(writer), word));
        cells[SCHEDULED_SCRIPT_UNIT] = fact_text(writer, unit);
        cells[SCHEDULED_SCRIPT_STARTED] = value_boolean(!unit);
        cells[SCHEDULED_SCRIPT_TEST] = value_boolean(test);
    }
}
