/* oncall - pages for people that say who is called when a service is down: how many levels
 * of escalation they name and whether there is an address, a number or a channel by which
 * these are reached. Pages about on-call are read as a whole; runbooks and READMEs only where
 * a section is about it. */
#include "facts/catalogue_reading.h"
#include "facts/contact.h"
#include "facts/governance_document.h"
#include "facts/paths.h"
#include "facts/prose.h"
#include "facts/residue.h"

#include <string.h>

/* In a runbook; elsewhere privileges are escalated, too. */
static const char *const about[] = {"on-call",  "oncall",      "on call",     "escalation",
                                    "escalate", "escalations", "who to call", NULL};
static const char *const about_in_readme[] = {
    "on-call",           "oncall",           "on call", "escalation path", "who to call",
    "escalation policy", "escalation paths", NULL};

/* Hosts whose addresses lead to a schedule, a policy or a service that pages. */
static const char *const pagers[] = {
    "pagerduty.com", "opsgenie.com", "incident.io", "rootly.com",      "squadcast.com",
    "victorops.com", "ilert.com",    "zenduty.com", "betterstack.com", NULL};
/* Hosts where people are written to. */
static const char *const chats[] = {
    "slack.com",  "teams.microsoft.com", "chat.google.com",  "mattermost",
    "discord.gg", "discord.com",         "app.opsgenie.com", NULL};

/* The levels that are told apart: bits of a set. */
static const struct {
    const char *phrase;
    unsigned level;
} levels[] = {
    {"level 1", 0},
    {"l1", 0},
    {"tier 1", 0},
    {"first line", 0},
    {"first responder", 0},
    {"first level", 0},
    {"first on-call", 0},
    {"primary", 0},
    {"on-call engineer", 0},
    {"level 2", 1},
    {"l2", 1},
    {"tier 2", 1},
    {"second line", 1},
    {"second level", 1},
    {"second on-call", 1},
    {"secondary", 1},
    {"backup on-call", 1},
    {"level 3", 2},
    {"l3", 2},
    {"tier 3", 2},
    {"third line", 2},
    {"third level", 2},
    {"tertiary", 2},
    {"team lead", 3},
    {"tech lead", 3},
    {"engineering manager", 3},
    {"manager", 3},
    {"incident commander", 4},
    {"head of", 5},
    {"director", 5},
    {"vp", 6},
    {"cto", 6},
};

struct found {
    unsigned levels; /* a set */
    size_t reached;  /* items of lists and rows of tables that name a channel */
    bool channel, residue;
    uint32_t line; /* the first that counts */
};

/* `primary` and `secondary` are words of databases, too. */
static bool is_about_machines(const char *folded)
{
    static const char *const words[] = {"database", "db",     "replica", "region", "node",
                                        "cluster",  "server", "zone",    "dns",    "key",
                                        "index",    "shard",  "disk",    NULL};
    for (size_t i = 0; words[i]; i++)
        if (prose_has_phrase(folded, words[i]))
            return true;
    return false;
}

/* A channel of a chat: `#incidents-pay`; a number alone is an issue, a hash at the start of
 * a line a heading. */
