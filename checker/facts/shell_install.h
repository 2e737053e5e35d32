/* shell_install.h - packages that a command installs from a registry, and how firmly
 * it says which: after the manuals of the package managers. It reads the command
 * alone; what a manifest or a lock file says is not looked up. */
#ifndef FACTS_SHELL_INSTALL_H
#define FACTS_SHELL_INSTALL_H

#include "facts/shell_words.h"

enum shell_pin {
    SHELL_PIN_LOCK,     /* exactly what a lock file says, or it fails */
    SHELL_PIN_HASH,     /* a digest or a full commit id */
    SHELL_PIN_LOCAL,    /* a file or folder that is there */
    SHELL_PIN_VERSION,  /* one version */
    SHELL_PIN_MANIFEST, /* what a manifest asks for, which may be ranges */
    SHELL_PIN_LOOSE,    /* whatever is the newest */
    SHELL_PIN_UNKNOWN,  /* only a run tells */
};

struct shell_install {
    const char *tool;    /* npm, pip, go ... */
    const char *package; /* as it is written; NULL: those of a manifest */
    enum shell_pin pin;
    const char *manifest; /* the file of requirements that is named, or NULL */
};

/* At most `most` are given. `command`: constants are put in, and what starts a program
 * where it is (`poetry run`) is taken away. `modern_yarn`: it is Yarn 2 or later, which keeps to
 * its lock file in CI (yarnpkg.com, enableImmutableInstalls). */
size_t shell_installs(const struct shell_command *command, bool modern_yarn,
                      struct shell_install *out, size_t most);

#endif
