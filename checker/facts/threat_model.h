/* threat_model.h - threat models as the tools and people write them: how many threats
 * there are and what is said of each, whether trust boundaries and assets are named, and
 * whether it is more than what the tool brings along as an example.
 *
 * Formats: Threagile's YAML, the Microsoft Threat Modeling Tool's .tm7, OWASP Threat
 * Dragon's JSON (versions 1 and 2), the Open Threat Model of IriusRisk, threatcl's (hcltm's)
 * HCL, pytm's Python, and documents in prose. */
#ifndef FACTS_THREAT_MODEL_H
#define FACTS_THREAT_MODEL_H

#include "document/node.h"
#include "facts/prose.h"

enum threat_format {
    THREAT_THREAGILE,
    THREAT_TM7,
    THREAT_DRAGON,
    THREAT_OTM,
    THREAT_HCL,
    THREAT_PYTM,
    THREAT_MARKDOWN,
};
extern const char *const threat_format_names[]; /* by format, NULL-ended */

/* What is said of one threat. */
enum threat_state {
    THREAT_UNSTATED,  /* neither a state nor an answer */
    THREAT_OPEN,      /* it is said to be open, or its answer is only planned */
    THREAT_ADDRESSED, /* mitigated, accepted, transferred, avoided, or does not apply */
};

struct threat_model {
    enum threat_format format;
    uint32_t line; /* where it begins */
    const char *title;
    size_t threats[3];     /* by state */
    size_t told;           /* in words of their own that may hold an answer, or none */
    const char *not_there; /* why it is not known which threats there are, or NULL */
    size_t boundaries, assets;
    bool is_template; /* an example, a stub or an unfilled template */
};

/* A state as tools and tables write it, folded: "mitigated", "Not applicable", "open". */
enum threat_state threat_state_of_word(const char *word);
void threat_model_add(struct threat_model *model, enum threat_state state);

/* Of a parsed document; false when it is no threat model of that format. */
bool threat_model_of_threagile(const struct node *root, struct threat_model *out);
bool threat_model_of_dragon(const struct node *root, struct threat_model *out);
bool threat_model_of_otm(const struct node *root, struct threat_model *out);
bool threat_model_of_hcl(const struct node *root, struct threat_model *out);
bool threat_model_of_tm7(const struct node *root, struct threat_model *out);
/* Of Python that uses pytm. Nothing is run. */
bool threat_model_of_pytm(struct arena *scratch, struct text text, struct threat_model *out);
/* Of a document; with `is_section` only of what stands below a heading "Threat model". */
bool threat_model_of_prose(struct arena *scratch, const struct prose *prose, bool is_section,
                           struct threat_model *out);

#endif
