#include "policy/rule_id.h"

#include <string.h>

bool is_rule_id(const char *word)
{
    return strlen(word) == 6 && strspn(word, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == 3 &&
           strspn(word + 3, "0123456789") == 3;
}
