#include "facts/governs.h"
#include "policy/policy.h"

bool policy_governs_path(const char *path)
{
    return path_governs(path);
}
