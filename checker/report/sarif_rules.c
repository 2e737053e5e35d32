#include "report/sarif_rules.h"

#include "base/digest.h"
#include "report/framework.h"
#include "report/sarif_place.h"

#include <string.h>

enum { GITHUB_TAGS = 10, DESCRIPTION_MOST = 1024 };

/* The frameworks that the rules in force refer to: their place in run.taxonomies. */
struct taxonomies {
    int index[FRAMEWORKS]; /* -1: not referred to */
    size_t count;
};

static void collect(struct taxonomies *taxonomies, const struct evaluation *evaluation)
{
    bool used[FRAMEWORKS] = {false};
    for (size_t i = 0; i < evaluation->rule_count; i++)
        for (const char *const *control = evaluation->rules[i].setting->rule->controls;
             control && *control; control++) {
            int framework = framework_of(*control);
            if (framework >= 0)
                used[framework] = true;
        }
    taxonomies->count = 0;
    for (int i = 0; i < FRAMEWORKS; i++)
        taxonomies->index[i] = used[i] ? (int)taxonomies->count++ : -1;
}

const char *sarif_level(enum severity severity, enum enforcement enforcement)
{
    if (enforcement == ENFORCEMENT_ADVISORY || severity <= SEVERITY_LOW)
        return "note";
    return severity == SEVERITY_MEDIUM ? "warning" : "error";
}

void sarif_guid(const char *name, char out[37])
{
    unsigned char bytes[SHA256_SIZE];
    struct sha256 digest;
    sha256_init(&digest);
    sha256_add_string(&digest, "bylaw");
    sha256_add_string(&digest, name);
    sha256_finish(&digest, bytes);
    bytes[6] = (unsigned char)((bytes[6] & 0x0f) | 0x50);
    bytes[8] = (unsigned char)((bytes[8] & 0x3f) | 0x80);
    char hex[33];
    hex_format(bytes, 16, hex);
    snprintf(out, 37, "%.8s-%.4s-%.4s-%.4s-%.12s", hex, hex + 8, hex + 12, hex + 16, hex + 20);
}

/* 'actions-pinned' as ActionsPinned. */
static void add_pascal_case(struct json *json, const char *key, const char *name)
{
    struct buffer out = BUFFER_EMPTY;
    bool upper = true;
    for (; *name; name++) {
        if (*name == '-' || *name == '_') {
            upper = true;
            continue;
        }
        bool lower_letter = *name >= 'a' && *name <= 'z';
        buffer_add_byte(&out, upper && lower_letter ? (char)(*name - 'a' + 'A') : *name);
        upper = false;
    }
    json_string(json, key, buffer_string(&out));
    buffer_release(&out);
}

/* A message object whose text ends with a period and keeps to the limit. */
static void add_sentence(struct json *json, const char *key, const char *text)
{
    struct buffer out = BUFFER_EMPTY;
    size_t size = strlen(text);
    while (size > 0 && (text[size - 1] == ' ' || text[size - 1] == '\n'))
        size--;
    if (size > DESCRIPTION_MOST - 4) {
        size = DESCRIPTION_MOST - 4;
        while (size > 0 && ((unsigned char)text[size] & 0xc0) == 0x80)
            size--;
        buffer_add(&out, text, size);
        buffer_add_string(&out, "...");
    } else {
        buffer_add(&out, text, size);
        if (size > 0 && !strchr(".!?", text[size - 1]))
            buffer_add_byte(&out, '.');
    }
    json_begin_object(json, key);
    json_string(json, "text", buffer_string(&out));
    json_end_object(json);
    buffer_release(&out);
}

