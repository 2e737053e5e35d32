#include "facts/private_key.h"

#include "facts/base64.h"

#include <string.h>

enum { BODY_MAX = 64 << 10, DISTINCT_MIN = 20, KEY_MIN = 32 };

static unsigned byte_at(struct text bytes, size_t at)
{
    return at < bytes.size ? (unsigned char)bytes.bytes[at] : 0;
}

/* Where the contents of a DER element begin; 0 when it is not whole. X.690, 8.1. */
static size_t der_contents(struct text bytes, unsigned tag)
{
    if (bytes.size < 2 || byte_at(bytes, 0) != tag)
        return 0;
    size_t length = byte_at(bytes, 1);
    size_t at = 2;
    if (length >= 0x80) {
        size_t octets = length & 0x7f;
        if (octets == 0 || octets > 3)
            return 0;
        length = 0;
        for (size_t i = 0; i < octets; i++)
            length = length << 8 | byte_at(bytes, at++);
    }
    return at < bytes.size && length <= bytes.size - at ? at : 0;
}

static size_t distinct_bytes(struct text bytes)
{
    bool seen[256] = {false};
    size_t count = 0;
    for (size_t i = 0; i < bytes.size; i++) {
        count += !seen[byte_at(bytes, i)];
        seen[byte_at(bytes, i)] = true;
    }
    return count;
}

/* How cosign and The Update Framework keep a key behind a passphrase: JSON that names the
 * derivation, the cipher and what it made (go-securesystemslib, encrypted). */
static bool is_sealed_json(struct text key)
{
    return byte_at(key, 0) == '{' && text_find(key, "\"kdf\"") != SIZE_MAX &&
           text_find(key, "\"ciphertext\"") != SIZE_MAX;
}

static bool is_key_material(struct text label, struct text key, bool encrypted)
{
    if (key.size < KEY_MIN || distinct_bytes(key) < DISTINCT_MIN)
        return false;
    if (text_find(label, "OPENSSH") != SIZE_MAX)
        return key.size > 100 && memcmp(key.bytes, "openssh-key-v1", 15) == 0;
    if (text_find(label, "PGP") != SIZE_MAX)
        return key.size > 100 && (byte_at(key, 0) & 0x80) != 0;
    if (encrypted && text_find(label, "ENCRYPTED") == SIZE_MAX)
        return true; /* RFC 1421: the body is ciphertext and has no structure */
    if (encrypted && is_sealed_json(key))
        return true;
    size_t at = der_contents(key, 0x30);
    if (at == 0)
        return false;
    unsigned first = byte_at(key, at);
    return text_find(label, "ENCRYPTED") != SIZE_MAX ? first == 0x30 : first == 0x02;
}

static size_t number_at(struct text bytes, size_t at, size_t octets)
{
    size_t number = 0;
    for (size_t i = 0; i < octets; i++)
        number = number << 8 | byte_at(bytes, at + i);
    return number;
}

/* PROTOCOL.key of OpenSSH: behind the magic and its NUL stands the cipher's name. */
static bool openssh_is_encrypted(struct text key)
{
    enum { MAGIC = 15, LENGTH = 4 };
    size_t size = number_at(key, MAGIC, LENGTH);
    return size <= key.size - MAGIC - LENGTH &&
           !text_equals((struct text){key.bytes + MAGIC + LENGTH, size}, "none");
}

/* RFC 9580, 3.2: two octets of a length in bits. */
static size_t skip_integer(struct text key, size_t at)
{
    return at + 2 + (number_at(key, at, 2) + 7) / 8;
}

static size_t skip_octets(struct text key, size_t at)
{
    return at + 1 + byte_at(key, at);
}

/* RFC 9580, 5.5.2: behind the public part, whose fields depend on the algorithm
 * (9.1), an octet says how the secret one is protected. 0 when that is not known. */
static size_t openpgp_public_end(struct text key, size_t at, unsigned version, unsigned algorithm)
{
    enum { RSA = 1, RSA_SIGN = 3, ELGAMAL = 16, DSA = 17, ECDH = 18, ECDSA = 19, EDDSA = 22 };
    if (version != 4)
        return 0;
    size_t integers = algorithm >= RSA && algorithm <= RSA_SIGN ? 2
                      : algorithm == ELGAMAL                    ? 3
                      : algorithm == DSA                        ? 4
                                                                : 0;
    if (algorithm == ECDH || algorithm == ECDSA || algorithm == EDDSA) {
        at = skip_octets(key, at);
        integers = 1;
    }
    for (size_t i = 0; i < integers; i++)
        at = skip_integer(key, at);
    if (algorithm == ECDH)
        at = skip_octets(key, at);
    return integers > 0 && at < key.size ? at : 0;
}

static bool openpgp_is_encrypted(struct text key)
{
    enum { SECRET_KEY = 5, TIME = 4 };
    unsigned head = byte_at(key, 0);
    bool is_old = (head & 0x40) == 0;
    unsigned tag = is_old ? head >> 2 & 0xf : head & 0x3f;
    unsigned first = byte_at(key, 1);
    size_t at = is_old ? 1 + ((size_t)1 << (head & 3)) : first < 192 ? 2 : first < 224 ? 3 : 6;
    if (tag != SECRET_KEY)
        return false;
    unsigned version = byte_at(key, at);
    unsigned algorithm = byte_at(key, at + 1 + TIME);
    size_t usage = openpgp_public_end(key, at + 1 + TIME + 1, version, algorithm);
    return usage > 0 && byte_at(key, usage) != 0;
}

