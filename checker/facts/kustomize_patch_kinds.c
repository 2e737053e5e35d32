#include "facts/kustomize_patch_kinds.h"

#define TEXT              \
    {                     \
        .kind = TYPE_TEXT \
    }
#define TEXTS                              \
    {                                      \
        .kind = TYPE_LIST, .of = TYPE_TEXT \
    }
#define BOOLEAN              \
    {                        \
        .kind = TYPE_BOOLEAN \
    }

static const struct fact_field patch_fields[] = {
    [KUSTOMIZE_PATCH_FOLDER] =
        {"folder", TEXT, true,
         "whose objects it patches, as Flux or Argo CD name it from the root;"
         " absent: those of its kustomization"},
    [KUSTOMIZE_PATCH_TARGET_KIND] = {"target_kind", TEXT, true, "a pattern; absent: every kind"},
    [KUSTOMIZE_PATCH_TARGET_NAME] = {"target_name", TEXT, true, "a pattern; absent: every name"},
    [KUSTOMIZE_PATCH_TARGET_LABELS] = {"target_labels", TEXT, true,
                                       "the selector of labels, as written"},
    [KUSTOMIZE_PATCH_TARGET_ANNOTATIONS] = {"target_annotations", TEXT, true,
                                            "the selector of annotations, as written"},
    [KUSTOMIZE_PATCH_FILE] = {"file", TEXT, true, "the file that says what is changed, as written"},
    [KUSTOMIZE_PATCH_CONTAINER] = {"container", TEXT, true,
                                   "the name of the container, or its number as #0 or #init-0;"
                                   " absent: all"},
    [KUSTOMIZE_PATCH_SETTING] = {"setting", TEXT, true,
                                 "the field of `workload` or `container` that it changes"},
    [KUSTOMIZE_PATCH_VALUE] = {"value", TEXT, true, "what it says; absent: it is not known"},
    [KUSTOMIZE_PATCH_REMOVED] = {"removed", BOOLEAN, true, "it takes the setting away"},
    [KUSTOMIZE_PATCH_FIELD_COUNT] = {0},
};

static const char *const patch_key[] = {"path",      "target_kind", "target_name",
                                        "container", "setting",     NULL};

const struct fact_kind kustomize_patch_kind = {
    .name = "kustomize_patch",
    .summary = "a setting that a patch of Kustomize changes by a pattern, by labels, in a file of"
               " operations or by taking it away",
    .key = patch_key,
    .fields = patch_fields,
};

static const struct fact_field source_fields[] = {
    [KUSTOMIZE_SOURCE_ENTRY] = {"entry", TEXT, false, "the file or folder, as written"},
    [KUSTOMIZE_SOURCE_COMPONENT] = {"component", BOOLEAN, false,
                                    "it is a Component, which patches what others take in"},
    [KUSTOMIZE_SOURCE_FIELD_COUNT] = {0},
};

static const char *const source_key[] = {"path", "entry", NULL};

const struct fact_kind kustomize_source_kind = {
    .name = "kustomize_source",
    .summary = "what a kustomization takes in",
    .key = source_key,
    .fields = source_fields,
};

static const struct fact_field label_fields[] = {
    [MANIFEST_LABEL_KIND] = {"kind", TEXT, false, "of the object"},
    [MANIFEST_LABEL_NAME] = {"name", TEXT, false, "of the object"},
    [MANIFEST_LABEL_LABELS] = {"labels", TEXTS, true, "its own, not those of its pods"},
    [MANIFEST_LABEL_ANNOTATIONS] = {"annotations", TEXTS, true, "its own"},
    [MANIFEST_LABEL_FIELD_COUNT] = {0},
};

static const char *const label_key[] = {"path", "kind", "name", NULL};

const struct fact_kind manifest_label_kind = {
    .name = "manifest_label",
    .summary = "labels and annotations of an object of Kubernetes that makes pods",
    .key = label_key,
    .fields = label_fields,
};