static void add_help(struct json *json, const struct rule *rule)
{
    struct buffer text = BUFFER_EMPTY;
    buffer_printf(&text, "%s\n\nWhy: %s\n\nFix: %s", rule->title, rule->why, rule->fix);
    struct buffer markdown = BUFFER_EMPTY;
    buffer_printf(&markdown, "# %s\n\n**Why.** %s\n\n**Fix.** %s\n", rule->title, rule->why,
                  rule->fix);
    for (const char *const *control = rule->controls; control && *control; control++)
        buffer_printf(&markdown, "%s`%s`", control == rule->controls ? "\nControls: " : ", ",
                      *control);
    json_begin_object(json, "help");
    json_string(json, "text", buffer_string(&text));
    json_string(json, "markdown", buffer_string(&markdown));
    json_end_object(json);
    buffer_release(&text);
    buffer_release(&markdown);
}

/* ssdf-1.1/PW.4.1 as a tag: GitHub filters by tags alone. A rule may have it as a tag of
 * its own, and a list of tags has each once. */
static void add_control_tag(struct json *json, const struct rule *rule, const char *control)
{
    struct buffer tag = BUFFER_EMPTY;
    for (; *control; control++)
        buffer_add_byte(&tag, *control >= 'A' && *control <= 'Z' ? (char)(*control - 'A' + 'a')
                              : *control == '/'                  ? '-'
                                                                 : *control);
    if (!rule->tags || !string_is_one_of(buffer_string(&tag), rule->tags))
        json_string(json, NULL, buffer_string(&tag));
    buffer_release(&tag);
}

bool sarif_is_security_rule(const struct rule *rule)
{
    return rule->tags && string_is_one_of("security", rule->tags);
}

/* Code scanning takes a rule with this property for one about security; GitLab reads its
 * severities from it, whatever the rule is about, and knows no finer ones. */
static bool has_security_severity(const struct rule *rule, enum sarif_profile profile)
{
    return profile == SARIF_GITLAB || sarif_is_security_rule(rule);
}

static void add_properties(struct json *json, const struct setting *setting,
                           enum sarif_profile profile)
{
    static const char *const problem[] = {"recommendation", "recommendation", "warning", "error",
                                          "error"};
    static const char *const security[] = {"1.0", "3.0", "5.5", "8.0", "9.5"};
    const struct rule *rule = setting->rule;
    bool few = profile == SARIF_GITHUB || profile == SARIF_AZURE;
    json_begin_object(json, "properties");
    json_begin_list(json, "tags");
    size_t count = 0;
    for (const char *const *tag = rule->tags; tag && *tag && count < GITHUB_TAGS; tag++, count++)
        json_string(json, NULL, *tag);
    for (const char *const *control = rule->controls;
         control && *control && (!few || count < GITHUB_TAGS); control++, count++)
        add_control_tag(json, rule, *control);
    json_end_list(json);
    json_string(json, "precision", "high");
    json_string(json, "problem.severity", problem[setting->severity]);
    if (has_security_severity(rule, profile))
        json_string(json, "security-severity", security[setting->severity]);
    json_end_object(json);
}

static void add_relationships(struct json *json, const struct rule *rule,
                              const struct taxonomies *taxonomies)
{
    if (!rule->controls || !*rule->controls)
        return;
    json_begin_list(json, "relationships");
    for (const char *const *control = rule->controls; *control; control++) {
        int framework = framework_of(*control);
        if (framework < 0)
            continue;
        char guid[37];
        sarif_guid(frameworks[framework].prefix, guid);
        json_begin_object(json, NULL);
        json_begin_object(json, "target");
        json_string(json, "id", strchr(*control, '/') + 1);
        json_begin_object(json, "toolComponent");
        json_string(json, "name", frameworks[framework].name);
        json_integer(json, "index", taxonomies->index[framework]);
        json_string(json, "guid", guid);
        json_end_object(json);
        json_end_object(json);
        json_begin_list(json, "kinds");
        json_string(json, NULL, "relevant");
        json_end_list(json);
        json_end_object(json);
    }
    json_end_list(json);
}

