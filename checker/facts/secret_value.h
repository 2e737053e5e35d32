/* secret_value.h - is this text a secret that somebody uses, or a stand-in? By
 * the words that people put into stand-ins, by repetition, by entropy, and by the
 * checksum where the format of a token has one. */
#ifndef FACTS_SECRET_VALUE_H
#define FACTS_SECRET_VALUE_H

#include "base/text.h"

/* Shannon entropy in bits a byte. */
double secret_entropy(struct text value);
/* A made-up token: EXAMPLE, xxxx, 123456, one character again and again, too few
 * different characters to be random. */
bool secret_is_made_up(struct text value);
/* A password that is none: empty, a variable, `changeme`, `postgres`, the words of
 * a tutorial with a number behind them, a path, a switch. */
bool secret_password_is_stand_in(struct text value);
/* Tokens of GitHub and npm end in the CRC-32 of what stands between the prefix
 * and it, in base 62
 * (https://github.blog/2021-04-05-behind-githubs-new-authentication-token-formats/). */
bool secret_has_github_checksum(struct text token);

#endif
