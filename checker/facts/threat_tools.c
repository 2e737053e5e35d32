#include "facts/threat_model.h"

#include <string.h>

const char *const threat_format_names[] = {"threagile", "tm7",  "threat_dragon", "otm",
                                           "hcl",       "pytm", "markdown",      NULL};

void threat_model_add(struct threat_model *model, enum threat_state state)
{
    model->threats[state]++;
}

/* Letters alone, in lower case: "Not applicable", "not-applicable" and "NotApplicable". */
static void squeeze(const char *word, char *out, size_t capacity)
{
    size_t size = 0;
    for (; *word && size + 1 < capacity; word++) {
        char byte = *word;
        if (byte >= 'A' && byte <= 'Z')
            byte = (char)(byte - 'A' + 'a');
        if (byte >= 'a' && byte <= 'z')
            out[size++] = byte;
    }
    out[size] = '\0';
}

enum threat_state threat_state_of_word(const char *word)
{
    static const char *const addressed[] = {"mitigated",
                                            "mitigate",
                                            "accepted",
                                            "accept",
                                            "acceptedrisk",
                                            "riskaccepted",
                                            "transferred",
                                            "transfer",
                                            "avoided",
                                            "avoid",
                                            "eliminated",
                                            "resolved",
                                            "closed",
                                            "fixed",
                                            "done",
                                            "complete",
                                            "completed",
                                            "implemented",
                                            "notapplicable",
                                            "na",
                                            "falsepositive",
                                            "addressed",
                                            "remediated",
                                            "yes",
                                            "inplace",
                                            "outofscope",
                                            "controlled",
                                            "prevented",
                                            NULL};
    static const char *const open[] = {"open",
                                       "exposed",
                                       "unchecked",
                                       "needsinvestigation",
                                       "notstarted",
                                       "todo",
                                       "planned",
                                       "inprogress",
                                       "indiscussion",
                                       "proposed",
                                       "required",
                                       "recommended",
                                       "new",
                                       "identified",
                                       "unmitigated",
                                       "partial",
                                       "partially",
                                       "pending",
                                       "no",
                                       "none",
                                       "partlymitigated",
                                       "partiallymitigated",
                                       "notmitigated",
                                       "underreview",
                                       "tbd",
                                       NULL};
    char letters[64];
    squeeze(word, letters, sizeof(letters));
    if (string_is_one_of(letters, addressed))
        return THREAT_ADDRESSED;
    return string_is_one_of(letters, open) ? THREAT_OPEN : THREAT_UNSTATED;
}

static size_t count_of(const struct node *parent, const char *key)
{
    const struct node *node = node_find(parent, key);
    return node && (node->kind == NODE_MAPPING || node->kind == NODE_SEQUENCE) ? node->count : 0;
}

static const struct node *item(const struct node *list, size_t number)
{
    return list && (list->kind == NODE_SEQUENCE || list->kind == NODE_MAPPING) &&
                   number < list->count
               ? list->items[number]
               : NULL;
}

static bool is_title(const char *title, const char *const *titles)
{
    for (; title && *titles; titles++)
        if (string_equals_folded(title, *titles))
            return true;
    return false;
}

static bool has_text(const struct node *node, const char *key)
{
    const char *text = node_string(node, key);
    return text && text_trim(text_of(text)).size > 0;
}

/* Threagile: the model's own risks are found when it runs; what people decided about them
 * stands in risk_tracking, by their ids. */
