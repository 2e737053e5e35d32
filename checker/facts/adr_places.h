/* adr_places.h - where a repository keeps its decision records, and which files
 * there are records: by the configuration of adr-tools, log4brains and Backstage,
 * else by the folders that people use. */
#ifndef FACTS_ADR_PLACES_H
#define FACTS_ADR_PLACES_H

#include "source/snapshot.h"

enum adr_name {
    ADR_NAME_NONE,     /* no record: another kind of file, a template, an index */
    ADR_NAME_NUMBERED, /* 0007-slug.md, adr-007.md */
    ADR_NAME_DATED,    /* 20200101-slug.md */
    ADR_NAME_DRAFT,    /* XXXX-slug.md */
    ADR_NAME_FREE,     /* a document of another name: its content decides */
};

struct adr_candidate {
    const struct entry *entry; /* the document */
    const struct entry *kep;   /* its kep.yaml, or NULL; `entry` is that when it stands alone */
    const char *directory;     /* ids are unique within it */
    enum adr_name name;
    const char *id; /* as written in the name; NULL when it has none */
    int64_t number; /* -1: none */
    int32_t date;   /* of ADR_NAME_DATED */
};

struct adr_candidates {
    struct adr_candidate *items; /* by path */
    size_t count;
};

/* Reads the few files of configuration that name folders. */
struct adr_candidates adr_candidates_find(struct arena *arena, const struct snapshot *snapshot,
                                          struct reader *reader);
/* What a file's name says; `out` gets id, number and date. */
enum adr_name adr_name_read(struct arena *arena, const char *base, struct adr_candidate *out);

/* A file of a repository as its forge shows it. */
struct adr_page {
    const char *revision; /* the first part of it, where it has slashes */
    const char *path;     /* within the tree */
};

/* `https://host/organisation/repository/blob/main/docs/x.md`, as GitHub, GitLab, Gitea and
 * Bitbucket write it, with or without a scheme. False for a page of a repository of another
 * name than `remote` (a URL; NULL: any name will do); forks and mirrors bear the same. */
bool adr_page_read(struct arena *arena, const char *remote, const char *url, struct adr_page *out);

#endif
