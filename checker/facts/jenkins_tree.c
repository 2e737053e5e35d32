#include "facts/jenkins_groovy.h"

#include <string.h>

/* Texts that are joined: a longer chain is no script that anybody wrote. */
enum { PARTS_MAX = 500 };

const struct groovy *groovy_named(const struct groovy *call, const char *key)
{
    for (size_t i = 0; call && i < call->count; i++)
        if (call->keys[i] && strcmp(call->keys[i], key) == 0)
            return call->items[i];
    return NULL;
}

const struct groovy *groovy_argument(const struct groovy *call, size_t index)
{
    for (size_t i = 0; call && i < call->count; i++)
        if (!call->keys[i] && call->items[i]->kind != GROOVY_CLOSURE && index-- == 0)
            return call->items[i];
    return NULL;
}

const struct groovy *groovy_closure(const struct groovy *call)
{
    for (size_t i = call ? call->count : 0; i > 0; i--)
        if (!call->keys[i - 1] && call->items[i - 1]->kind == GROOVY_CLOSURE)
            return call->items[i - 1];
    return NULL;
}

const char *groovy_text(struct arena *arena, const struct groovy *expression)
{
    static const char *const same[] = {"stripIndent", "trim", "toString", "stripMargin", NULL};
    if (!expression)
        return NULL;
    if (expression->kind == GROOVY_TEXT)
        return expression->text;
    if (expression->kind == GROOVY_CALL && expression->base &&
        string_is_one_of(expression->text, same))
        return groovy_text(arena, expression->base);
    if (expression->kind != GROOVY_OPERATION || strcmp(expression->text, "+") != 0 ||
        expression->count < 2 || expression->count > PARTS_MAX)
        return NULL;
    const char *whole = "";
    bool any = false;
    for (size_t i = 0; i < expression->count; i++) {
        const struct groovy *item = expression->items[i];
        const char *text = groovy_text(arena, item);
        any |= text != NULL;
        if (!text)
            text = item->kind == GROOVY_WORD   ? item->text
                   : item->kind == GROOVY_NAME ? arena_printf(arena, "${%s}", item->text)
                                               : "${...}";
        whole = arena_printf(arena, "%s%s", whole, text);
    }
    return any ? whole : NULL;
}
