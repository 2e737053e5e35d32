#include "facts/executable_format.h"

#include <string.h>

const char *const executable_format_words[] = {
    "elf", "pe", "macho", "class", "archive", "wasm", "object", "bytecode", NULL,
};

static unsigned byte_at(struct text bytes, size_t at)
{
    return at < bytes.size ? (unsigned char)bytes.bytes[at] : 0;
}

static bool has_bytes(struct text bytes, size_t at, const char *mark, size_t size)
{
    return bytes.size >= at + size && memcmp(bytes.bytes + at, mark, size) == 0;
}

/* ELF: e_type 1 is a relocatable file; System V ABI, chapter 4. */
static const char *elf_format(struct text bytes)
{
    if (!has_bytes(bytes, 0,
                   "\x7f"
                   "ELF",
                   4) ||
        bytes.size < 52)
        return NULL;
    unsigned type = byte_at(bytes, 5) == 2 ? byte_at(bytes, 17) : byte_at(bytes, 16);
    return type == 1 ? "object" : "elf";
}

/* A PE file begins as a DOS program; its offset 0x3c says where "PE" stands. */
static const char *pe_format(struct text bytes)
{
    if (!has_bytes(bytes, 0, "MZ", 2) || bytes.size < 0x40)
        return NULL;
    size_t at = (size_t)byte_at(bytes, 0x3c) | (size_t)byte_at(bytes, 0x3d) << 8 |
                (size_t)byte_at(bytes, 0x3e) << 16 | (size_t)byte_at(bytes, 0x3f) << 24;
    return has_bytes(bytes, at, "PE\0\0", 4) ? "pe" : NULL;
}

/* 0xcafebabe begins both: a class file goes on with its version (major 45 and
 * above), a universal Mach-O with the small number of its architectures. */
static const char *cafebabe_format(struct text bytes)
{
    if (!has_bytes(bytes, 0, "\xca\xfe\xba\xbe", 4) || bytes.size < 16)
        return NULL;
    unsigned minor = byte_at(bytes, 4) << 8 | byte_at(bytes, 5);
    unsigned major = byte_at(bytes, 6) << 8 | byte_at(bytes, 7);
    if (major >= 45)
        return "class";
    return minor == 0 && major > 0 ? "macho" : NULL;
}

static const char *macho_format(struct text bytes)
{
    static const char marks[][4] = {
        {'\xfe', '\xed', '\xfa', '\xce'},
        {'\xfe', '\xed', '\xfa', '\xcf'},
        {'\xce', '\xfa', '\xed', '\xfe'},
        {'\xcf', '\xfa', '\xed', '\xfe'},
    };
    for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++) {
        if (!has_bytes(bytes, 0, marks[i], 4) || bytes.size < 28)
            continue;
        unsigned type = i < 2 ? byte_at(bytes, 15) : byte_at(bytes, 12);
        return type == 1 ? "object" : "macho";
    }
    return NULL;
}

/* A zip is a program when its name or its first entry says so: jar(1) writes
 * META-INF/ first. A wheel, a NuGet package or an Android package is one by name. */
static const char *zip_format(const char *path, struct text bytes)
{
    static const char *const suffixes[] = {".jar", ".war", ".ear",   ".aar",  ".apk", ".aab",
                                           ".ipa", ".whl", ".nupkg", ".vsix", ".xpi", NULL};
    if (!has_bytes(bytes, 0, "PK\3\4", 4))
        return NULL;
    for (size_t i = 0; suffixes[i]; i++)
        if (string_ends_with(path, suffixes[i]))
            return "archive";
    return has_bytes(bytes, 30, "META-INF/", 9) ? "archive" : NULL;
}

const char *executable_format_of(const char *path, struct text bytes)
{
    const char *format = elf_format(bytes);
    if (!format)
        format = pe_format(bytes);
    if (!format)
        format = cafebabe_format(bytes);
    if (!format)
        format = macho_format(bytes);
    if (!format)
        format = zip_format(path, bytes);
    if (format)
        return format;
    if (has_bytes(bytes, 0, "\0asm\1\0\0\0", 8))
        return "wasm";
    if (has_bytes(bytes, 0, "dex\n0", 5) || has_bytes(bytes, 0, "BC\xc0\xde", 4))
        return "bytecode";
    if (has_bytes(bytes, 0, "!<arch>\n", 8) || has_bytes(bytes, 0, "\xed\xab\xee\xdb", 4))
        return "archive"; /* a static library or a Debian package; an RPM */
    /* Two bytes of version, then CR LF: every CPython since 1.5. */
    if (has_bytes(bytes, 2, "\r\n", 2) && bytes.size > 16 &&
        (string_ends_with(path, ".pyc") || string_ends_with(path, ".pyo")))
        return "bytecode";
    return NULL;
}

const char *executable_format_of_name(const char *path)
{
    static const struct {
        const char *suffix, *format;
    } names[] = {
        {".exe", "pe"},        {".dll", "pe"},      {".so", "elf"},       {".dylib", "macho"},
        {".jar", "archive"},   {".war", "archive"}, {".ear", "archive"},  {".aar", "archive"},
        {".apk", "archive"},   {".aab", "archive"}, {".ipa", "archive"},  {".whl", "archive"},
        {".nupkg", "archive"}, {".deb", "archive"}, {".rpm", "archive"},  {".a", "archive"},
        {".lib", "archive"},   {".msi", "pe"},      {".class", "class"},  {".wasm", "wasm"},
        {".o", "object"},      {".obj", "object"},  {".pyc", "bytecode"}, {".dex", "bytecode"},
    };
    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
        if (string_ends_with(path, names[i].suffix))
            return names[i].format;
    return NULL;
}
