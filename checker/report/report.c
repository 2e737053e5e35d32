#include "report/report.h"

#include <string.h>

const struct report_format *report_find(const char *name)
{
    for (size_t i = 0; report_table[i]; i++)
        if (strcmp(report_table[i]->name, name) == 0)
            return report_table[i];
    return NULL;
}

const char *report_extension(const struct report_format *format)
{
    return format->extension ? format->extension : "txt";
}
