/* governing_effect.h - what of a CODEOWNERS or .gitattributes file has an effect on how a
 * repository is judged, as a digest: two versions with the same one differ in comments,
 * blanks and attributes that no rule asks for. Nothing is judged here. */
#ifndef FACTS_GOVERNING_EFFECT_H
#define FACTS_GOVERNING_EFFECT_H

#include "base/arena.h"
#include "base/text.h"

/* Of the lines that are neither empty nor a comment (docs.github.com, "About code owners";
 * docs.gitlab.com, "Code Owners syntax"), with one blank between words where none is escaped. Never
 * NULL. */
const char *owners_effect(struct arena *arena, struct text text);
/* Of the lines (gitattributes(5)) that say what is generated, vendored or documentation, or in
 * which language it is, in the words of linguist, and of these words alone; NULL when there are
 * none. */
const char *attributes_effect(struct arena *arena, struct text text);

#endif
