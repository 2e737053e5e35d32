#include "document/problem.h"

struct diagnostic *document_problem_add(struct diagnostics *diagnostics, const char *path,
                                        const struct document_problem *problem)
{
    struct place place = {.path = path, .line = problem->line, .column = problem->column};
    bool is_twice = problem->first_line > 0;
    int code = problem->limit ? E104 : is_twice ? E108 : E101;
    struct diagnostic *diagnostic =
        diagnostics_add(diagnostics, code, place, "%s", problem->message);
    diagnostic->length = problem->length;
    if (is_twice)
        diagnostic_note(diagnostic,
                        (struct place){.path = path,
                                       .line = problem->first_line,
                                       .column = problem->first_column},
                        problem->length, "it was first given here");
    return diagnostic;
}