/* Where the frame does not say it, the contents do. */
static bool contents_are_encrypted(struct text label, struct text key)
{
    if (text_find(label, "OPENSSH") != SIZE_MAX)
        return openssh_is_encrypted(key);
    return text_find(label, "PGP") != SIZE_MAX && openpgp_is_encrypted(key);
}

struct body {
    char *digits;
    size_t size;
    bool encrypted;
};

/* One line of the block, without what quotes or indents it. False when it is
 * neither base64 nor a header of the block. */
static bool read_line(struct body *body, struct text line)
{
    while (line.size > 0 && strchr(" \t\r\"'`+|>*#;/,.&(", line.bytes[0])) {
        /* '+' and '/' are digits too, but no line of a key is indented by them
         * unless white space or a quote follows. */
        bool is_digit = line.bytes[0] == '+' || line.bytes[0] == '/';
        if (is_digit && line.size > 1 && !strchr(" \t\"'/", line.bytes[1]))
            break;
        line = (struct text){line.bytes + 1, line.size - 1};
    }
    while (line.size > 0 && strchr(" \t\r\"'`\\,;.)", line.bytes[line.size - 1]))
        line.size--;
    while (line.size > 2 && line.bytes[line.size - 1] == '+' &&
           strchr(" \"'", line.bytes[line.size - 2])) {
        line.size--;
        while (line.size > 0 && strchr(" \t\"'", line.bytes[line.size - 1]))
            line.size--;
    }
    if (line.size == 0)
        return true;
    if (text_find(line, ": ") != SIZE_MAX || line.bytes[line.size - 1] == ':') {
        body->encrypted |= text_find(line, "ENCRYPTED") != SIZE_MAX;
        return body->size == 0;
    }
    /* OpenPGP ends with a line of its checksum: '=' and four digits. */
    if (line.bytes[0] == '=' && line.size == 5 && body->size > 0)
        return true;
    for (size_t i = 0; i < line.size; i++) {
        bool is_padding = line.bytes[i] == '=' && i + 2 >= line.size;
        if (!is_padding && !base64_is_digit(line.bytes[i]))
            return false;
    }
    if (body->size + line.size > BODY_MAX)
        return false;
    memcpy(body->digits + body->size, line.bytes, line.size);
    body->size += line.size;
    return true;
}

/* Takes a line off, which may end with the two characters \n of an escape. */
static struct text take_line(struct text *rest)
{
    size_t size = 0;
    size_t skip = 0;
    while (size < rest->size && skip == 0) {
        if (rest->bytes[size] == '\n')
            skip = 1;
        else if (rest->bytes[size] == '\\' && size + 1 < rest->size &&
                 strchr("nr", rest->bytes[size + 1]))
            skip = 2;
        else
            size++;
    }
    struct text line = {rest->bytes, size};
    *rest = (struct text){rest->bytes + size + skip, rest->size - size - skip};
    return line;
}

static bool read_block(struct arena *arena, struct text text, size_t start, size_t label,
                       size_t end_of_header, struct private_key *out)
{
    struct text name = {text.bytes + label, end_of_header - label};
    struct text rest = {text.bytes + end_of_header + 5, text.size - end_of_header - 5};
    if (rest.size > BODY_MAX)
        rest.size = BODY_MAX;
    /* A block ends before the next begins; so no byte is looked at twice. */
    size_t next = text_find(rest, "-----BEGIN ");
    if (next != SIZE_MAX)
        rest.size = next;
    size_t end = text_find(rest, "-----END");
    if (end == SIZE_MAX)
        return false;
    rest.size = end;
    struct body body = {.digits = ARENA_ARRAY(arena, char, rest.size + 1)};
    /* A key on one line of spaces, as an environment variable holds it. */
    while (rest.size > 0)
        if (!read_line(&body, take_line(&rest)))
            return false;
    struct text key;
    struct text digits = {body.digits, body.size};
    bool encrypted = body.encrypted || text_find(name, "ENCRYPTED") != SIZE_MAX;
    if (!base64_decode(arena, digits, &key) || !is_key_material(name, key, encrypted))
        return false;
    *out = (struct private_key){
        .start = start,
        .end = end_of_header + 5 + end,
        .body = digits,
        .header = {text.bytes + start, end_of_header + 5 - start},
        .encrypted = encrypted || contents_are_encrypted(name, key),
    };
    return true;
}

bool private_key_find(struct arena *arena, struct text text, size_t from, struct private_key *out)
{
    static const char begin[] = "-----BEGIN ";
    enum { LABEL_MAX = 40 };
    while (from < text.size) {
        size_t at = text_find((struct text){text.bytes + from, text.size - from}, begin);
        if (at == SIZE_MAX)
            return false;
        size_t start = from + at;
        size_t label = start + sizeof(begin) - 1;
        size_t left = text.size - label;
        size_t length = text_find(
            (struct text){text.bytes + label, left < LABEL_MAX ? left : LABEL_MAX}, "-----");
        from = label;
        if (length == SIZE_MAX)
            continue;
        struct text name = {text.bytes + label, length};
        if (text_find(name, "PRIVATE KEY") == SIZE_MAX)
            continue;
        struct arena_mark mark = arena_mark(arena);
        if (read_block(arena, text, start, label, label + length, out))
            return true;
        arena_reset(arena, mark);
    }
    return false;
}

bool putty_key_is_encrypted(struct text key)
{
    static const char mark[] = "\nEncryption: ";
    if (!text_starts_with(key, "PuTTY-User-Key-File-"))
        return false;
    size_t at = text_find(key, mark);
    if (at == SIZE_MAX)
        return false;
    at += sizeof(mark) - 1;
    return !text_starts_with((struct text){key.bytes + at, key.size - at}, "none");
}
