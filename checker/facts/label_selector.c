#include "facts/label_selector.h"

#include "base/text.h"

#include <string.h>

/* The value of a label; NULL: it is not there. */
static const char *label_of(const struct value *labels, struct text name)
{
    for (size_t i = 0; labels->kind == VALUE_LIST && i < labels->list->count; i++) {
        const char *label = labels->list->items[i].text;
        if (strncmp(label, name.bytes, name.size) == 0 && label[name.size] == '=')
            return label + name.size + 1;
    }
    return NULL;
}

static enum selection answer(bool is_yes)
{
    return is_yes ? SELECTION_YES : SELECTION_NO;
}

/* `set` is what stands between the parentheses. */
static bool is_in(struct text set, const char *value)
{
    while (set.size > 0) {
        size_t comma = text_find(set, ",");
        struct text item = {set.bytes, comma == SIZE_MAX ? set.size : comma};
        size_t taken = item.size < set.size ? item.size + 1 : item.size;
        if (text_equals(text_trim(item), value))
            return true;
        set = (struct text){set.bytes + taken, set.size - taken};
    }
    return false;
}

/* `name in (a, b)`, `name notin (a)`: `at` is where the parenthesis stands. */
static enum selection match_set(struct text requirement, size_t at, const struct value *labels)
{
    struct text head = text_trim((struct text){requirement.bytes, at});
    struct text set = {requirement.bytes + at + 1, requirement.size - at - 1};
    if (set.size == 0 || set.bytes[set.size - 1] != ')')
        return SELECTION_MAYBE;
    set.size--;
    bool is_not =
        head.size > 6 && text_equals((struct text){head.bytes + head.size - 6, 6}, " notin");
    bool is_among =
        head.size > 3 && text_equals((struct text){head.bytes + head.size - 3, 3}, " in");
    if (!is_not && !is_among)
        return SELECTION_MAYBE;
    head = text_trim((struct text){head.bytes, head.size - (is_not ? 6 : 3)});
    const char *value = label_of(labels, head);
    return value ? answer(is_in(set, value) != is_not) : SELECTION_MAYBE;
}

static enum selection match_one(struct text requirement, const struct value *labels)
{
    size_t set = text_find(requirement, "("), equals = text_find(requirement, "=");
    if (set != SIZE_MAX)
        return match_set(requirement, set, labels);
    if (equals == SIZE_MAX) {
        bool is_not = requirement.size > 0 && requirement.bytes[0] == '!';
        struct text name =
            text_trim((struct text){requirement.bytes + is_not, requirement.size - (size_t)is_not});
        return label_of(labels, name) ? answer(!is_not) : SELECTION_MAYBE;
    }
    bool is_not = equals > 0 && requirement.bytes[equals - 1] == '!';
    struct text name = text_trim((struct text){requirement.bytes, equals - (size_t)is_not});
    struct text value = {requirement.bytes + equals + 1, requirement.size - equals - 1};
    if (text_starts_with(value, "="))
        value = (struct text){value.bytes + 1, value.size - 1};
    const char *own = label_of(labels, name);
    return own ? answer(text_equals(text_trim(value), own) != is_not) : SELECTION_MAYBE;
}

/* The end of the first requirement: a comma that is not between parentheses. */
static size_t end_of(struct text selector)
{
    bool is_inside = false;
    for (size_t i = 0; i < selector.size; i++) {
        if (selector.bytes[i] == '(')
            is_inside = true;
        else if (selector.bytes[i] == ')')
            is_inside = false;
        else if (selector.bytes[i] == ',' && !is_inside)
            return i;
    }
    return selector.size;
}

enum selection label_selector_matches(const char *selector, const struct value *labels)
{
    struct text rest = text_of(selector);
    enum selection found = SELECTION_YES;
    while (rest.size > 0) {
        size_t end = end_of(rest);
        struct text requirement = text_trim((struct text){rest.bytes, end});
        enum selection one = match_one(requirement, labels);
        if (one == SELECTION_NO)
            return SELECTION_NO;
        if (one == SELECTION_MAYBE)
            found = SELECTION_MAYBE;
        end += end < rest.size;
        rest = (struct text){rest.bytes + end, rest.size - end};
    }
    return found;
}
