/* approver_team.h - who is in a team that a policy lists as approvers, as far as entries for
 * Backstage tell it: a group by what the forge calls it, its members, and the addresses of
 * users. What they do not tell is unknown, and nobody is taken for a member. */
#ifndef ENGINE_APPROVER_TEAM_H
#define ENGINE_APPROVER_TEAM_H

#include "facts/fact.h"

enum team_answer { TEAM_UNKNOWN, TEAM_MEMBER, TEAM_NO_MEMBER };

/* `entities`: rows of catalogue_entity; `team`: "@acme/security"; `by`: an address, or "@" and
 * a login. */
enum team_answer approver_team_has(const struct fact_table *entities, const char *team,
                                   const char *by);

#endif
