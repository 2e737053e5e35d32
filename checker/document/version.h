/* version.h - the versions of the libraries that this layer and base/ are linked to. */
#ifndef DOCUMENT_VERSION_H
#define DOCUMENT_VERSION_H

#include "base/text.h"

/* Appends "libyaml 0.2.5, PCRE2 10.42, cmark-gfm 0.29.0". */
void document_library_versions(struct buffer *out);

#endif
