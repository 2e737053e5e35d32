/* maven_settings.h - what a Maven project sets of a plugin in its pom.xml. What stands in the
 * plugin's configuration holds whatever the command line says; a property of the project is
 * what `-Dname` gives when the command line does not. Parents, settings.xml and what profiles
 * set of a plugin are not looked at.
 *
 * maven.apache.org/guides/mini/guide-configuring-plugins.html */
#ifndef FACTS_MAVEN_SETTINGS_H
#define FACTS_MAVEN_SETTINGS_H

#include "facts/fact.h"

/* `name=value`, NULL-ended; never NULL. A property that a value names is put in where the
 * project has it. */
struct maven_settings {
    const char *const *configuration;
    const char *const *properties;
    /* PROFILE=GLOB of modules that only a profile builds which is not active by itself
     * (maven.apache.org/guides/introduction/introduction-to-profiles.html). */
    const char *const *profile_modules;
};

/* Of the pom.xml in that folder; without one, or with one that cannot be read, nothing is set.
 * `plugin` is an artifactId. */
struct maven_settings maven_settings_read(const struct fact_repository *repository,
                                          struct arena *arena, const char *directory,
                                          const char *plugin);

#endif
