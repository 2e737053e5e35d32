/* place.h - where something is written. Lines and columns count from 1; columns
 * count Unicode code points. 0 means that only the file is known. */
#ifndef BASE_PLACE_H
#define BASE_PLACE_H

#include <stdint.h>

struct place {
    const char *path;
    uint32_t line;
    uint32_t column;
};

#endif
