/* builtin.h - the policies and rules that are compiled into the program. The catalogue
 * of tools is not among them: facts/tool_catalogue.h. */
#ifndef POLICY_BUILTIN_H
#define POLICY_BUILTIN_H

#include "base/builtin_file.h"

/* Sorted by path; ends with a NULL path. Test files (.test.yml) are among them. */
extern const struct builtin_file builtin_files[];

#endif
