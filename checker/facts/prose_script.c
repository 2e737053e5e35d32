#include "facts/prose_script.h"

bool prose_is_in_other_script(const struct prose *prose)
{
    /* What begins a letter from U+0200 on, and one of six bytes, as a letter takes three. */
    enum { FIRST_BYTE = 0xC8, SHARE = 6 };
    size_t others = 0, all = 0;
    for (size_t i = 0; i < prose->section_count; i++)
        for (const char *byte = prose->sections[i].heading; *byte; byte++) {
            all++;
            others += (unsigned char)*byte >= FIRST_BYTE;
        }
    return others * SHARE > all;
}
