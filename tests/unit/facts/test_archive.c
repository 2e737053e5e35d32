#include "facts/archive.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <zlib.h>

#include <cmocka.h>

static const char elf[] = "\x7f"
                          "ELF\2\1\1\0\0\0\0\0\0\0\0\0\2\0>\0\1\0\0\0"
                          "0123456789012345678901234567890123456789";

enum { ROOM = 1 << 16 };
struct file {
    unsigned char bytes[ROOM];
    size_t size;
};

static void put(struct file *file, const void *bytes, size_t size)
{
    assert_true(file->size + size <= ROOM);
    memcpy(file->bytes + file->size, bytes, size);
    file->size += size;
}

static void put_number(struct file *file, size_t value, size_t size)
{
    for (size_t i = 0; i < size; i++)
        put(file, &(unsigned char){i < 8 ? (unsigned char)(value >> 8 * i) : 0}, 1);
}

static void add_tar(struct file *file, const char *name, const char *bytes, size_t size, char type)
{
    unsigned char block[512] = {0};
    snprintf((char *)block, 100, "%s", name);
    snprintf((char *)block + 124, 12, "%011zo", size);
    block[156] = (unsigned char)type;
    memcpy(block + 257, "ustar", 5);
    memset(block + 148, ' ', 8);
    unsigned sum = 0;
    for (size_t i = 0; i < sizeof(block); i++)
        sum += block[i];
    snprintf((char *)block + 148, 8, "%06o", sum);
    put(file, block, sizeof(block));
    put(file, bytes, size);
    static const char zeros[512];
    put(file, zeros, (512 - size % 512) % 512);
}

static void end_tar(struct file *file)
{
    static const char zeros[1024];
    put(file, zeros, sizeof(zeros));
}

/* One member; `flags` 1: behind a password. */
static void make_zip(struct file *file, const char *name, const char *bytes, size_t size,
                     unsigned flags)
{
    size_t length = strlen(name);
    *file = (struct file){.size = 0};
    put(file, "PK\3\4", 4);
    put_number(file, 20, 2);
    put_number(file, flags, 2);
    put_number(file, 0, 2 + 4 + 4); /* stored; time; a checksum that nobody looks at */
    put_number(file, size, 4);
    put_number(file, size, 4);
    put_number(file, length, 2);
    put_number(file, 0, 2);
    put(file, name, length);
    put(file, bytes, size);
    size_t directory = file->size;
    put(file, "PK\1\2", 4);
    put_number(file, 20, 4);
    put_number(file, flags, 2);
    put_number(file, 0, 2 + 4 + 4);
    put_number(file, size, 4);
    put_number(file, size, 4);
    put_number(file, length, 2);
    put_number(file, 0, 2 + 2 + 2 + 2 + 4 + 4);
    put(file, name, length);
    size_t end = file->size;
    put(file, "PK\5\6", 4);
    put_number(file, 0, 4);
    put_number(file, 1, 2);
    put_number(file, 1, 2);
    put_number(file, end - directory, 4);
    put_number(file, directory, 4);
    put_number(file, 0, 2);
}

