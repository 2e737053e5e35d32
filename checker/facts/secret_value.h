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
/* Has it both digits and letters, letters of both cases? What a program calls
 * things has seldom. */
bool secret_has_digit_and_letter(struct text value);
bool secret_has_both_cases(struct text value);
/* Tokens of GitHub and npm end in the CRC-32 of what stands between the prefix
 * and it, in base 62
 * (https://github.blog/2021-04-05-behind-githubs-new-authentication-token-formats/). */
bool secret_has_github_checksum(struct text token);
/* Routable tokens of GitLab end in the CRC-32 of what stands before it, seven digits
 * in base 36 (lib/authn/token_field/generator/routable_token.rb). True for those
 * that have no dot: they have no checksum. */
bool secret_has_gitlab_checksum(struct text token);
/* Tokens of Grafana end in `_` and the CRC-32 of what stands before it, its bytes from
 * the lowest, in hexadecimal (pkg/components/satokengen/tokengen.go). */
bool secret_has_grafana_checksum(struct text token);

#endif
