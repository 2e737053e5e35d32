/* rule_id.h - the form of a rule's id: three capital letters and three digits, as SDL009. */
#ifndef POLICY_RULE_ID_H
#define POLICY_RULE_ID_H

#include <stdbool.h>

bool is_rule_id(const char *word);

#endif
