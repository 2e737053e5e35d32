/* prose_kinds.h - kinds of the recognisers of prose that other recognisers read,
 * with the order of their cells. */
#ifndef FACTS_PROSE_KINDS_H
#define FACTS_PROSE_KINDS_H

#include "facts/fact.h"

extern const struct fact_kind fact_kind_markdown_section;
enum {
    MARKDOWN_SECTION_HEADING,
    MARKDOWN_SECTION_ANCHOR,
    MARKDOWN_SECTION_LEVEL,
    MARKDOWN_SECTION_SENTENCES,
    MARKDOWN_SECTION_ITEMS,
    MARKDOWN_SECTION_ROWS,
    MARKDOWN_SECTION_COMMANDS,
    MARKDOWN_SECTION_STATE,
};

/* Every name in a file that a link can end with: headings and ids. A gap: the
 * page is put together by a generator, so it may have others. */
extern const struct fact_kind fact_kind_markdown_anchor;
enum { MARKDOWN_ANCHOR_ANCHOR, MARKDOWN_ANCHOR_SORT, MARKDOWN_ANCHOR_WORDS };

/* Links as they are written, before anybody looked where they lead. */
extern const struct fact_kind fact_kind_markdown_target;
enum {
    MARKDOWN_TARGET_TARGET,
    MARKDOWN_TARGET_IMAGE,
    MARKDOWN_TARGET_REFERENCE,
    MARKDOWN_TARGET_SITE_PAGE,
};

extern const struct fact_kind fact_kind_markdown_link;

/* Names that the repository states of itself. */
extern const struct fact_kind fact_kind_repository_name;
enum { REPOSITORY_NAME_OWNER, REPOSITORY_NAME_NAME, REPOSITORY_NAME_STATED_BY };

extern const struct fact_kind fact_kind_security_mention;
enum {
    SECURITY_MENTION_VALUE,
    SECURITY_MENTION_SORT,
    SECURITY_MENTION_PRIVATE,
    SECURITY_MENTION_PLACEHOLDER,
    SECURITY_MENTION_SECTION,
    SECURITY_MENTION_OWNER,
    SECURITY_MENTION_NAME,
};

extern const struct fact_kind fact_kind_written_command;
enum {
    WRITTEN_COMMAND_COMMAND,
    WRITTEN_COMMAND_FOLDER,
    WRITTEN_COMMAND_ANEW,
    WRITTEN_COMMAND_NEAR,
    WRITTEN_COMMAND_PURPOSE,
    WRITTEN_COMMAND_SPAN,
};

extern const struct fact_kind fact_kind_build_target;
enum { BUILD_TARGET_TOOL, BUILD_TARGET_NAME, BUILD_TARGET_PACKAGE };

extern const struct fact_kind fact_kind_licence_text;
enum { LICENCE_TEXT_SPDX, LICENCE_TEXT_SORT };

extern const struct fact_kind fact_kind_declared_licence;
enum { DECLARED_LICENCE_EXPRESSION, DECLARED_LICENCE_ECOSYSTEM };

#endif
