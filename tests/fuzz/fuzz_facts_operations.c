/* Reads the bytes as rules of alerts, objectives, dashboards and backups in YAML, JSON and
 * HCL, as documents about recovery, incidents and readiness, and as code that ends: every row has a
 * place and every cell that must be there; no cell holds a word that is none of its kind. */
#include "facts/gather.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

extern const struct recogniser fact_alert_definition, fact_slo_definition,
    fact_dashboard_definition, fact_backup, fact_recovery_plan, fact_incident_review,
    fact_readiness_document, fact_shutdown_handler, fact_scheduled_script, fact_backup_script;

static void check_cell(const struct fact_field *field, const struct value *cell)
{
    if (cell->kind == VALUE_ABSENT && !field->optional)
        abort();
    if (cell->kind == VALUE_UNKNOWN && !cell->unknown->reason[0])
        abort();
    if (cell->kind == VALUE_TEXT && field->type.kind == TYPE_WORD &&
        !string_is_one_of(cell->text, field->type.words))
        abort();
    if (cell->kind == VALUE_SHARE && !(cell->number >= 0 && cell->number <= 1))
        abort();
    if (cell->kind == VALUE_DURATION && cell->integer < 0)
        abort();
}

static void check_file(const struct recogniser *recogniser, const char *path, struct text content)
{
    const struct memory_file file = {.path = path, .content = content};
    for (size_t i = 0; recogniser->kinds[i]; i++) {
        struct arena arena;
        arena_init(&arena, 4096);
        struct fact_table table;
        struct failure *failure =
            fact_recognise_memory(recogniser, recogniser->kinds[i], &file, 1, &arena, &table);
        if (failure)
            abort();
        for (size_t k = 0; k < table.count; k++) {
            if (!table.rows[k].path || table.rows[k].line == 0 || table.rows[k].column == 0)
                abort();
            for (size_t n = 0; table.kind->fields[n].name; n++)
                check_cell(&table.kind->fields[n], &table.rows[k].cells[n]);
        }
        arena_release(&arena);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct recogniser *const of_documents[] = {
        &fact_alert_definition, &fact_slo_definition, &fact_dashboard_definition, &fact_backup};
    static const char *const programs[] = {"a.go",       "a.js",           "a.java", "a.cs",
                                           "a.py",       "a.rb",           "a.rs",   "a.sh",
                                           "Dockerfile", "application.yml"};
    struct text content = {.bytes = (const char *)data, .size = size};
    for (size_t i = 0; i < sizeof(of_documents) / sizeof(*of_documents); i++) {
        check_file(of_documents[i], "a.yaml", content);
        check_file(of_documents[i], "a.json", content);
        check_file(of_documents[i], "a.tf", content);
    }
    check_file(&fact_backup, "crontab", content);
    check_file(&fact_scheduled_script, "crontab", content);
    check_file(&fact_scheduled_script, "a.timer", content);
    check_file(&fact_scheduled_script, "a@.service", content);
    check_file(&fact_backup_script, "a.sh", content);
    check_file(&fact_recovery_plan, "docs/dr.md", content);
    check_file(&fact_incident_review, "docs/postmortems/2026-01-01.md", content);
    for (size_t i = 0; i < sizeof(programs) / sizeof(*programs); i++)
        check_file(&fact_shutdown_handler, programs[i], content);
    check_file(&fact_readiness_document, "docs/production-readiness.md", content);
    return 0;
}
