#include "rows.h"

#include <stdlib.h>

static const char elf[] = "\x7f"
                          "ELF\2\1\1\0\0\0\0\0\0\0\0\0\2\0>\0\1\0\0\0"
                          "0123456789012345678901234567890123456789";
static const char elf_object[] = "\x7f"
                                 "ELF\2\1\1\0\0\0\0\0\0\0\0\0\1\0>\0\1\0\0\0"
                                 "0123456789012345678901234567890123456789";

struct example {
    const char *path;
    const char *bytes;
    size_t size;
    const char *expected; /* "" for no row */
};

#define BYTES(literal) literal, sizeof(literal) - 1

static void formats_are_told_by_their_first_bytes(void **state)
{
    (void)state;
    static char pe[0x90] = "MZ";
    pe[0x3c] = (char)0x80;
    memcpy(pe + 0x80, "PE\0\0", 4);
    static char dos[0x90] = "MZ";
    const struct example examples[] = {
        {"tool", BYTES(elf), "tool:1 elf false git\n"},
        {"tests/tool", BYTES(elf), "tests/tool:1 elf true git\n"},
        {"a.o", BYTES(elf_object), "a.o:1 object false git\n"},
        {"short", elf, 20, ""},
        {"a.exe", pe, sizeof(pe), "a.exe:1 pe false git\n"},
        {"MZ.txt", dos, sizeof(dos), ""},
        {"A.class", BYTES("\xca\xfe\xba\xbe\0\0\0\x34..........."), "A.class:1 class false git\n"},
        {"fat", BYTES("\xca\xfe\xba\xbe\0\0\0\2..........."), "fat:1 macho false git\n"},
        {"mac", BYTES("\xcf\xfa\xed\xfe\7\0\0\1\3\0\0\0\2\0\0\0............"),
         "mac:1 macho false git\n"},
        {"mac.o", BYTES("\xcf\xfa\xed\xfe\7\0\0\1\3\0\0\0\1\0\0\0............"),
         "mac.o:1 object false git\n"},
        {"a.jar", BYTES("PK\3\4\0\0\0\0\0\0\0\0\0\0\0\0"), "a.jar:1 archive false git\n"},
        {"data.zip", BYTES("PK\3\4\0\0\0\0\0\0\0\0\0\0\0\0"), ""},
        {"hidden.zip", BYTES("PK\3\4..........................META-INF/x"),
         "hidden.zip:1 archive false git\n"},
        {"a.wasm", BYTES("\0asm\1\0\0\0"), "a.wasm:1 wasm false git\n"},
        {"liba.a", BYTES("!<arch>\n"), "liba.a:1 archive false git\n"},
        {"a.pyc", BYTES("\xa7\r\r\n\0\0\0\0\0\0\0\0\0\0\0\0\0"), "a.pyc:1 bytecode false git\n"},
        {"a.png", BYTES("\x89PNG\r\n\x1a\n\0\0\0\0"), ""},
        {"script.sh", BYTES("#!/bin/sh\n"), ""},
        {"empty", BYTES(""), ""},
    };
    for (size_t i = 0; i < sizeof(examples) / sizeof(*examples); i++) {
        struct world world;
        world_start(&world);
        world_add_bytes(&world, examples[i].path, examples[i].bytes, examples[i].size, ENTRY_FILE);
        assert_string_equal(world_rows(&world, "binary", "format test stored"),
                            examples[i].expected);
        world_end(&world);
    }
}

static void a_pointer_of_lfs_goes_by_its_name(void **state)
{
    (void)state;
    static const char pointer[] =
        "version https://git-lfs.github.com/spec/v1\n"
        "oid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393\n"
        "size 12345\n";
    assert_rows_of("bin/tool.exe", pointer, "binary", "format stored", "bin/tool.exe:1 pe lfs\n");
    assert_rows_of("image.png", pointer, "binary", "format stored", "");
}

/* Over the limit of what is read the first bytes tell, whatever the name is. */
static void of_what_is_large_the_first_bytes_tell(void **state)
{
    (void)state;
    enum { LARGE = (8 << 20) + 1 };
    char *bytes = calloc(1, LARGE);
    assert_non_null(bytes);
    static const struct {
        const char *path, *begin;
        size_t size;
        const char *binaries, *secrets;
    } examples[] = {
        {"film.data", BYTES("\x1a\x45\xdf\xa3"), "", ""},
        {"scan.pdf", BYTES("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\nstream\n\1\2\3"), "", ""},
        {"photo.png", BYTES(elf), "photo.png:1 elf git\n", ""},
        {"tool.exe", BYTES("not what it is called"), "", ""},
    };
    for (size_t i = 0; i < sizeof(examples) / sizeof(*examples); i++) {
        memset(bytes, i == 1 ? 'x' : 0, LARGE);
        memcpy(bytes, examples[i].begin, examples[i].size);
        struct world world;
        world_start(&world);
        world_add_bytes(&world, examples[i].path, bytes, LARGE, ENTRY_FILE);
        assert_string_equal(world_rows(&world, "binary", "format stored"), examples[i].binaries);
        assert_string_equal(world_rows(&world, "secret", "sort"), examples[i].secrets);
        world_end(&world);
    }
    /* a text that nobody searched is not known to hold no secret */
    memset(bytes, 'x', LARGE);
    struct world world;
    world_start(&world);
    world_add_bytes(&world, "dump.png", bytes, LARGE, ENTRY_FILE);
    assert_string_equal(world_rows(&world, "binary", "format"), "");
    assert_string_equal(world_rows(&world, "secret", "sort"), "dump.png gap\n");
    world_end(&world);
    free(bytes);
}

static void links_are_no_binaries(void **state)
{
    (void)state;
    struct world world;
    world_start(&world);
    world_add_bytes(&world, "tool.exe", "target", 6, ENTRY_LINK);
    assert_string_equal(world_rows(&world, "binary", "format"), "");
    world_end(&world);
}

static void files_have_modes_and_sizes(void **state)
{
    (void)state;
    struct world world;
    world_start(&world);
    world_add_bytes(&world, "a.sh", "x\n", 2, ENTRY_EXECUTABLE);
    world_add_bytes(&world, "b", "a.sh", 4, ENTRY_LINK);
    world_add(&world, "vendor/c.go", "");
    world_add(&world, "yarn.lock", "12345");
    assert_string_equal(world_rows(&world, "file", "size executable link vendored generated"),
                        "a.sh:1 2 true false false false\n"
                        "b:1 4 false true false false\n"
                        "vendor/c.go:1 0 false false true false\n"
                        "yarn.lock:1 5 false false false true\n");
    world_end(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(formats_are_told_by_their_first_bytes),
        cmocka_unit_test(a_pointer_of_lfs_goes_by_its_name),
        cmocka_unit_test(of_what_is_large_the_first_bytes_tell),
        cmocka_unit_test(links_are_no_binaries),
        cmocka_unit_test(files_have_modes_and_sizes),
    };
    return cmocka_run_group_tests_name("binary", tests, NULL, NULL);
}
