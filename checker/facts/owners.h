/* owners.h - CODEOWNERS files of GitHub, GitLab and Bitbucket: which file counts,
 * what its lines say and which of them decides about a path. The forges differ
 * in where they look, in sections and in what a pattern matches; what each does
 * here follows its own documentation ("About code owners" of GitHub, "Syntax of
 * CODEOWNERS file" of GitLab, "Set up and use code owners" of Bitbucket Cloud and
 * the Code Owners app of Mibex). Owners are not looked up anywhere. */
#ifndef FACTS_OWNERS_H
#define FACTS_OWNERS_H

#include "source/snapshot.h"

enum owner_system { OWNER_GITHUB, OWNER_GITLAB, OWNER_BITBUCKET };

extern const char *const owner_system_names[]; /* by system, NULL-ended */

/* GitHub does not load a larger file. */
enum { OWNERS_GITHUB_BYTES_MAX = 3 << 20 };

struct owner_rule {
    uint32_t line;
    const char *pattern; /* as written, without the `!` of an exclusion */
    const char **owners; /* those that are owners and no placeholders */
    size_t owner_count;
    const char *section;   /* GitLab; NULL before the first one */
    size_t section_number; /* 0 before the first one; sections of one name are one */
    const char *problem;   /* NULL: the line is valid */
    bool skipped;          /* the forge does not act on the line */
    bool excludes;         /* `!pattern`: takes files out of its section */
    bool everything;       /* it names no path: `*` and the like */
};

struct owners {
    enum owner_system system;
    const char *path;         /* NULL: there is no such file */
    struct owner_rule *rules; /* in the order of the file */
    size_t count;
    size_t section_count; /* 1 at least */
};

/* The forge, by the remote (https form, may be NULL) and by what stands in the
 * tree; and the first file that it looks for, NULL when there is none. */
const struct entry *owners_find(const struct snapshot *snapshot, const char *remote,
                                enum owner_system *system, bool *certain);
/* The lines of a file. When the forge is not certain, sections make it GitLab's. */
void owners_parse(struct owners *out, struct arena *arena, struct text text,
                  enum owner_system system, bool certain);

/* Globs of base/glob.h that match together what the pattern does, two at most;
 * returns how many, 0 when it matches nothing. */
enum { OWNER_GLOBS_MAX = 2 };
size_t owner_pattern_globs(struct arena *arena, enum owner_system system, const char *pattern,
                           const char *out[OWNER_GLOBS_MAX]);
/* Why the pattern is none that the forge accepts; NULL when it is one. */
const char *owner_pattern_problem(enum owner_system system, const char *pattern);
/* Does the pattern name no path, only everything? */
bool owner_pattern_is_everything(const char *pattern);
/* Why a word is no owner, NULL when it is one; the other tells what templates and
 * manuals write in the place of an owner. */
const char *owner_problem(enum owner_system system, const char *owner);
bool owner_is_placeholder(const char *owner);

struct owner_matcher;
struct owner_matcher *owner_matcher_new(struct arena *arena, const struct owners *owners);

enum owner_state { OWNER_OWNED, OWNER_CLEARED, OWNER_UNMATCHED };
struct owner_verdict {
    enum owner_state state;
    bool is_explicit;                      /* decided by a rule that names a path */
    const struct owner_rule *const *rules; /* that own it, one a section */
    size_t rule_count;
};
/* The rules of the verdict are good until the next call. */
struct owner_verdict owner_matcher_match(struct owner_matcher *matcher, const char *path);
/* Did the rule match a path so far? */
bool owner_matcher_has_matched(const struct owner_matcher *matcher, size_t rule);

#endif