static void pack(struct file *file)
{
    static struct file packed;
    z_stream stream = {.next_in = file->bytes,
                       .avail_in = (uInt)file->size,
                       .next_out = packed.bytes,
                       .avail_out = ROOM};
    assert_int_equal(deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
    assert_int_equal(deflate(&stream, Z_FINISH), Z_STREAM_END);
    packed.size = ROOM - stream.avail_out;
    deflateEnd(&stream);
    *file = packed;
}

static void assert_holds(const struct file *file, size_t size, const char *path, bool whole,
                         const char *program, const char *unknown)
{
    struct arena arena;
    arena_init(&arena, 1 << 12);
    struct text bytes = {(const char *)file->bytes, size};
    struct archive_contents contents = archive_read(&arena, path, bytes, whole);
    assert_string_equal(contents.program ? contents.program : "", program);
    if (!unknown[0] != !contents.unknown ||
        (contents.unknown && !strstr(contents.unknown, unknown)))
        fail_msg("'%s' is unknown for '%s', not for '%s'", path,
                 contents.unknown ? contents.unknown : "", unknown);
    arena_release(&arena);
}

static void tars(void **state)
{
    (void)state;
    static struct file file;
    file.size = 0;
    add_tar(&file, "notes.txt", "read me", 7, '0');
    add_tar(&file, "bin/", "", 0, '5');
    add_tar(&file, "bin/tool", elf, sizeof(elf), '0');
    end_tar(&file);
    assert_holds(&file, file.size, "a.tar", true, "bin/tool", "");
    assert_holds(&file, 1100, "a.tar", true, "", "cut short");
    assert_holds(&file, 1100, "a.tar", false, "", "only the beginning");
    assert_holds(&file, 300, "a.tar", true, "", "");
    pack(&file);
    assert_holds(&file, file.size, "a.tar.gz", true, "bin/tool", "");

    /* a path of a pax header is no member */
    file.size = 0;
    add_tar(&file, "package/package.json", "27 path=package/x\n", 18, 'x');
    add_tar(&file, "data.csv", "1,2\n", 4, '0');
    end_tar(&file);
    assert_holds(&file, file.size, "a.tar", true, "", "");
    file.bytes[0] = 'q'; /* and no longer sums up */
    assert_holds(&file, file.size, "a.tar", true, "", "");
}

static void packages(void **state)
{
    (void)state;
    static const char *const marks[] = {"package/package.json", "pay-1.0/PKG-INFO",
                                        "pay-1.0/.cargo_vcs_info.json"};
    static const char *const others[] = {"src/package/package.json", "package.json", "a/b/PKG-INFO",
                                         "PKG-INFO", "chart/Chart.yaml"};
    static struct file file;
    for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++) {
        file.size = 0;
        add_tar(&file, marks[i], "{}", 2, '0');
        end_tar(&file);
        pack(&file);
        assert_holds(&file, file.size, "a.tgz", true, marks[i], "");
    }
    for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++) {
        file.size = 0;
        add_tar(&file, others[i], "{}", 2, '0');
        end_tar(&file);
        pack(&file);
        assert_holds(&file, file.size, "a.tgz", true, "", "");
    }
}

static void single_files(void **state)
{
    (void)state;
    static struct file file;
    file.size = 0;
    put(&file, elf, sizeof(elf));
    pack(&file);
    assert_holds(&file, file.size, "dist/tool.gz", true, "tool", "");
    file.size = 0;
    put(&file, "a,b\n1,2\n", 8);
    pack(&file);
    assert_holds(&file, file.size, "rows.csv.gz", true, "", "");
    assert_holds(&file, file.size, "rows.csv.gz", false, "", "");
    file.size = 0;
    put(&file, "\x1f\x8b\x08 is no gzip", 15);
    assert_holds(&file, file.size, "a.gz", true, "", "");
}

static void zips(void **state)
{
    (void)state;
    static struct file file;
    make_zip(&file, "bin/tool", elf, sizeof(elf), 0);
    assert_holds(&file, file.size, "a.zip", true, "bin/tool", "");
    assert_holds(&file, file.size - 30, "a.zip", false, "bin/tool", "");
    make_zip(&file, "tool.exe", "no program, whatever it is called", 33, 0);
    assert_holds(&file, file.size, "a.zip", true, "", "");
    assert_holds(&file, 60, "a.zip", false, "", "only the beginning");
    assert_holds(&file, 60, "a.zip", true, "", "");
    make_zip(&file, "tool.exe", "????", 4, 1);
    assert_holds(&file, file.size, "a.zip", true, "tool.exe", "");
    make_zip(&file, "rows.csv", "????", 4, 1);
    assert_holds(&file, file.size, "a.zip", true, "", "password");
    make_zip(&file, "pay-1.dist-info/WHEEL", "Wheel-Version: 1.0\n", 19, 0);
    assert_holds(&file, file.size, "a.zip", true, "pay-1.dist-info/WHEEL", "");
    file.bytes[file.size - 6] = 0xff; /* the directory stands nowhere */
    assert_holds(&file, file.size, "a.zip", true, "", "damaged");
}

static void what_is_not_opened(void **state)
{
    (void)state;
    static struct file file;
    file.size = 0;
    put(&file,
        "\xFD"
        "7zXZ\0\0\4",
        8);
    assert_holds(&file, file.size, "all.tar.xz", true, "", "not opened");
    assert_holds(&file, file.size, "rows.csv.xz", true, "", "");
    file.size = 0;
    put(&file, "7z\xBC\xAF\x27\x1C\0\4", 8);
    assert_holds(&file, file.size, "anything", true, "", "not opened");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tars),
        cmocka_unit_test(packages),
        cmocka_unit_test(single_files),
        cmocka_unit_test(zips),
        cmocka_unit_test(what_is_not_opened),
    };
    return cmocka_run_group_tests_name("archive", tests, NULL, NULL);
}
