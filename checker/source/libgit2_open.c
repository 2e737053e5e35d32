/* Where libgit2 opens a file. Which files these are, a repository decides: it has links, its
 * configuration includes others, every reference is a file. So their names are not looked at
 * beforehand; what was opened is. The linker leads the calls of libgit2's archive here
 * (--wrap of ld(1)). For its shared library, open(2) is stood in for, as the executable comes
 * first; whoever else calls that gets what he asked for. */
#include "source/regular_file.h"

#include <fcntl.h>
#include <stdarg.h>

#ifdef BYLAW_SHARED_LIBGIT2

#include <dlfcn.h>
#include <stdbool.h>
#include <string.h>

typedef int (*opening)(const char *path, int flags, mode_t mode);

static opening function_of(const char *name)
{
    void *address = dlsym(RTLD_NEXT, name);
    opening function = NULL;
    memcpy(&function, &address, sizeof(function)); /* ISO C has no cast for this */
    return function;
}

/* Does this address lie in the library that libgit2's functions lie in? They are asked for by
 * name: to an executable at a fixed place the address of one may be its own table's. */
static bool is_in_libgit2(const void *address)
{
    Dl_info caller;
    Dl_info library;
    return dladdr(address, &caller) != 0 &&
           dladdr(dlsym(RTLD_NEXT, "git_libgit2_init"), &library) != 0 &&
           caller.dli_fbase == library.dli_fbase;
}

static int answer(const char *name, const void *caller, const char *path, int flags, mode_t mode)
{
    return is_in_libgit2(caller) ? waitless_open(path, flags, mode)
                                 : function_of(name)(path, flags, mode);
}

/* O_TMPFILE holds the bit of O_DIRECTORY, too. */
static bool takes_mode(int flags)
{
    return (flags & O_CREAT) || (flags & O_TMPFILE) == O_TMPFILE;
}

#define STAND_IN(function, name)                                                     \
    __attribute__((visibility("default"))) int function(const char *path, int flags, \
                                                        ...) __asm__(name);          \
    int function(const char *path, int flags, ...)                                   \
    {                                                                                \
        va_list arguments;                                                           \
        va_start(arguments, flags);                                                  \
        mode_t mode = takes_mode(flags) ? va_arg(arguments, mode_t) : 0;             \
        va_end(arguments);                                                           \
        return answer(name, __builtin_return_address(0), path, flags, mode);         \
    }

STAND_IN(stand_in, "open")
STAND_IN(stand_in_64, "open64")

#else

/* NOLINTNEXTLINE(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp): ld's name for it */
int __wrap_p_open(const char *path, int flags, ...);
int __wrap_p_open(const char *path, int flags, ...)
{
    mode_t mode = 0;
    if (flags & O_CREAT) {
        va_list arguments;
        va_start(arguments, flags);
        mode = va_arg(arguments, mode_t);
        va_end(arguments);
    }
    return waitless_open(path, flags, mode);
}

#endif
