#include "document/version.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <cmark-gfm.h>
#include <expat.h>
#include <pcre2.h>
#include <string.h>
#include <yaml.h>

void document_library_versions(struct buffer *out)
{
    char pcre2[64] = "";
    pcre2_config(PCRE2_CONFIG_VERSION, pcre2);
    pcre2[strcspn(pcre2, " ")] = '\0';
    buffer_printf(out, "libyaml %s, PCRE2 %s, cmark-gfm %s, expat %d.%d.%d",
                  yaml_get_version_string(), pcre2, cmark_version_string(), XML_MAJOR_VERSION,
                  XML_MINOR_VERSION, XML_MICRO_VERSION);
}
