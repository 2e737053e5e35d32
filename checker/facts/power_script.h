/* power_script.h - what a script of PowerShell or cmd runs: its programs in order, with the
 * folder, and whether a failure of one reaches the end of the script. Nothing is run. What is
 * not simple enough to tell is said to be unsure, never guessed.
 *
 * PowerShell goes on after a program that fails, and forges end its script with the exit
 * status of the last one: docs.github.com, "Workflow syntax", exit codes and error action
 * preference; learn.microsoft.com, PowerShell@2 (ignoreLASTEXITCODE), about_Automatic_Variables
 * ($LASTEXITCODE), $PSNativeCommandUseErrorActionPreference. cmd does the same with ERRORLEVEL. */
#ifndef FACTS_POWER_SCRIPT_H
#define FACTS_POWER_SCRIPT_H

#include "facts/power_statement.h"
#include "facts/script_commands.h"

/* Programs alone: no cmdlets, no words of the language. False when a part of the script was
 * not understood; what was is in `out`. */
bool power_script_read(struct arena *arena, struct text script, enum power_language language,
                       const struct script_setting *setting, struct script_command **out,
                       size_t *count);

#endif
