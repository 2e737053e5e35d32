# formats.sh - sourced by run: formats for other programs, of a repository whose names
# and values try to be more than text.
mkdir "$work/hostile"
git init -q "$work/hostile"
(cd "$work/hostile" && bash -euo pipefail "$here/hostile.sh")
formats=(github azure junit gitlab-codequality csv prometheus oscal)
for format in "${formats[@]}"; do
    for jobs in 1 4; do
        "$BYLAW" check --now 2026-06-01 --jobs "$jobs" --format "$format=$out/hostile-$jobs.$format" "$work/hostile" || [[ $? == 1 ]]
    done
    held "$format: the same bytes whatever --jobs" cmp "$out/hostile-1.$format" "$out/hostile-4.$format"
done

# Nothing moves a cursor, reorders what is read or is no UTF-8.
plain() { python3 - "$1" <<'P'
import sys, unicodedata
text = open(sys.argv[1], 'rb').read().decode('utf-8')
wrong = {hex(ord(c)) for c in text.replace('\r\n', '\n') if c != '\n' and unicodedata.category(c) in ('Cc', 'Cf', 'Zl', 'Zp')}
sys.exit(f'not plain: {wrong}' if wrong or not text.strip() else 0)
P
}
# The same of every text of a JSON file once it is read, but for what is a path.
values() { python3 - "$@" <<'P'
import json, re, sys, unicodedata
paths = set(sys.argv[2:])
def texts(node, key=''):
    if isinstance(node, dict):
        for name, value in node.items():
            yield from texts(value, name)
    elif isinstance(node, list):
        for value in node:
            yield from texts(value, key)
    elif isinstance(node, str) and key not in paths:
        yield node
found = list(texts(json.load(open(sys.argv[1], encoding='utf-8'))))
wrong = [text for text in found if re.search(r'##(vso)?\[|^\s*::', text)
         or any(unicodedata.category(c) in ('Cc', 'Cf', 'Zl', 'Zp', 'Cs') for c in text)]
sys.exit(f'not plain: {wrong[:5]}' if wrong or len(found) < 50 else 0)
P
}
# A command of a runner stands only where the format writes one of its own.
no_command() {
    local own=$2
    if grep -vE "$own" "$1" | grep -nE '^[[:space:]]*::|##(vso)?\['; then return 1; fi
    if grep -E "$own" "$1" | sed -E "s/$own//" | grep -nE '##(vso)?\['; then return 1; fi
}
for format in "${formats[@]}"; do
    held "hostile $format: plain text" plain "$out/hostile-1.$format"
    case $format in
    github) own='^::(error|warning|notice) title=[^:]*(,file=[^:]*)?::' ;;
    azure) own='^##vso\[task\.logissue type=(error|warning);[^]]*\]' ;;
    *) own='^$' ;;
    esac
    held "hostile $format: no command" no_command "$out/hostile-1.$format" "$own"
done
held 'hostile github: at most ten of a type' awk -F'[ :]+' '{ if (++n[$2] > 10) exit 1 }' "$out/hostile-1.github"
held 'hostile junit: xmllint, the schema of Jenkins' xmllint --noout --nonet --schema licensed/jenkins/junit-10.xsd "$out/hostile-1.junit"
held 'hostile junit: junit2json' node validate.mjs junit "$out/hostile-1.junit"
jq '{type: "array", minItems: 20, items: .}' licensed/gitlab/codeclimate.json >"$out/codeclimate.schema.json"
held 'hostile gitlab-codequality: the schema of GitLab' node validate.mjs "schema=$out/codeclimate.schema.json" "$out/hostile-1.gitlab-codequality"
held 'hostile gitlab-codequality: fingerprints differ' jq -e '([.[].fingerprint] | unique | length) == length' "$out/hostile-1.gitlab-codequality"
table() { python3 - "$1" <<'P'
import csv, sys
data = open(sys.argv[1], newline='', encoding='utf-8').read()
rows = list(csv.reader(data.splitlines(True), strict=True))
widths = {len(row) for row in rows}
formulas = [field for row in rows for field in row if field[:1] in ('=', '+', '-', '@', '\t', '\r')]
sys.exit(f'{widths} {formulas}' if len(widths) != 1 or formulas or len(rows) < 20 or data.count('\n') != data.count('\r\n') else 0)
P
}
held 'hostile csv: strict, and no formula' table "$out/hostile-1.csv"
metrics() { promtool check metrics <"$1"; }
held 'hostile prometheus: promtool' metrics "$out/hostile-1.prometheus"
held 'hostile oscal: the schema of NIST' node validate.mjs schema=licensed/oscal/assessment-results-1.2.1.json "$out/hostile-1.oscal"
held 'hostile oscal: every text is plain' values "$out/hostile-1.oscal"
# What is referred to is there, and nothing has the name of another.
references() { jq -e '.["assessment-results"] as $all | [$all.results[] | .observations[].uuid, .risks[].uuid, .findings[].uuid] as $known
    | ($known | unique | length) == ($known | length) and ([$all.results[].findings[] | (.["related-observations"] // [])[] | .["observation-uuid"]] - $known) == []
      and ([$all.results[].findings[] | (.["related-risks"] // [])[] | .["risk-uuid"]] - $known) == []
      and [$all.results[].risks[].status] == ["deviation-approved"]
      and $all["import-ap"].href == "#" + $all["back-matter"].resources[0].uuid' "$1"; }
held 'hostile oscal: references hold' references "$out/hostile-1.oscal"
