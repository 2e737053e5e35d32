#include "facts/language.h"

#include "facts/paths.h"

#include <string.h>

static const struct {
    const char *ending, *language;
} endings[] = {
    {".c", "c"},
    {".h", "c"},
    {".cc", "c++"},
    {".cpp", "c++"},
    {".cxx", "c++"},
    {".hh", "c++"},
    {".hpp", "c++"},
    {".hxx", "c++"},
    {".ino", "c++"},
    {".cs", "c#"},
    {".go", "go"},
    {".java", "java"},
    {".kt", "kotlin"},
    {".kts", "kotlin"},
    {".js", "javascript"},
    {".cjs", "javascript"},
    {".mjs", "javascript"},
    {".jsx", "javascript"},
    {".ts", "typescript"},
    {".cts", "typescript"},
    {".mts", "typescript"},
    {".tsx", "typescript"},
    {".py", "python"},
    {".pyw", "python"},
    {".rb", "ruby"},
    {".rake", "ruby"},
    {".rs", "rust"},
    {".php", "php"},
    {".scala", "scala"},
    {".swift", "swift"},
    {".m", "objective-c"},
    {".mm", "objective-c"},
    {".ex", "elixir"},
    {".exs", "elixir"},
    {".erl", "erlang"},
    {".hs", "haskell"},
    {".clj", "clojure"},
    {".cljs", "clojure"},
    {".dart", "dart"},
    {".lua", "lua"},
    {".pl", "perl"},
    {".pm", "perl"},
    {".r", "r"},
    {".R", "r"},
    {".jl", "julia"},
    {".ml", "ocaml"},
    {".fs", "f#"},
    {".vb", "visual basic .net"},
    {".groovy", "groovy"},
    {".sh", "shell"},
    {".bash", "shell"},
    {".zsh", "shell"},
    {".ps1", "powershell"},
    {".psm1", "powershell"},
    {".cls", "apex"},
    {".sol", "solidity"},
    {".zig", "zig"},
    {".nim", "nim"},
    {".f90", "fortran"},
    {".cob", "cobol"},
    {".cbl", "cobol"},
};

const char *language_of_name(const char *path)
{
    const char *dot = strrchr(path_base(path), '.');
    for (size_t i = 0; dot && i < sizeof(endings) / sizeof(*endings); i++)
        if (strcmp(endings[i].ending, dot) == 0)
            return endings[i].language;
    return NULL;
}

/* Words of CodeQL stand for several; others are other names of one. */
static const struct {
    const char *name, *languages[3];
} aliases[] = {
    {"cpp", {"c", "c++"}},
    {"c-cpp", {"c", "c++"}},
    {"c/c++", {"c", "c++"}},
    {"csharp", {"c#"}},
    {"golang", {"go"}},
    {"java", {"java", "kotlin"}},
    {"java-kotlin", {"java", "kotlin"}},
    {"javascript", {"javascript", "typescript"}},
    {"typescript", {"javascript", "typescript"}},
    {"javascript-typescript", {"javascript", "typescript"}},
    {"js", {"javascript", "typescript"}},
    {"py", {"python"}},
    {"actions", {"actions"}},
    {"objective-c++", {"objective-c"}},
};

bool language_each(const char *name, void (*each)(void *context, const char *language),
                   void *context)
{
    for (size_t i = 0; i < sizeof(aliases) / sizeof(*aliases); i++) {
        if (!string_equals_folded(aliases[i].name, name))
            continue;
        for (size_t k = 0; k < 3 && aliases[i].languages[k]; k++)
            each(context, aliases[i].languages[k]);
        return true;
    }
    for (size_t i = 0; i < sizeof(endings) / sizeof(*endings); i++)
        if (string_equals_folded(endings[i].language, name)) {
            each(context, endings[i].language);
            return true;
        }
    return false;
}
