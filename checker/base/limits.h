/* limits.h - how much of anything we are willing to read. A limit that is
 * reached gives `unknown` or a failure, never a silent cut. */
#ifndef BASE_LIMITS_H
#define BASE_LIMITS_H

enum {
    /* A blob that a recogniser reads: 8 MiB. The largest lock files of real
     * monorepos stay below 5 MiB; what is larger is data, not governance. */
    LIMIT_BLOB_BYTES = 8 << 20,
    /* A document for people that is read as prose: the longest README of the
     * repositories that we looked at has 200 KiB. */
    LIMIT_PROSE_BYTES = 1 << 20,
    /* A policy, rule, configuration or exception file: 1 MiB. */
    LIMIT_POLICY_BYTES = 1 << 20,
    /* A file of --facts: SARIF of a large scan is some tens of megabytes. */
    LIMIT_EVIDENCE_BYTES = 256 << 20,
    /* A deployments file of --facts: a year of two hundred deployments a day. */
    LIMIT_DEPLOYMENTS_BYTES = 8 << 20,
    /* Policies that build one on another, and those that one policy builds on: nobody
     * follows a longer chain. */
    LIMIT_POLICY_BASES = 16,
    /* Comments of one repository that waive a rule: who has more needs another policy. */
    LIMIT_INLINE_WAIVERS = 10000,
    /* Files whose history is read for the waivers in them: each is a walk over all commits. */
    LIMIT_WAIVER_HISTORIES = 200,
    /* Files whose lines are blamed for approvals, and the size of one: over ten thousand commits
     * one takes a second. */
    LIMIT_BLAMED_FILES = 20,
    LIMIT_BLAMED_BYTES = 1 << 20,
    /* Waivers of one file, those that are gone included, that are told apart in its history. */
    LIMIT_WAIVERS_FOLLOWED = 400,
    /* Nesting of a document: far above any real file, far below the stack. */
    LIMIT_DOCUMENT_DEPTH = 100,
    /* Nodes of a document after aliases are expanded. */
    LIMIT_DOCUMENT_NODES = 2000000,
    /* Steps of one JSONPath over one document: some for each node of the largest. */
    LIMIT_JSONPATH_STEPS = 10000000,
    /* Brackets, filters and calls within one another in a JSONPath. */
    LIMIT_JSONPATH_NESTING = 32,
    /* Bytes of a JSONPath: what people write has some hundred. */
    LIMIT_JSONPATH_BYTES = 65536,
    /* Files of a snapshot: Linux has 90,000, Chromium 400,000. */
    LIMIT_SNAPSHOT_ENTRIES = 2000000,
    /* Folders within folders of a tree. */
    LIMIT_TREE_DEPTH = 200,
    /* Bytes of a path. */
    LIMIT_PATH_BYTES = 4096,
    /* Commits of the history that one walk looks at. */
    LIMIT_HISTORY_COMMITS = 200000,
    /* Commits whose renamed files are kept for the next who asks, and those files together:
     * some 20 MB. What comes after them is found out anew each time. */
    LIMIT_LINEAGE_RENAMES = 100000,
    /* Revisions of one file that are read to see since when it says something: the
     * most changed documents of the repositories that we looked at have some hundred. */
    LIMIT_TIMELINE_REVISIONS = 2000,
    /* Pairs of a new file and one that is gone that are compared for renames: the square of
     * what git takes where diff.renameLimit is not set. */
    LIMIT_RENAME_PAIRS = 1000 * 1000,
    /* Sentences of a decision record that are compared with an earlier version of it: the
     * longest proposals of the repositories that we looked at have some hundred. */
    LIMIT_ADR_UNITS = 2000,
    /* Files of a whole history: Linux has 2.6 million. */
    LIMIT_HISTORY_BLOBS = 4000000,
    /* Rows of one fact kind. */
    LIMIT_FACT_ROWS = 4000000,
    /* Workloads that are looked at for the targets of patches of Kustomize, and changes of them:
     * the repositories that we looked at take ten thousand at most. */
    LIMIT_KUSTOMIZE_STEPS = 2000000,
    /* PCRE2: matching steps, depth and heap (KiB) for one search. */
    LIMIT_PATTERN_MATCH = 2000000,
    LIMIT_PATTERN_DEPTH = 5000,
    LIMIT_PATTERN_HEAP = 32768,
    LIMIT_PATTERN_BYTES = 16384,
    /* Globs: alternatives after braces are expanded. */
    LIMIT_GLOB_ALTERNATIVES = 256,
    /* Patterns of folders in the settings of a bot held against the folders of a tree: a
     * hundred of them against a hundred thousand. */
    LIMIT_FOLDER_PATTERN_STEPS = 10000000,
    /* Selectors of Kubernetes held against the labels of pods, where thousands share one. */
    LIMIT_POD_COMPARISONS = 10000000,
    /* SQL over facts. A statement's text: what is longer is a program. */
    LIMIT_SQL_BYTES = 16384,
    /* A cell, and what a function of a statement makes: no text of a fact is near it. */
    LIMIT_SQL_CELL_BYTES = 1 << 20,
    /* Instructions of SQLite for one statement: to group 100,000 rows takes two
     * millions, to compare 4,000 rows with each other 70 millions and two seconds. */
    LIMIT_SQL_STEPS = 100000000,
    /* Seconds of the processor for one statement: only for what one instruction alone
     * makes slow. The steps come first, for they are the same on every machine. */
    LIMIT_SQL_SECONDS = 30,
    /* Memory of SQLite for the facts of a repository and what a statement makes of
     * them: a million rows of `file` take 60 MiB. */
    LIMIT_SQL_HEAP = 256 << 20,
    /* Memory to understand a statement: one of 16 KiB takes less than 1 MiB, unless
     * names that stand for each other double it again and again. */
    LIMIT_SQL_CHECK_HEAP = 16 << 20,
    /* Rows of a result: each is a subject. */
    LIMIT_SQL_ROWS = 200000,
    LIMIT_SQL_COLUMNS = 100,
    LIMIT_SQL_RESULT_BYTES = 64 << 20,
};

#endif
