/* alert_reader.h - the readers of the formats in which alerts are defined; each one adds
 * rows of the kind `alert_definition`. */
#ifndef FACTS_ALERT_READER_H
#define FACTS_ALERT_READER_H

#include "facts/alert_kinds.h"

struct alert_reading {
    struct fact_writer *writer;
    struct fact_file *file;
    struct arena scratch;
    bool test, vendored;
    uint32_t line_offset; /* of a document within a text of the file's own */
};

/* What a format says of one alert; texts may be NULL. */
struct alert_words {
    const char *system, *name, *severity, *expression, *runbook;
    const struct node *all; /* every scalar below it is the alert's text */
    const char *group;      /* of rules, or NULL */
    uint32_t line, column;
};
void alert_add(struct alert_reading *reading, const struct alert_words *words);
/* It is not known which alerts the file, or a part of it, holds. */
void alert_add_gap(struct alert_reading *reading, enum unknown_class class, const char *reason);

/* Rules of Prometheus and of those who read its files, of Grafana's provisioning, alarms
 * of CloudFormation, wherever they stand in a document of YAML. */
void alert_read_rules(struct alert_reading *reading, const struct node *root);
/* Monitors of Datadog in JSON: one, a list, or a list named `monitors`. */
void alert_read_monitors(struct alert_reading *reading, const struct node *root);
/* Alarms, monitors and policies of Terraform's providers. */
void alert_read_terraform(struct alert_reading *reading, const struct node *root);

/* The link to a runbook among annotations; NULL when none of them is one. */
const char *alert_runbook_of(struct arena *scratch, const struct node *annotations);
/* The same in a text for people: the URL beside the word. */
const char *alert_runbook_in(struct arena *scratch, const char *text);

#endif
