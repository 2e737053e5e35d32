/* governance_document.h - which files are documents that govern a repository, by
 * path alone: the globs for recognisers, and what is left out of them. */
#ifndef FACTS_GOVERNANCE_DOCUMENT_H
#define FACTS_GOVERNANCE_DOCUMENT_H

#include "base/text.h"

/* Names in any case that people use, in any folder. */
#define README_PATHS   "[Rr][Ee][Aa][Dd][Mm][Ee]", "[Rr][Ee][Aa][Dd][Mm][Ee].*"
#define SECURITY_PATHS "[Ss][Ee][Cc][Uu][Rr][Ii][Tt][Yy]", "[Ss][Ee][Cc][Uu][Rr][Ii][Tt][Yy].*"
/* What people write for people; a database of vulnerabilities is none. */
#define DOCUMENT_ENDS ".{md,mdx,markdown,mkd,rst,txt,adoc,asciidoc,org,html}"
#define DISCLOSURE_PATHS                                                                       \
    ("{VULN,vuln,Vuln,*[-_]DISCLOSURE,*[-_]disclosure,DISCLOSURE,disclosure}*" DOCUMENT_ENDS), \
        "{VULNERABILITY,VULNERABILITIES,VULNERABILITY[-_]DISCLOSURE,DISCLOSURE}"
#define CONTRIBUTING_PATHS                                    \
    "[Cc][Oo][Nn][Tt][Rr][Ii][Bb][Uu][Tt][Ii][Nn][Gg]",       \
        "[Cc][Oo][Nn][Tt][Rr][Ii][Bb][Uu][Tt][Ii][Nn][Gg].*", \
        "[Cc][Oo][Nn][Tt][Rr][Ii][Bb][Uu][Tt][Ee]", "[Cc][Oo][Nn][Tt][Rr][Ii][Bb][Uu][Tt][Ee].*"
#define RUNBOOK_PATHS                                                                 \
    "**/[Rr]unbooks/**", "alerts/**/*.md", "**/[Rr]unbook/**", "**/[Pp]laybooks/**",  \
        "**/[Pp]laybook/**", "docs/ops/**", "docs/operations/**", "docs/oncall/**",   \
        "docs/on-call/**", "docs/sre/**", "doc/ops/**", "doc/operations/**", "ops/*", \
        "operations/*", "[Rr][Uu][Nn][Bb][Oo][Oo][Kk]*", "*[-_][Rr]unbook.*",         \
        "[Pp][Ll][Aa][Yy][Bb][Oo][Oo][Kk].*", "**/[Oo]n[Cc]all.md", "**/[Oo]n-[Cc]all.md"
#define DECISION_PATHS                                                                         \
    "**/adr/**", "**/adrs/**", "**/ADR/**", "**/decisions/**", "**/architecture-decisions/**", \
        "**/architecture_decisions/**", "**/architectural-decisions/**", "**/decision-records/**"

/* Is it a file for people to read: by its ending, or without one? */
bool document_is_prose(const char *path);
/* Is it a template that others copy? Residue is what it is made of. */
bool document_is_template(const char *path);
/* Does the path stand in the root, .github/ or docs/: does it speak for the
 * whole repository? */
bool document_is_of_repository(const char *path);
/* Data of tests, examples and what was copied from elsewhere. */
bool document_is_foreign(const char *path);

#endif
