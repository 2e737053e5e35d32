#include "source/git.h"

#include <git2/sys/repository.h>
#include <pthread.h>
#include <stdlib.h>

#ifdef BYLAW_SHARED_LIBGIT2
/* Debian's libgit2 parses the machine's bundle of certificates when it starts,
 * which takes longer than most of our runs, and we never use the network. (offline.c does
 * more, where libgit2 can be linked statically.) The loader finds this function before the one of
 * libmbedx509, as the executable comes first; it says that all certificates were read. */
__attribute__((visibility("default"))) int mbedtls_x509_crt_parse_file(void *chain,
                                                                       const char *path);
int mbedtls_x509_crt_parse_file(void *chain, const char *path)
{
    (void)chain;
    (void)path;
    return 0;
}
#endif

/* libgit2 forgets some hundred bytes when it starts without certificates (offline.c), once. */
#ifdef __has_feature
#if __has_feature(address_sanitizer)
#include <sanitizer/lsan_interface.h>
#define START_LEAKS_BEGIN() __lsan_disable()
#define START_LEAKS_END()   __lsan_enable()
#endif
#endif
#ifndef START_LEAKS_BEGIN
#define START_LEAKS_BEGIN() ((void)0)
#define START_LEAKS_END()   ((void)0)
#endif

static void start(void)
{
    START_LEAKS_BEGIN();
    int started = git_libgit2_init();
    START_LEAKS_END();
    if (started < 1)
        abort(); /* it had no memory, or offline.c does not fit to it */
    /* SHA1DC of every object is half of the time of reading; object_read checks
     * where it was asked to. */
    git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, 0);
    /* The path was named on the command line; containers always have another owner. */
    git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, 0);
    /* The same repository gives the same answer on every machine. */
    for (int level = GIT_CONFIG_LEVEL_PROGRAMDATA; level <= GIT_CONFIG_LEVEL_GLOBAL; level++)
        git_libgit2_opts(GIT_OPT_SET_SEARCH_PATH, level, "");
}

void source_start(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, start);
}

const char *source_library_version(void)
{
    return LIBGIT2_VERSION;
}

const char *git_reason(void)
{
    const git_error *error = git_error_last();
    return error && error->message ? error->message : "libgit2 gives no reason";
}
