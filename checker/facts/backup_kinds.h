/* backup_kinds.h - the kinds of data that is kept, of what saves it, and of what shows
 * that it can be brought back. */
#ifndef FACTS_BACKUP_KINDS_H
#define FACTS_BACKUP_KINDS_H

#include "facts/fact.h"

extern const struct fact_kind fact_kind_data_store;
enum {
    DATA_STORE_SORT,
    DATA_STORE_NAME,
    DATA_STORE_SAVED,
    DATA_STORE_TEST,
    DATA_STORE_VENDORED,
};

/* Made from one file alone; a chart's are one gap of `data_store` together. */
extern const struct fact_kind fact_kind_data_store_template;
enum {
    DATA_STORE_TEMPLATE_CHART,
    DATA_STORE_TEMPLATE_TEST,
    DATA_STORE_TEMPLATE_VENDORED,
};

extern const struct fact_kind fact_kind_backup;
enum {
    BACKUP_SORT,
    BACKUP_NAME,
    BACKUP_ENABLED,
    BACKUP_SCHEDULED,
    BACKUP_TEST,
    BACKUP_VENDORED,
};

extern const struct fact_kind fact_kind_restore_record;
enum {
    RESTORE_RECORD_SOURCE,
    RESTORE_RECORD_DATE,
    RESTORE_RECORD_TEXT,
    RESTORE_RECORD_TEST,
};

/* Made from one file alone: a script of the shell that saves data or brings it back. */
extern const struct fact_kind fact_kind_backup_script;
enum {
    BACKUP_SCRIPT_SAVES,
    BACKUP_SCRIPT_RESTORES,
    BACKUP_SCRIPT_TEST,
    BACKUP_SCRIPT_VENDORED,
};

/* Made from one file alone: a script that a crontab, a job or a unit of systemd runs, or a
 * timer that starts a unit. */
extern const struct fact_kind fact_kind_scheduled_script;
enum {
    SCHEDULED_SCRIPT_SCRIPT,
    SCHEDULED_SCRIPT_UNIT,
    SCHEDULED_SCRIPT_STARTED,
    SCHEDULED_SCRIPT_TEST,
};

#endif
