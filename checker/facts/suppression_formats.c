#include "facts/suppression_reader.h"

#include "base/date.h"

#include <string.h>

/* A list of ids, or of mappings with `key`. Reasons and days stand beside them in fields,
 * else in a comment. */
struct entry_keys {
    const char *id;
    const char *reasons[4];
    const char *days[3];
};

static const char *first_string(const struct node *node, const char *const *keys)
{
    for (size_t i = 0; keys[i]; i++) {
        const char *text = node_string(node, keys[i]);
        if (text)
            return text;
    }
    return NULL;
}

static void add_entry(struct suppression_reading *reading, const struct node *entry,
                      const struct entry_keys *keys)
{
    bool plain = node_is_scalar(entry);
    const char *id = plain ? entry->text : node_string(entry, keys->id);
    if (!id)
        id = "*";
    struct suppression *added = suppression_add(reading, entry, id);
    if (!plain) {
        added->reason = first_string(entry, keys->reasons);
        added->expires = first_string(entry, keys->days);
    }
    if (!added->reason)
        added->reason = suppression_comment(reading, entry->line);
    /* A comment above a block of lines is about all of them. */
    const struct suppression *before = reading->count > 1 ? added - 1 : NULL;
    if (!added->reason && before && before->line + 1 == added->line)
        added->reason = before->reason;
}

static void add_list(struct suppression_reading *reading, const struct node *list,
                     const struct entry_keys *keys)
{
    for (size_t i = 0; list && list->kind == NODE_SEQUENCE && i < list->count; i++)
        add_entry(reading, list->items[i], keys);
}

/* aquasecurity.github.io/trivy, "Filtering": .trivyignore.yaml */
static bool read_trivy(struct suppression_reading *reading, const struct node *root)
{
    static const char *const lists[] = {"vulnerabilities", "misconfigurations", "secrets",
                                        "licenses", NULL};
    static const struct entry_keys keys = {"id", {"statement", NULL}, {"expired_at", NULL}};
    for (size_t i = 0; lists[i]; i++)
        add_list(reading, node_find(root, lists[i]), &keys);
    return true;
}

/* google.github.io/osv-scanner, "Configuration": osv-scanner.toml */
static bool read_osv(struct suppression_reading *reading, const struct node *root)
{
    static const struct entry_keys ignored = {"id", {"reason", NULL}, {"ignoreUntil", NULL}};
    static const struct entry_keys packages = {"name", {"reason", NULL}, {"effectiveUntil", NULL}};
    add_list(reading, node_find(root, "IgnoredVulns"), &ignored);
    const struct node *list = node_find(root, "PackageOverrides");
    for (size_t i = 0; list && list->kind == NODE_SEQUENCE && i < list->count; i++) {
        bool ignore = false;
        const struct node *item = list->items[i];
        const struct node *vulnerability = node_find(item, "vulnerability");
        if ((node_boolean(node_find(item, "ignore"), &ignore) && ignore) ||
            (node_boolean(node_find(vulnerability, "ignore"), &ignore) && ignore))
            add_entry(reading, item, &packages);
    }
    return true;
}

/* docs.snyk.io, "The .snyk file": ignore: ID: [{PATH: {reason, expires}}] */
static bool read_snyk(struct suppression_reading *reading, const struct node *root)
{
    static const char *const reasons[] = {"reason", NULL};
    static const char *const days[] = {"expires", NULL};
    const struct node *ignore = node_find(root, "ignore");
    for (size_t i = 0; ignore && ignore->kind == NODE_MAPPING && i < ignore->count; i++) {
        const struct node *paths = ignore->items[i];
        for (size_t k = 0; paths->kind == NODE_SEQUENCE && k < paths->count; k++)
            for (size_t m = 0; paths->items[k]->kind == NODE_MAPPING && m < paths->items[k]->count;
                 m++) {
                const struct node *details = paths->items[k]->items[m];
                struct suppression *added =
                    suppression_add(reading, paths->items[k], ignore->keys[i]->text);
                added->reason = first_string(details, reasons);
                added->expires = first_string(details, days);
            }
    }
    return true;
}

/* github.com/anchore/grype, "Specifying matches to ignore" */
static bool read_grype(struct suppression_reading *reading, const struct node *root)
{
    static const struct entry_keys keys = {"vulnerability", {"reason", NULL}, {NULL}};
    const struct node *list = node_find(root, "ignore");
    for (size_t i = 0; list && list->kind == NODE_SEQUENCE && i < list->count; i++) {
        add_entry(reading, list->items[i], &keys);
        struct suppression *added = &reading->items[reading->count - 1];
        /* A rule for one package is no wildcard. */
        const char *package = node_string(node_find(list->items[i], "package"), "name");
        const char *state = node_string(list->items[i], "fix-state");
        if (added->wildcard && (package || state)) {
            added->wildcard = !package;
            added->id = package ? package : arena_printf(reading->arena, "fix-state %s", state);
        }
    }
    return true;
}

