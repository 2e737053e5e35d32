/* ruby_calls.h - the calls of one method in a file that is a program of Ruby and is read
 * as text: gem 'rails' of a Gemfile, pod 'A' of a Podfile. A call within a condition,
 * which may not be made, is left out. */
#ifndef FACTS_RUBY_CALLS_H
#define FACTS_RUBY_CALLS_H

#include "base/text.h"

/* `name` is the first argument, a text; `line` the whole line. */
void ruby_each_call(struct text text, const char *method,
                    void (*each)(void *context, struct text name, struct text line), void *context);

#endif
