/* source/libgit2_open.c as it stands in for open(2) before a shared libgit2, which the other
 * tests do not link where there is an archive of it. The program lies at a fixed place: there
 * the address of a library's function may be one of the program's own. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <git2.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static const char pipe_path[] = "pipe";
static char folder[] = "shared-XXXXXX";

static int set_up(void **state)
{
    (void)state;
    if (!mkdtemp(folder) || chdir(folder) != 0)
        return -1;
    alarm(60);
    return git_libgit2_init() < 0 || mkfifo(pipe_path, 0600) != 0 ? -1 : 0;
}

static int tear_down(void **state)
{
    (void)state;
    git_libgit2_shutdown();
    return unlink(pipe_path) != 0 || chdir("..") != 0 || rmdir(folder) != 0 ? -1 : 0;
}

static void the_library_waits_for_no_pipe(void **state)
{
    (void)state;
    git_config *config = NULL;
    assert_int_not_equal(git_config_open_ondisk(&config, pipe_path), 0);
    git_config_free(config);
}

static void the_program_opens_what_it_likes(void **state)
{
    (void)state;
    int both = open(pipe_path, O_RDWR);
    assert_true(both >= 0);
    assert_int_equal(fcntl(both, F_GETFL) & O_NONBLOCK, 0);
    close(both);
    int here = open(".", O_RDONLY | O_DIRECTORY);
    assert_true(here >= 0);
    close(here);
}

static void the_mode_arrives(void **state)
{
    (void)state;
    struct stat status;
    int made = open("made", O_WRONLY | O_CREAT | O_EXCL, 0600);
    assert_true(made >= 0);
    assert_int_equal(fstat(made, &status), 0);
    assert_int_equal(status.st_mode & 0777, 0600);
    close(made);
    assert_int_equal(unlink("made"), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_library_waits_for_no_pipe),
        cmocka_unit_test(the_program_opens_what_it_likes),
        cmocka_unit_test(the_mode_arrives),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
