/* label_selector.h - selectors of labels as Kubernetes writes them in one text:
 * https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors */
#ifndef FACTS_LABEL_SELECTOR_H
#define FACTS_LABEL_SELECTOR_H

#include "facts/value.h"

enum selection { SELECTION_NO, SELECTION_YES, SELECTION_MAYBE };

/* Does the selector choose what has these labels, written name=value? `labels` is a list, or
 * anything else where they are not known. Maybe: they do not name what it asks, which others
 * may add, or it is no selector that can be read. */
enum selection label_selector_matches(const char *selector, const struct value *labels);

#endif