/* A mapping of ids to `{active, notes, expiry}` or to a text. */
static void add_named(struct suppression_reading *reading, const struct node *mapping)
{
    static const char *const reasons[] = {"notes", "reason", NULL};
    static const char *const days[] = {"expiry", "expires", NULL};
    for (size_t i = 0; mapping && mapping->kind == NODE_MAPPING && i < mapping->count; i++) {
        const struct node *details = mapping->items[i];
        bool active = true;
        if (node_boolean(node_find(details, "active"), &active) && !active)
            continue;
        struct suppression *added =
            suppression_add(reading, mapping->keys[i], mapping->keys[i]->text);
        bool plain = details->kind == NODE_TEXT;
        added->reason = plain ? details->text : first_string(details, reasons);
        added->expires = first_string(details, days);
        if (!added->reason)
            added->reason = suppression_comment(reading, mapping->keys[i]->line);
    }
}

/* github.com/IBM/audit-ci, "allowlist" */
static bool read_audit_ci(struct suppression_reading *reading, const struct node *root)
{
    static const struct entry_keys keys = {"id", {"notes", NULL}, {"expiry", NULL}};
    const struct node *list = node_find(root, "allowlist");
    for (size_t i = 0; list && list->kind == NODE_SEQUENCE && i < list->count; i++) {
        if (list->items[i]->kind == NODE_MAPPING)
            add_named(reading, list->items[i]);
        else
            add_entry(reading, list->items[i], &keys);
    }
    return true;
}

/* github.com/jeemok/better-npm-audit, ".nsprc file" */
static bool read_nsp(struct suppression_reading *reading, const struct node *root)
{
    add_named(reading, root);
    return true;
}

/* embarkstudios.github.io/cargo-deny, advisories.ignore; docs.rs/cargo-audit, audit.toml */
static bool read_cargo(struct suppression_reading *reading, const struct node *root)
{
    static const struct entry_keys keys = {"id", {"reason", NULL}, {NULL}};
    add_list(reading, node_find(node_find(root, "advisories"), "ignore"), &keys);
    return true;
}

/* github.com/rubysec/bundler-audit, "Configuration File" */
static bool read_bundler(struct suppression_reading *reading, const struct node *root)
{
    static const struct entry_keys keys = {"id", {NULL}, {NULL}};
    add_list(reading, node_find(root, "ignore"), &keys);
    return true;
}

static const char *only_text(const struct node *element)
{
    const struct node *first = element && element->kind == NODE_SEQUENCE && element->count > 0
                                   ? element->items[0]
                                   : element;
    if (!first)
        return NULL;
    return node_is_scalar(first) ? first->text : node_string(first, "#text");
}

/* What a comment of XML says that stands in the element, or right above it. */
static const char *comment_of(const struct suppression_reading *reading, const struct node *element)
{
    struct text text = reading->content;
    struct text line;
    for (uint32_t number = 1; number < element->line && text_next_line(&text, &line); number++)
        ;
    size_t end = text_find(text, "</suppress>");
    struct text inside = {text.bytes, end == SIZE_MAX ? 0 : end};
    size_t start = text_find(inside, "<!--");
    if (start == SIZE_MAX) {
        size_t before = (size_t)(text.bytes - reading->content.bytes);
        inside = text_trim((struct text){reading->content.bytes, before});
        if (inside.size < 3 || memcmp(inside.bytes + inside.size - 3, "-->", 3) != 0)
            return NULL;
        for (start = inside.size - 3; start > 0 && memcmp(inside.bytes + start, "<!--", 4) != 0;)
            start--;
    }
    struct text said = {inside.bytes + start, inside.size - start};
    size_t size = text_find(said, "-->");
    if (size == SIZE_MAX || size < 4)
        return NULL;
    said = text_trim((struct text){said.bytes + 4, size - 4});
    return said.size > 0 ? arena_copy(reading->arena, said) : NULL;
}

static void add_suppress(struct suppression_reading *reading, const struct node *suppress,
                         const struct node *place, const char *id)
{
    struct suppression *added = suppression_add(reading, place, id);
    added->reason = only_text(node_find(suppress, "notes"));
    if (!added->reason || !*added->reason)
        added->reason = comment_of(reading, suppress);
    added->expires = node_string(suppress, "@until");
}

/* One `suppress` may name several. False when it names none. */
static bool add_vulnerabilities(struct suppression_reading *reading, const struct node *suppress)
{
    static const char *const names[] = {"cve", "vulnerabilityName"};
    bool any = false;
    for (size_t k = 0; k < sizeof(names) / sizeof(*names); k++) {
        const struct node *named = node_find(suppress, names[k]);
        size_t count = named && named->kind == NODE_SEQUENCE ? named->count : named != NULL;
        for (size_t i = 0; i < count; i++) {
            const struct node *one = named->kind == NODE_SEQUENCE ? named->items[i] : named;
            const char *id = only_text(one);
            if (!id || !*id)
                continue;
            add_suppress(reading, suppress, any ? one : suppress, id);
            any = true;
        }
    }
    return any;
}

