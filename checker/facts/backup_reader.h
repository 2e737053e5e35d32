/* backup_reader.h - the readers of what keeps and saves data, and the rows that they add. */
#ifndef FACTS_BACKUP_READER_H
#define FACTS_BACKUP_READER_H

#include "facts/backup_kinds.h"

enum backup_saved {
    BACKUP_SAVED_NOT_SAID, /* the store has no such setting of its own */
    BACKUP_SAVED_NO,
    BACKUP_SAVED_YES,
    BACKUP_SAVED_NOT_KNOWN, /* a variable decides */
};

struct backup_reading {
    struct fact_writer *writer;
    struct fact_file *file;
    bool test, vendored;
};

void backup_add_store(struct backup_reading *reading, const char *sort, const char *name,
                      enum backup_saved saved, uint32_t line);
void backup_add(struct backup_reading *reading, const char *sort, const char *name,
                enum backup_saved enabled, bool is_scheduled, uint32_t line);
void backup_add_restore_job(struct backup_reading *reading, const char *text, uint32_t line);

bool backup_is_crontab(const char *path);
/* Where tests stand, and what is set up for somebody's own machine: it keeps nothing that is
 * missed. */
bool backup_is_test(const char *path);

/* Every script of the shell that a text runs by its name: a row of `scheduled_script` each. `unit`
 * is the unit of systemd that does, or NULL where a clock of its own does. */
void backup_add_scheduled(struct fact_writer *writer, const char *text, const char *unit, bool test,
                          uint32_t line);

/* Programs that save data, and those that bring it back, as a command names them. */
bool backup_text_saves(const char *text);
bool backup_text_restores(const char *text);
/* The same of every text below a node. */
bool backup_node_saves(const struct node *node);
bool backup_node_restores(const struct node *node);

/* Objects of Kubernetes, stacks of CloudFormation, workflows with a schedule. */
void backup_read_objects(struct backup_reading *reading, const struct node *root);
void backup_read_terraform(struct backup_reading *reading, const struct node *root);

#endif