bool threat_model_of_threagile(const struct node *root, struct threat_model *out)
{
    static const char *const examples[] = {"Model Stub", "Some Example Application",
                                           "New Threat Model", NULL};
    if (!node_find(root, "threagile_version") ||
        (!node_find(root, "technical_assets") && !node_find(root, "data_assets")))
        return false;
    const struct node *tracking = node_find(root, "risk_tracking");
    *out = (struct threat_model){.format = THREAT_THREAGILE,
                                 .line = 1,
                                 .title = node_string(root, "title"),
                                 .boundaries = count_of(root, "trust_boundaries"),
                                 .assets = count_of(root, "technical_assets") +
                                           count_of(root, "data_assets")};
    for (size_t i = 0; item(tracking, i); i++) {
        const char *status = node_string(tracking->items[i], "status");
        threat_model_add(out, status ? threat_state_of_word(status) : THREAT_UNSTATED);
    }
    if (count_of(root, "risk_tracking") == 0)
        out->not_there = "Threagile finds the risks when it runs, and risk_tracking names none";
    out->is_template = is_title(out->title, examples) || out->assets == 0;
    return true;
}

/* What Threat Dragon writes into a new threat. */
static bool is_default_of_dragon(const char *text)
{
    return text_find_folded(text_of(text), "provide remediation") != SIZE_MAX ||
           text_find_folded(text_of(text), "mitigation or prevention for") != SIZE_MAX;
}

static enum threat_state state_of_dragon(const struct node *threat)
{
    const char *status = node_string(threat, "status");
    const char *mitigation = node_string(threat, "mitigation");
    enum threat_state state = status ? threat_state_of_word(status) : THREAT_UNSTATED;
    if (state == THREAT_UNSTATED && has_text(threat, "mitigation") &&
        !is_default_of_dragon(mitigation))
        state = THREAT_ADDRESSED;
    return state;
}

static void add_cell_of_dragon(struct threat_model *out, const struct node *cell)
{
    const struct node *data = node_find(cell, "data");
    const char *type = node_string(data ? data : cell, "type");
    const struct node *threats = node_find(data ? data : cell, "threats");
    if (type && string_starts_with(type, "tm.Boundary"))
        out->boundaries++;
    else if (type && (strcmp(type, "tm.Store") == 0 || strcmp(type, "tm.Process") == 0 ||
                      strcmp(type, "tm.Actor") == 0))
        out->assets++;
    for (size_t i = 0; item(threats, i); i++)
        threat_model_add(out, state_of_dragon(threats->items[i]));
}

bool threat_model_of_dragon(const struct node *root, struct threat_model *out)
{
    static const char *const examples[] = {"Demo Threat Model", "New Threat Model",
                                           "Sample Threat Model", NULL};
    const struct node *summary = node_find(root, "summary");
    const struct node *diagrams = node_find(node_find(root, "detail"), "diagrams");
    if (!node_find(summary, "title") || !diagrams || diagrams->kind != NODE_SEQUENCE)
        return false;
    *out = (struct threat_model){
        .format = THREAT_DRAGON, .line = 1, .title = node_string(summary, "title")};
    for (size_t i = 0; i < diagrams->count; i++) {
        const struct node *json = node_find(diagrams->items[i], "diagramJson"); /* version 1 */
        const struct node *cells = node_find(json ? json : diagrams->items[i], "cells");
        for (size_t c = 0; item(cells, c); c++)
            add_cell_of_dragon(out, cells->items[c]);
    }
    out->is_template = is_title(out->title, examples);
    return true;
}

/* A threat of a component: answered when each of its mitigations is implemented. */
static enum threat_state state_of_otm(const struct node *threat)
{
    const char *state = node_string(threat, "state");
    const struct node *mitigations = node_find(threat, "mitigations");
    size_t implemented = 0;
    size_t count = mitigations && mitigations->kind == NODE_SEQUENCE ? mitigations->count : 0;
    for (size_t i = 0; i < count; i++) {
        const char *done = node_string(mitigations->items[i], "state");
        implemented += done && threat_state_of_word(done) == THREAT_ADDRESSED ? 1 : 0;
    }
    if (state && threat_state_of_word(state) == THREAT_ADDRESSED)
        return THREAT_ADDRESSED;
    if (count > 0)
        return implemented == count ? THREAT_ADDRESSED : THREAT_OPEN;
    return state ? THREAT_OPEN : THREAT_UNSTATED;
}

