#include "facts/security_channel.h"

#include "facts/contact.h"
#include "facts/residue.h"

#include <string.h>

static bool has_host(struct text host, const char *const *names)
{
    for (size_t i = 0; names[i]; i++) {
        size_t size = strlen(names[i]);
        if (host.size < size)
            continue;
        struct text end = {host.bytes + host.size - size, size};
        if (text_find_folded(end, names[i]) == 0 &&
            (host.size == size || host.bytes[host.size - size - 1] == '.'))
            return true;
    }
    return false;
}

static bool is_platform(const char *url)
{
    static const char *const hosts[] = {
        "hackerone.com",     "bugcrowd.com",       "intigriti.com",
        "huntr.dev",         "huntr.com",          "yeswehack.com",
        "openbugbounty.org", "msrc.microsoft.com", "bughunters.google.com",
        "immunefi.com",      "synack.com",         "federacy.com",
        "hackenproof.com",   "patchstack.com",     NULL,
    };
    static const char *const pages[] = {"://tidelift.com/security",
                                        "://tidelift.com/docs/security",
                                        "://g.co/vulnz",
                                        "://aka.ms/opensource/security/create-report",
                                        "://aka.ms/security.md/msrc/create-report",
                                        "://aka.ms/secure-at",
                                        "://www.tidelift.com/security",
                                        NULL};
    for (size_t i = 0; pages[i]; i++) {
        if (strstr(url, pages[i]))
            return true;
    }
    return has_host(contact_host(url), hosts);
}

static bool is_advisory_form(const char *rest)
{
    return string_starts_with(rest, "/security/advisories") ||
           text_equals(text_of(rest), "/security") ||
           string_starts_with(rest, "/security/policy?") ||
           (strstr(rest, "issues/new") &&
            (strstr(rest, "confidential%5D=true") || strstr(rest, "confidential]=true")));
}

static bool is_tracker(const char *rest)
{
    return string_starts_with(rest, "/issues") || string_starts_with(rest, "/-/issues") ||
           string_starts_with(rest, "/discussions");
}

static bool is_placeholder_name(const char *name)
{
    static const char *const names[] = {"owner",
                                        "repo",
                                        "org",
                                        "user",
                                        "username",
                                        "your-repo",
                                        "repository",
                                        "your_username",
                                        "your-username",
                                        "yourusername",
                                        "your-org",
                                        "your-project",
                                        "project",
                                        "<owner>",
                                        "<repo>",
                                        "organization",
                                        "your-organization",
                                        "example",
                                        NULL};
    for (size_t i = 0; names[i]; i++) {
        if (string_equals_folded(name, names[i]))
            return true;
    }
    return false;
}

bool security_url_is_placeholder(struct arena *scratch, const char *url)
{
    const char *owner, *name, *rest;
    if (contact_forge_names(scratch, url, &owner, &name, &rest))
        return is_placeholder_name(owner) || residue_is_value(url);
    return residue_is_value(url);
}

enum security_url security_url_of(struct arena *scratch, const char *url)
{
    const char *owner, *name, *rest;
    if (is_platform(url))
        return SECURITY_URL_PLATFORM;
    if (!contact_forge_names(scratch, url, &owner, &name, &rest))
        return SECURITY_URL_OTHER;
    if (is_advisory_form(rest))
        return SECURITY_URL_FORM;
    return is_tracker(rest) ? SECURITY_URL_TRACKER : SECURITY_URL_OTHER;
}