/* dependency-check.github.io, "Suppressing False Positives" */
static bool read_dependency_check(struct suppression_reading *reading, const struct node *root)
{
    static const char *const names[] = {"cvssBelow", "cpe", "cwe", NULL};
    const struct node *top = node_find(root, "suppressions");
    const struct node *list = node_find(top, "suppress");
    const char *space = node_string(top, "@xmlns");
    if (!space || !strstr(space, "DependencyCheck"))
        return false; /* Checkstyle has files of this name too */
    for (size_t i = 0; list && list->kind == NODE_SEQUENCE && i < list->count; i++) {
        const struct node *item = list->items[i];
        if (add_vulnerabilities(reading, item))
            continue;
        const char *id = NULL;
        for (size_t k = 0; names[k] && !id; k++)
            id = only_text(node_find(item, names[k]));
        add_suppress(reading, item, item, id ? id : "*");
    }
    return true;
}

/* github.com/openvex/spec: a statement for each vulnerability */
static bool read_openvex(struct suppression_reading *reading, const struct node *root)
{
    const char *context = node_string(root, "@context");
    if (!context || !strstr(context, "openvex"))
        return false;
    const struct node *list = node_find(root, "statements");
    for (size_t i = 0; list && list->kind == NODE_SEQUENCE && i < list->count; i++) {
        const struct node *statement = list->items[i];
        const struct node *vulnerability = node_find(statement, "vulnerability");
        const char *name = vulnerability && node_is_scalar(vulnerability)
                               ? vulnerability->text
                               : node_string(vulnerability, "name");
        struct suppression *added = suppression_add(reading, statement, name ? name : "*");
        added->status = node_string(statement, "status");
        added->justification = node_string(statement, "justification");
        added->reason = node_string(statement, "impact_statement");
        if (!added->reason)
            added->reason = node_string(statement, "action_statement");
    }
    return true;
}

/* cyclonedx.org, "VEX": vulnerabilities[].analysis */
static bool read_cyclonedx(struct suppression_reading *reading, const struct node *root)
{
    static const struct {
        const char *state, *status;
    } states[] = {{"not_affected", "not_affected"},
                  {"false_positive", "not_affected"},
                  {"resolved", "fixed"},
                  {"resolved_with_pedigree", "fixed"},
                  {"exploitable", "affected"},
                  {"in_triage", "under_investigation"}};
    const char *format = node_string(root, "bomFormat");
    if (!format || strcmp(format, "CycloneDX") != 0)
        return false;
    const struct node *list = node_find(root, "vulnerabilities");
    for (size_t i = 0; list && list->kind == NODE_SEQUENCE && i < list->count; i++) {
        const struct node *analysis = node_find(list->items[i], "analysis");
        const char *state = node_string(analysis, "state");
        const char *id = node_string(list->items[i], "id");
        if (!state)
            continue;
        struct suppression *added = suppression_add(reading, list->items[i], id ? id : "*");
        for (size_t k = 0; k < sizeof(states) / sizeof(*states); k++)
            if (strcmp(states[k].state, state) == 0)
                added->status = states[k].status;
        added->justification = node_string(analysis, "justification");
        added->reason = node_string(analysis, "detail");
    }
    return true;
}

#define NAMES(...) ((const char *const[]){__VA_ARGS__, NULL})

const struct suppression_format suppression_formats[] = {
    {"trivy", NAMES(".trivyignore"), NULL, suppression_read_lines},
    {"trivy", NAMES(".trivyignore.yaml", ".trivyignore.yml"), "yaml", read_trivy},
    /* github.com/sonatype-nexus-community/nancy: `until=DAY` behind an id */
    {"nancy", NAMES(".nancy-ignore"), NULL, suppression_read_lines},
    {"osv_scanner", NAMES("osv-scanner.toml"), "toml", read_osv},
    {"snyk", NAMES(".snyk"), "yaml", read_snyk},
    {"grype", NAMES(".grype.yaml", ".grype.yml"), "yaml", read_grype},
    {"audit_ci",
     NAMES("audit-ci.json", "audit-ci.jsonc", "audit-ci.json5", ".audit-ci.json",
           ".audit-ci.jsonc"),
     "jsonc", read_audit_ci},
    {"npm_audit", NAMES(".nsprc"), "jsonc", read_nsp},
    {"cargo_deny", NAMES("deny.toml", ".deny.toml"), "toml", read_cargo},
    {"cargo_audit", NAMES("audit.toml"), "toml", read_cargo},
    {"bundler_audit", NAMES(".bundler-audit.yml", ".bundler-audit.yaml"), "yaml", read_bundler},
    {"dependency_check",
     NAMES("*suppression.xml", "*suppressions.xml", "*Suppression.xml", "*Suppressions.xml"), "xml",
     read_dependency_check},
    {"vex", NAMES("*.vex.json", "*.openvex.json", "*vex.json"), "json", read_openvex},
    {"vex", NAMES("*.cdx.json", "*bom.json"), "json", read_cyclonedx},
};
const size_t suppression_format_count = sizeof(suppression_formats) / sizeof(*suppression_formats);