bool threat_model_of_otm(const struct node *root, struct threat_model *out)
{
    static const char *const examples[] = {"Test project", "Manual ThreatModel", NULL};
    static const char *const holders[] = {"components", "dataflows"};
    const struct node *project = node_find(root, "project");
    if (!node_find(root, "otmVersion") || !project)
        return false;
    *out = (struct threat_model){.format = THREAT_OTM,
                                 .line = 1,
                                 .title = node_string(project, "name"),
                                 .boundaries = count_of(root, "trustZones"),
                                 .assets = count_of(root, "assets")};
    size_t attached = 0;
    for (size_t h = 0; h < 2; h++) {
        const struct node *holder = node_find(root, holders[h]);
        for (size_t i = 0; item(holder, i); i++) {
            const struct node *threats = node_find(holder->items[i], "threats");
            for (size_t t = 0; item(threats, t); t++, attached++)
                threat_model_add(out, state_of_otm(threats->items[t]));
        }
    }
    /* Threats that nothing is said to be exposed to. */
    for (size_t i = attached; i < count_of(root, "threats"); i++)
        threat_model_add(out, THREAT_UNSTATED);
    out->is_template = is_title(out->title, examples);
    return true;
}

/* Blocks of one type: unlabelled ones are a sequence; labelled ones a mapping from the
 * label to a sequence. */
static const struct node *block(const struct node *blocks, size_t number)
{
    const struct node *found = item(blocks, number);
    return found && found->kind == NODE_SEQUENCE && found->count > 0 ? found->items[0] : found;
}

static enum threat_state state_of_controls(const struct node *controls)
{
    enum threat_state state = THREAT_UNSTATED;
    for (size_t i = 0; block(controls, i); i++) {
        bool implemented = false;
        node_boolean(node_find(block(controls, i), "implemented"), &implemented);
        if (state == THREAT_UNSTATED || implemented)
            state = implemented ? THREAT_ADDRESSED : THREAT_OPEN;
    }
    return state;
}

/* A `control` is a text in older specifications, a block in newer ones. */
static enum threat_state state_of_hcl(const struct node *threat)
{
    static const char *const names[] = {"control", "expanded_control", "proposed_control"};
    enum threat_state state = has_text(threat, "control") ? THREAT_ADDRESSED : THREAT_UNSTATED;
    for (size_t i = 0; i < 3; i++) {
        enum threat_state here = state_of_controls(node_find(threat, names[i]));
        state = here > state ? here : state;
    }
    return state;
}

static void add_body_of_hcl(struct threat_model *out, const struct node *body)
{
    static const char *const diagrams[] = {"data_flow_diagram", "data_flow_diagram_v2"};
    const struct node *threats = node_find(body, "threat");
    out->assets += count_of(body, "information_asset");
    for (size_t i = 0; block(threats, i); i++)
        threat_model_add(out, state_of_hcl(block(threats, i)));
    for (size_t d = 0; d < 2; d++) {
        const struct node *blocks = node_find(body, diagrams[d]);
        for (size_t i = 0; block(blocks, i); i++)
            out->boundaries += count_of(block(blocks, i), "trust_zone");
    }
}

bool threat_model_of_hcl(const struct node *root, struct threat_model *out)
{
    static const char *const examples[] = {"threatmodel name", "Tower of London", "Fort Knox",
                                           "Modelly model", NULL};
    const struct node *models = node_find(root, "threatmodel");
    if (!models || models->kind != NODE_MAPPING || models->count == 0)
        return false;
    *out = (struct threat_model){.format = THREAT_HCL,
                                 .line = models->keys[0]->line,
                                 .title = models->keys[0]->text,
                                 .is_template = true};
    for (size_t i = 0; i < models->count; i++) {
        add_body_of_hcl(out, block(models, i));
        out->is_template = out->is_template && is_title(models->keys[i]->text, examples);
    }
    return true;
}
