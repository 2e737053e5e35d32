/* secret_settings.h - passwords in files whose name says that they hold settings
 * of one installation: .env, *.tfvars, .netrc, .npmrc, .pypirc, .git-credentials,
 * .pgpass, .s3cfg, .htpasswd (hashes), kubeconfig, wp-config.php, start-up files of
 * shells and Docker's config.json. Elsewhere a password is too often a word of a test. */
#ifndef FACTS_SECRET_SETTINGS_H
#define FACTS_SECRET_SETTINGS_H

#include "base/arena.h"
#include "base/text.h"

struct secret_setting {
    const char *detector; /* dotenv-password, ... */
    const char *sort;
    const char *name;  /* of the setting; may be shown */
    size_t start, end; /* of the value, in the text */
};

struct secret_settings {
    struct secret_setting *items;
    size_t count, capacity;
};

bool secret_settings_are_in(const char *path);
/* Adds what the file sets, stand-ins left out. */
void secret_settings_find(struct arena *arena, const char *path, struct text text,
                          struct secret_settings *out);

#endif
