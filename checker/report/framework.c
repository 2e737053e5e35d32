#include "report/framework.h"

#include "base/text.h"

#include <string.h>

const struct framework frameworks[FRAMEWORKS] = {
    {"ssdf-1.1", "NIST SSDF", "1.1", "NIST"},
    {"osps-2026.02.19", "OSPS Baseline", "2026.02.19", "OpenSSF"},
    {"soc2-2017", "SOC 2 Trust Services Criteria", "2017", "AICPA"},
    {"iso27001-2022", "ISO/IEC 27001", "2022", "ISO"},
    {"pci-4.0.1", "PCI DSS", "4.0.1", "PCI SSC"},
    {"cis-sscs-1.0", "CIS Software Supply Chain Security", "1.0", "CIS"},
    {"slsa-1.2", "SLSA", "1.2", "OpenSSF"},
    {"hipaa", "HIPAA Security Rule", "2013", "HHS"},
    {"iso42001-2023", "ISO/IEC 42001", "2023", "ISO"},
};

int framework_of(const char *control)
{
    for (int i = 0; i < FRAMEWORKS; i++) {
        size_t length = strlen(frameworks[i].prefix);
        if (strncmp(control, frameworks[i].prefix, length) == 0 && control[length] == '/')
            return i;
    }
    return -1;
}

const char *framework_title(struct arena *arena, int framework)
{
    const struct framework *it = &frameworks[framework];
    if (strstr(it->name, it->organisation))
        return arena_printf(arena, "%s %s", it->name, it->version);
    return arena_printf(arena, "%s %s (%s)", it->name, it->version, it->organisation);
}