static bool has_room(struct text line)
{
    for (size_t i = 0; i + 2 < line.size; i++) {
        bool begins = i > 0 && strchr(" \t`(\"'|*[", line.bytes[i - 1]);
        if (line.bytes[i] != '#' || !begins)
            continue;
        char first = line.bytes[i + 1];
        char second = line.bytes[i + 2];
        if (((first >= 'a' && first <= 'z') || (first >= 'A' && first <= 'Z')) &&
            strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_", second))
            return true;
    }
    return false;
}

/* `+44 20 7946 0000`: a plus and at least eight digits, parted by what parts them. */
static bool has_number(struct text line)
{
    for (size_t i = 0; i < line.size; i++) {
        size_t digits = 0, at = i + 1;
        if (line.bytes[i] != '+')
            continue;
        for (; at < line.size && (strchr(" -().", line.bytes[at]) ||
                                  (line.bytes[at] >= '0' && line.bytes[at] <= '9'));
             at++)
            digits += line.bytes[at] >= '0' && line.bytes[at] <= '9';
        if (digits >= 8)
            return true;
    }
    return false;
}

static bool host_is(struct text host, const char *const *names)
{
    for (size_t i = 0; names[i]; i++)
        if (text_find_folded(host, names[i]) != SIZE_MAX)
            return true;
    return false;
}

static void add_integration(struct fact_writer *writer, struct fact_file *file, uint32_t line,
                            const char *url, struct text host)
{
    struct arena *arena = fact_arena(writer);
    const char *path = strstr(url, "://");
    path = path ? strchr(path + 3, '/') : NULL;
    if (!path || !path[1])
        return; /* the tool's front page names nobody */
    bool placeholder = catalogue_is_placeholder_id(url);
    struct value *cells = fact_add(writer, &fact_kind_oncall, NULL, line, 1)->cells;
    cells[ONCALL_SORT] = value_text(oncall_sorts[ONCALL_INTEGRATION]);
    for (size_t i = 0; pagers[i]; i++)
        if (text_find_folded(host, pagers[i]) != SIZE_MAX)
            cells[ONCALL_TOOL] =
                value_text(arena_copy(arena, (struct text){pagers[i], strcspn(pagers[i], ".")}));
    cells[ONCALL_VALUE] = fact_text(writer, url);
    cells[ONCALL_PLACEHOLDER] = value_boolean(placeholder);
    cells[ONCALL_SECRET] = value_boolean(false);
    cells[ONCALL_REACHABLE] = value_boolean(!placeholder);
    cells[ONCALL_TEST] = value_boolean(catalogue_is_foreign(file));
}

static bool is_manual_of_tool(const char *url)
{
    static const char *const pages[] = {"support.", "developer.", "docs.", "response.",  "www.",
                                        "help.",    "api.",       "/blog", "/resources", NULL};
    for (size_t i = 0; pages[i]; i++)
        if (strstr(url, pages[i]))
            return true;
    return false;
}

/* Is there a channel in the line? */
static bool read_channels(struct fact_writer *writer, struct fact_file *file, struct arena *scratch,
                          struct found *found, struct text line, uint32_t number)
{
    struct contact contact;
    size_t from = 0;
    bool channel = has_room(line) || has_number(line);
    while (contact_next(scratch, line, &from, &contact)) {
        struct text host = contact_host(contact.value);
        if (contact.kind == CONTACT_ADDRESS ? residue_is_value(contact.value)
                                            : residue_is_example_host(host)) {
            found->residue = true;
            continue;
        }
        bool pages = contact.kind == CONTACT_URL && host_is(host, pagers) &&
                     !is_manual_of_tool(contact.value);
        if (pages)
            add_integration(writer, file, number, contact.value, host);
        channel = channel || contact.kind == CONTACT_ADDRESS || pages || host_is(host, chats);
    }
    found->channel = found->channel || channel;
    return channel;
}

static bool is_item(struct text line)
{
    line = text_trim(line);
    size_t digits = 0;
    while (digits < line.size && line.bytes[digits] >= '0' && line.bytes[digits] <= '9')
        digits++;
    return text_starts_with(line, "|") ||
           (digits && digits < line.size && strchr(".)", line.bytes[digits]));
}

static void read_line(struct fact_writer *writer, struct fact_file *file, struct arena *scratch,
                      struct found *found, const struct prose_line *line, uint32_t number)
{
    bool channel = read_channels(writer, file, scratch, found, line->text, number);
    found->reached += channel && is_item(line->text);
    struct residue residue;
    size_t from = 0;
    if (!line->heading && residue_next(line->visible, &from, &residue)) {
        found->residue = true;
        return;
    }
    const char *folded = prose_fold(scratch, arena_copy(scratch, line->visible));
    if (is_about_machines(folded))
        return;
    for (size_t i = 0; i < sizeof(levels) / sizeof(*levels); i++)
        if (prose_has_phrase(folded, levels[i].phrase))
            found->levels |= 1u << levels[i].level;
}

static bool is_page(const char *path)
{
    static const char *const words[] = {"on-call", "oncall", "on_call", "escalation"};
    const char *name = path_base(path);
    for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
        if (text_find_folded(text_of(name), words[i]) != SIZE_MAX)
            return true;
    return string_starts_with(path, "docs/oncall/") || string_starts_with(path, "docs/on-call/");
}

/* What was decided about calling somebody names nobody to call. */
static bool is_decision(const char *path)
{
    static const char *const folders[] = {"adr", "adrs", "decisions", NULL};
    for (const char *end; (end = strchr(path, '/')); path = end + 1)
        for (size_t i = 0; folders[i]; i++)
            if (strlen(folders[i]) == (size_t)(end - path) &&
                strncmp(path, folders[i], (size_t)(end - path)) == 0)
                return true;
    return false;
}

static size_t count_bits(unsigned set)
{
    size_t count = 0;
    for (; set; set &= set - 1)
        count++;
    return count;
}

/* A runbook that only says whom to ask is not where on-call is described: its section
 * counts when it is enough, and is no page that is not. */
static void add_page(struct fact_writer *writer, struct fact_file *file, const struct found *found,
                     bool whole)
{
    size_t count = count_bits(found->levels);
    count = found->reached > count ? found->reached : count;
    bool placeholder = found->residue && !found->channel;
    bool reachable = count >= 2 && found->channel;
    if (!whole && !reachable)
        return;
    struct value *cells = fact_add(writer, &fact_kind_oncall, NULL, found->line, 1)->cells;
    cells[ONCALL_SORT] = value_text(oncall_sorts[ONCALL_DOCUMENT]);
    cells[ONCALL_PLACEHOLDER] = value_boolean(placeholder);
    cells[ONCALL_SECRET] = value_boolean(false);
    cells[ONCALL_LEVELS] = value_integer((int64_t)count);
    cells[ONCALL_CHANNEL] = value_boolean(found->channel);
    cells[ONCALL_REACHABLE] = value_boolean(reachable);
    cells[ONCALL_TEST] = value_boolean(catalogue_is_foreign(file));
}

static void recognise(struct fact_writer *writer, struct fact_file *file)
{
    if (!document_is_prose(file->path) || document_is_template(file->path) ||
        document_is_foreign(file->path) || is_decision(file->path))
        return;
    struct arena scratch;
    arena_init(&scratch, 1 << 16);
    const struct prose *prose = prose_of_file(writer, file, &scratch);
    bool whole = is_page(file->path);
    bool is_readme = string_starts_with(prose_fold(&scratch, file->path), "readme");
    struct found found = {.line = whole ? 1 : 0};
    for (size_t i = 0; prose && i < prose->line_count; i++) {
        if (!whole && !prose_section_is_about(prose, prose->lines[i].section,
                                              is_readme ? about_in_readme : about))
            continue;
        found.line = found.line ? found.line : (uint32_t)i + 1;
        read_line(writer, file, &scratch, &found, &prose->lines[i], (uint32_t)i + 1);
    }
    if (prose && found.line)
        add_page(writer, file, &found, whole);
    arena_release(&scratch);
}

FACT(oncall_page) = {
    .name = "oncall_page",
    .area = FACT_AREA_OPERATIONS,
    .summary = "pages that say who is called when a service is down",
    .version = 2,
    .kinds = (const struct fact_kind *const[]){&fact_kind_oncall, NULL},
    .paths = (const char *const[]){RUNBOOK_PATHS, "/[Rr][Ee][Aa][Dd][Mm][Ee].*", "*[Oo]n-[Cc]all*",
                                   "*[Oo]n[Cc]all*", "*ONCALL*", "*ON-CALL*", "*[Oo]n_[Cc]all*",
                                   "*[Ee]scalation*", "*ESCALATION*", NULL},
    .recognise_file = recognise,
};
