#include "policy/words.h"

#include <stddef.h>

const char *const severity_words[] = {"info", "low", "medium", "high", "critical", NULL};
const char *const enforcement_words[] = {"advisory", "warn", "block", NULL};
const char *const verdict_words[] = {"not_applicable", "pass", "review", "unknown", "fail", NULL};
