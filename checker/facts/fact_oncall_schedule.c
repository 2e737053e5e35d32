/* oncall - schedules and escalation policies as code: resources of Terraform and OpenTofu
 * by which the tools that page people are set up, as their providers' documentation names
 * them. Who stands in the schedule only the tool knows. */
#include "facts/catalogue_reading.h"

#include <string.h>

/* A resource of a service counts where it cannot be without an escalation policy. */
static const char *const types[] = {"pagerduty_schedule",
                                    "pagerduty_schedulev2",
                                    "pagerduty_escalation_policy",
                                    "pagerduty_service",
                                    "opsgenie_schedule",
                                    "opsgenie_schedule_rotation",
                                    "opsgenie_escalation",
                                    "grafana_oncall_schedule",
                                    "grafana_oncall_on_call_shift",
                                    "grafana_oncall_escalation_chain",
                                    "grafana_oncall_escalation",
                                    "squadcast_schedule",
                                    "squadcast_schedule_v2",
                                    "squadcast_escalation_policy",
                                    "victorops_escalation_policy",
                                    "incident_schedule",
                                    "incident_escalation_path",
                                    "rootly_schedule",
                                    "rootly_escalation_policy",
                                    "zenduty_schedules",
                                    "zenduty_escalation",
                                    "betteruptime_on_call_calendar",
                                    "betteruptime_policy",
                                    "ilert_schedule",
                                    "ilert_escalation_policy",
                                    "aws_ssmcontacts_plan",
                                    "aws_ssmcontacts_rotation",
                                    NULL};

static void add(struct fact_writer *writer, struct fact_file *file, const char *type,
                const struct node *key, const struct node *bodies)
{
    const struct node *body =
        bodies->kind == NODE_SEQUENCE && bodies->count ? bodies->items[0] : NULL;
    const char *name = node_string(body, "name");
    struct arena *arena = fact_arena(writer);
    size_t tool = strcspn(type, "_");
    bool placeholder = name && !catalogue_is_template(name) && catalogue_is_placeholder_owner(name);
    struct value *cells = fact_add(writer, &fact_kind_oncall, NULL, key->line, key->column)->cells;
    cells[ONCALL_SORT] = value_text(oncall_sorts[ONCALL_SCHEDULE]);
    cells[ONCALL_TOOL] = value_text(arena_copy(arena, (struct text){type, tool}));
    cells[ONCALL_VALUE] = value_text(arena_printf(arena, "%s.%s", type, key->text));
    cells[ONCALL_PLACEHOLDER] = value_boolean(placeholder);
    cells[ONCALL_SECRET] = value_boolean(false);
    cells[ONCALL_REACHABLE] = value_boolean(!placeholder);
    cells[ONCALL_TEST] = value_boolean(catalogue_is_foreign(file));
}

static void recognise(struct fact_writer *writer, struct fact_file *file)
{
    enum unknown_class class;
    const struct document_problem *problem = NULL;
    if (fact_file_unreadable(file, &class))
        return;
    const struct document *document =
        fact_file_document(file, document_format_find("hcl"), &problem);
    if (!document && !catalogue_is_foreign(file))
        fact_add_gap(writer, &fact_kind_oncall, NULL, UNKNOWN_UNREADABLE, "it is no HCL");
    const struct node *resources =
        document && document->count ? node_find(document->roots[0], "resource") : NULL;
    for (size_t i = 0; types[i]; i++) {
        const struct node *named = node_find(resources, types[i]);
        for (size_t n = 0; named && named->kind == NODE_MAPPING && n < named->count; n++)
            add(writer, file, types[i], named->keys[n], named->items[n]);
    }
}

FACT(oncall_schedule) = {
    .name = "oncall_schedule",
    .area = FACT_AREA_OPERATIONS,
    .summary = "schedules and escalation policies in Terraform and OpenTofu",
    .version = 1,
    .kinds = (const struct fact_kind *const[]){&fact_kind_oncall, NULL},
    .paths = (const char *const[]){"*.tf", "*.tofu", NULL},
    .literals = (const char *const[]){"pagerduty_", "opsgenie_", "grafana_oncall_", "squadcast_",
                                      "victorops_", "incident_", "rootly_", "zenduty_",
                                      "betteruptime_", "ilert_", "aws_ssmcontacts_", NULL},
    .judges_lost_content = true,
    .recognise_file = recognise,
};
