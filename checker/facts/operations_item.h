/* operations_item.h - items of lists and cells of tables in documents of operations: what
 * they name, and whether anybody filled them in. */
#ifndef FACTS_OPERATIONS_ITEM_H
#define FACTS_OPERATIONS_ITEM_H

#include "facts/prose.h"

enum operations_box { OPERATIONS_NO_BOX, OPERATIONS_OPEN_BOX, OPERATIONS_TICKED_BOX };

/* `#12`, `PAY-12`, a URL, a link. */
bool operations_is_linked(struct text text);
/* More than a dash, a placeholder or a word for nothing. */
bool operations_is_filled(struct arena *arena, struct text cell);
/* The text of an item after its mark (`-`, `*`, `1.`) and its box; false when the line is
 * none. */
bool operations_item(struct text line, enum operations_box *box, struct text *rest);
/* The item and what stands below it, indented. */
struct text operations_whole_item(const struct prose *prose, size_t line);

#endif
