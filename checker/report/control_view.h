/* control_view.h - what the rules in force say of controls: control, rules, verdicts.
 * A rule supports a control; it is evidence for it and never the control itself. */
#ifndef REPORT_CONTROL_VIEW_H
#define REPORT_CONTROL_VIEW_H

#include "engine/evaluation.h"

/* The gravest of its rules counts. */
enum control_state {
    CONTROL_NOT_OBSERVABLE, /* git cannot show it, and no rule speaks for it */
    CONTROL_WITHOUT_RULE,   /* no rule in force speaks for it */
    CONTROL_NOT_APPLICABLE,
    CONTROL_SUPPORTED,
    CONTROL_EXCUSED, /* what fails is excused by exceptions in force */
    CONTROL_REVIEW,
    CONTROL_UNKNOWN,
    CONTROL_NOT_SUPPORTED,
};
extern const char *const control_state_words[];

struct control_row {
    const char *control; /* framework-version/id */
    enum control_state state;
    const char *reason;               /* why it is not observable; else NULL */
    const struct rule_result **rules; /* NULL-ended */
};

struct control_view {
    struct control_row *rows; /* by framework, then as the framework numbers them */
    size_t count;
    size_t by_state[CONTROL_NOT_SUPPORTED + 1];
};

/* The controls that the policies in force select; where they select none, and `all` is
 * given, those that some rule in force supports. */
void control_view_fill(struct control_view *view, const struct evaluation *evaluation, bool all,
                       struct arena *arena);

#endif