static void add_rule(struct json *json, const struct rule_result *result,
                     const struct taxonomies *taxonomies, enum sarif_profile profile)
{
    const struct rule *rule = result->setting->rule;
    json_begin_object(json, NULL);
    json_string(json, "id", rule->id);
    add_pascal_case(json, "name", rule->name);
    add_sentence(json, "shortDescription", rule->title);
    add_sentence(json, "fullDescription", rule->why);
    add_help(json, rule);
    if (rule->references && rule->references[0] &&
        string_starts_with(rule->references[0], "https://"))
        sarif_add_uri(json, "helpUri", rule->references[0]);
    json_begin_object(json, "defaultConfiguration");
    json_string(json, "level", sarif_level(result->setting->severity, result->enforcement));
    json_end_object(json);
    if (profile == SARIF_FULL)
        add_relationships(json, rule, taxonomies);
    add_properties(json, result->setting, profile);
    json_end_object(json);
}

void sarif_write_tool(struct json *json, const struct evaluation *evaluation,
                      const struct report_options *options, enum sarif_profile profile)
{
    struct taxonomies taxonomies;
    collect(&taxonomies, evaluation);
    char guid[37];
    sarif_guid("driver", guid);
    json_begin_object(json, "tool");
    json_begin_object(json, "driver");
    json_string(json, "name", "bylaw");
    json_string(json, "fullName", "Bylaw governance checker");
    json_string(json, "organization", "Bylaw");
    json_string(json, "version", options->version);
    json_string(json, "semanticVersion", options->version);
    json_string(json, "guid", guid);
    json_string(json, "informationUri", "https://bylaw.example/");
    json_begin_list(json, "rules");
    for (size_t i = 0; i < evaluation->rule_count; i++)
        add_rule(json, &evaluation->rules[i], &taxonomies, profile);
    json_end_list(json);
    if (profile == SARIF_FULL && taxonomies.count > 0) {
        json_begin_list(json, "supportedTaxonomies");
        for (int i = 0; i < FRAMEWORKS; i++) {
            if (taxonomies.index[i] < 0)
                continue;
            sarif_guid(frameworks[i].prefix, guid);
            json_begin_object(json, NULL);
            json_string(json, "name", frameworks[i].name);
            json_integer(json, "index", taxonomies.index[i]);
            json_string(json, "guid", guid);
            json_end_object(json);
        }
        json_end_list(json);
    }
    json_end_object(json);
    json_end_object(json);
}

static bool is_first_use(const struct evaluation *evaluation, size_t rule,
                         const char *const *control)
{
    for (size_t i = 0; i <= rule; i++)
        for (const char *const *other = evaluation->rules[i].setting->rule->controls;
             other && *other; other++) {
            if (other == control)
                return true;
            if (strcmp(*other, *control) == 0)
                return false;
        }
    return true;
}

static void add_taxa(struct json *json, const struct evaluation *evaluation, int framework)
{
    json_begin_list(json, "taxa");
    for (size_t i = 0; i < evaluation->rule_count; i++)
        for (const char *const *control = evaluation->rules[i].setting->rule->controls;
             control && *control; control++) {
            if (framework_of(*control) != framework || !is_first_use(evaluation, i, control))
                continue;
            json_begin_object(json, NULL);
            json_string(json, "id", strchr(*control, '/') + 1);
            json_end_object(json);
        }
    json_end_list(json);
}

void sarif_write_taxonomies(struct json *json, const struct evaluation *evaluation)
{
    struct taxonomies taxonomies;
    collect(&taxonomies, evaluation);
    if (taxonomies.count == 0)
        return;
    json_begin_list(json, "taxonomies");
    for (int i = 0; i < FRAMEWORKS; i++) {
        if (taxonomies.index[i] < 0)
            continue;
        char guid[37];
        sarif_guid(frameworks[i].prefix, guid);
        json_begin_object(json, NULL);
        json_string(json, "name", frameworks[i].name);
        json_string(json, "version", frameworks[i].version);
        json_string(json, "organization", frameworks[i].organisation);
        json_string(json, "guid", guid);
        json_boolean(json, "isComprehensive", false);
        add_taxa(json, evaluation, i);
        json_end_object(json);
    }
    json_end_list(json);
}
