# formats.sh - sourced by run: formats for other programs, of a repository whose names
# and values try to be more than text.
mkdir "$work/hostile"
git init -q "$work/hostile"
(cd "$work/hostile" && bash -euo pipefail "$here/hostile.sh"
    { printf -- '- "'; printf '@a ]]> <b> =1 ::error:: %.0s' {1..4000}; printf '"\n'; } >>values.yml
    git commit -qam 'a very long value')
formats=(github azure junit gitlab-codequality csv prometheus oscal gitlab-sast defectdojo
    bitbucket bitbucket:server sarif sarif:github sarif:gitlab sarif:azure markdown)
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
wrong = [text for text in found if re.search(r'##(vso)?\[|^\s*::', text, re.M)
         or any(unicodedata.category(c) in ('Cc', 'Cf', 'Zl', 'Zp', 'Cs') for c in text.replace('\n', ''))]
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
held 'hostile github: read as the runner does, ten of a type' node commands.mjs github "$out/hostile-1.github"
held 'hostile azure: read as the agent does' node commands.mjs azure "$out/hostile-1.azure"
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
held 'hostile gitlab-sast: the schema of GitLab' node validate.mjs schema=licensed/gitlab/sast-15.0.7.json "$out/hostile-1.gitlab-sast"
held 'hostile gitlab-sast: every text is plain' values "$out/hostile-1.gitlab-sast" file
held 'hostile gitlab-sast: ids differ, what is excused is not there' jq -e '[.vulnerabilities[].id] | length == 27 and (unique | length) == length' "$out/hostile-1.gitlab-sast"
held 'hostile defectdojo: its importer' python3 defectdojo.py "$out/hostile-1.defectdojo"
held 'hostile defectdojo: every text is plain' values "$out/hostile-1.defectdojo"
held 'hostile defectdojo: the accepted risk has a last day' jq -e '[.findings[] | select(.risk_accepted)] | length == 1 and .[0].planned_remediation_date == "2026-06-20" and (.[0].description | test("EXC&#45;2026&#45;0001"))' "$out/hostile-1.defectdojo"
held 'hostile bitbucket: its types and limits' node bitbucket.mjs cloud "$out/hostile-1.bitbucket"
held 'hostile bitbucket: every text is plain' values "$out/hostile-1.bitbucket" path
held 'hostile bitbucket: what is excused is ignored, and last' jq -e '.annotations[-1][-1] | .result == "IGNORED" and (.details | test("EXC-2026-0001"))' "$out/hostile-1.bitbucket"
held 'hostile bitbucket:server: its types and limits' node bitbucket.mjs server "$out/hostile-1.bitbucket:server"
held 'hostile bitbucket:server: every text is plain' values "$out/hostile-1.bitbucket:server" path

for profile in sarif sarif:github sarif:gitlab sarif:azure; do
    held "hostile $profile: JSON schema" node validate.mjs sarif "$out/hostile-1.$profile"
    held "hostile $profile: Multitool, kinds Sarif and Ghas" multitool "$out/hostile-1.$profile" 'Sarif;Ghas'
    held "hostile $profile: messages are plain, and no links" jq -e '[.runs[].results[].message.text | select(test("[\\x00-\\x1f\\x7f-\\x9f\\x{200b}-\\x{200f}\\x{2028}-\\x{202e}]|##(vso)?\\[|[^\\\\]\\]\\("))] == []' "$out/hostile-1.$profile"
done
# What the task that publishes to Advanced Security adds, out of the pipeline it runs in.
jq '"azuredevops/pipeline/build/" as $all | .runs[].automationDetails |= {id: ($all + "acme/pay/1/2/main/3"), properties:
    {($all + "buildDefinitionId"): "1", ($all + "buildDefinitionName"): "a", ($all + "phaseName"): "b",
     ($all + "phaseId"): "3a22da8b-8c5a-5b3e-9a5e-2f1d5b8e4c11"}}' "$out/hostile-1.sarif:azure" >"$out/azure.sarif"
held 'hostile sarif:azure: Multitool, kind GHAzDO' multitool "$out/azure.sarif" GHAzDO
# GitLab takes a severity from the rank, else from security-severity; it skips what is
# suppressed, and any kind is a failure to it.
gitlab_sarif() { jq -e '.runs[0] | ([.results[] | has("rank")] | any | not) and ([.results[].kind] | unique) == ["fail"]
    and ([.results[] | select(.suppressions | length > 0)] | length) == 1 and all(.results[]; has("suppressions"))
    and all(.tool.driver.rules[]; .properties["security-severity"] | tonumber | . > 0 and . <= 10)
    and all(.results[]; .ruleId and .locations[0].physicalLocation.region.startLine)' "$1"; }
held 'hostile sarif:gitlab: what GitLab reads' gitlab_sarif "$out/hostile-1.sarif:gitlab"
held 'hostile sarif:azure: nothing that is excused' jq -e '.runs[0].results | length == 27 and all(.[]; .kind == "fail" and (has("suppressions") | not))' "$out/hostile-1.sarif:azure"
held 'hostile markdown: rendered by cmark-gfm, no tag, link, mention or reference' python3 rendered.py "$out/hostile-1.markdown"
