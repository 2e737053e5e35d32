#include "facts/people.h"

#include <string.h>

static const char forge_hosts[] = "@users.noreply.";

bool forge_account_of(const char *email, struct forge_account *out)
{
    const char *at = strchr(email, '@');
    if (!at || text_find_folded(text_of(at), forge_hosts) != 0)
        return false;
    size_t digits = strspn(email, "0123456789");
    bool is_numbered = digits > 0 && (email[digits] == '+' || email[digits] == '-');
    const char *login = is_numbered ? email + digits + 1 : email;
    *out = (struct forge_account){{login, (size_t)(at - login)}, text_of(at + 1)};
    return out->login.size > 0;
}

struct identity identity_of_value(struct arena *arena, const char *value)
{
    const char *open = strchr(value, '<');
    const char *close = open ? strchr(open, '>') : NULL;
    struct text name = {value, open ? (size_t)(open - value) : strlen(value)};
    struct identity who = {.name = arena_copy(arena, text_trim(name)), .email = ""};
    if (close)
        who.email =
            arena_copy(arena, text_trim((struct text){open + 1, (size_t)(close - open - 1)}));
    if (!open && strchr(who.name, '@'))
        who.email = who.name;
    return who;
}

/* Addresses that forges and git's own hints give to whoever has none. */
static bool is_of_many(const char *email)
{
    static const char *const shared[] = {"noreply@github.com", "noreply@gitlab.com",
                                         "you@example.com",    "your@email.com",
                                         "email@example.com",  "root@localhost"};
    for (size_t i = 0; i < sizeof(shared) / sizeof(*shared); i++)
        if (string_equals_folded(email, shared[i]))
            return true;
    return false;
}

/* Two words or more; a given name alone is that of many. */
static bool is_full_name(const char *name)
{
    const char *space = strchr(name, ' ');
    return space && space != name && space[1] != '\0' && !string_equals_folded(name, "your name") &&
           !string_equals_folded(name, "first last");
}

static bool is_login_of(const char *name, const struct forge_account *account)
{
    return text_equals(account->login, name);
}

static bool equals_folded(struct text a, struct text b)
{
    if (a.size != b.size)
        return false;
    for (size_t i = 0; i < a.size; i++) {
        unsigned char x = (unsigned char)a.bytes[i];
        unsigned char y = (unsigned char)b.bytes[i];
        x = x >= 'A' && x <= 'Z' ? (unsigned char)(x + 32) : x;
        y = y >= 'A' && y <= 'Z' ? (unsigned char)(y + 32) : y;
        if (x != y)
            return false;
    }
    return true;
}

bool identity_is_same(const struct identity *a, const struct identity *b)
{
    struct forge_account of_a, of_b;
    bool has_a = forge_account_of(a->email, &of_a);
    bool has_b = forge_account_of(b->email, &of_b);
    if (string_equals_folded(a->email, b->email) && string_equals_folded(a->name, b->name))
        return true;
    if (a->email[0] && string_equals_folded(a->email, b->email) && !is_of_many(a->email))
        return true;
    if (is_full_name(a->name) && string_equals_folded(a->name, b->name))
        return true;
    if (has_a && has_b && equals_folded(of_a.login, of_b.login) &&
        equals_folded(of_a.host, of_b.host))
        return true;
    return (has_a && is_login_of(b->name, &of_a)) || (has_b && is_login_of(a->name, &of_b));
}

bool identity_may_be_same(const struct identity *a, const struct identity *b)
{
    return identity_is_same(a, b) || (a->name[0] && string_equals_folded(a->name, b->name));
}

/* A pair of name and address; `same` leads to one of the same person, itself at last. */
struct sighted {
    struct sighted *same;
    const char *name;
};

static struct sighted *first_of(struct sighted *one)
{
    while (one->same != one) {
        one->same = one->same->same;
        one = one->same;
    }
    return one;
}

static void join(struct sighted *a, struct sighted *b)
{
    first_of(a)->same = first_of(b);
}

void people_counter_init(struct people_counter *counter, struct arena *arena)
{
    *counter = (struct people_counter){.arena = arena};
    table_init(&counter->keys, arena);
    table_init(&counter->logins, arena);
}

/* What has the same key is one person's. `sort` keeps keys of different sorts apart. */
static void identify(struct people_counter *counter, struct sighted *one, char sort,
                     struct text first, struct text second)
{
    char *key = arena_printf(counter->arena, "%c%.*s\n%.*s", sort, (int)first.size, first.bytes,
                             (int)second.size, second.bytes);
    for (char *byte = key; *byte; byte++)
        if (*byte >= 'A' && *byte <= 'Z')
            *byte = (char)(*byte + 32);
    struct sighted *other = table_find(&counter->keys, key);
    if (other)
        join(one, other);
    else
        table_set(&counter->keys, key, one);
}

void people_counter_see(struct people_counter *counter, const struct identity *who)
{
    char *pair = arena_printf(counter->arena, "p%s\n%s", who->name, who->email);
    if (table_has(&counter->keys, pair))
        return;
    struct sighted *one = ARENA_NEW(counter->arena, struct sighted);
    *one = (struct sighted){one, arena_strdup(counter->arena, who->name)};
    table_set(&counter->keys, pair, one);
    counter->seen = arena_grow(counter->arena, counter->seen, counter->count, &counter->capacity,
                               sizeof(struct sighted *));
    counter->seen[counter->count++] = one;
    struct forge_account account;
    if (who->email[0] && !is_of_many(who->email))
        identify(counter, one, 'a', text_of(who->email), (struct text){"", 0});
    else
        identify(counter, one, 'b', text_of(who->email), text_of(who->name));
    if (is_full_name(who->name))
        identify(counter, one, 'n', text_of(who->name), (struct text){"", 0});
    if (forge_account_of(who->email, &account)) {
        identify(counter, one, 'l', account.login, account.host);
        table_set(&counter->logins, arena_copy(counter->arena, account.login), one);
    }
}

size_t people_counter_finish(struct people_counter *counter)
{
    size_t people = 0;
    for (size_t i = 0; i < counter->count; i++) {
        struct sighted *account = table_find(&counter->logins, counter->seen[i]->name);
        if (account)
            join(counter->seen[i], account);
    }
    for (size_t i = 0; i < counter->count; i++)
        people += first_of(counter->seen[i]) == counter->seen[i];
    return people;
}
