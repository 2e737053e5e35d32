# exceptions.sh - sourced by run behind formats.sh: the report about exceptions of the same
# hostile repository.
for format in markdown html csv prometheus; do
    "$BYLAW" exceptions --now 2026-06-01 --format "$format=$out/hostile-exceptions.$format" "$work/hostile"
    held "hostile exceptions $format: plain text" plain "$out/hostile-exceptions.$format"
    held "hostile exceptions $format: no command" no_command "$out/hostile-exceptions.$format" '^$'
done
held 'hostile exceptions html: well-formed' xmllint --noout --nonet "$out/hostile-exceptions.html"
# Nothing is run and nothing is loaded: the elements and attributes are known ones.
page() { python3 - "$1" <<'P'
import sys, xml.etree.ElementTree as tree
known = {'html', 'head', 'meta', 'style', 'title', 'body', 'h1', 'h2', 'p', 'br', 'span', 'ul', 'li', 'b', 'div', 'table',
         'tr', 'th', 'td', 'details', 'summary', 'dl', 'dt', 'dd'}
allowed = {'lang', 'charset', 'http-equiv', 'content', 'name', 'class'}
root = tree.parse(sys.argv[1]).getroot()
tags = {one.tag.split('}')[1] for one in root.iter()}
attributes = {key for one in root.iter() for key in one.attrib}
style = ''.join(one.text for one in root.iter('{http://www.w3.org/1999/xhtml}style'))
sys.exit(f'{tags - known} {attributes - allowed}' if tags - known or attributes - allowed or 'url(' in style or '@import' in style else 0)
P
}
held 'hostile exceptions html: no script, nothing loaded' page "$out/hostile-exceptions.html"
register() { python3 - "$1" <<'P'
import csv, re, sys
rows = list(csv.reader(open(sys.argv[1], newline='', encoding='utf-8'), strict=True))
formulas = [field for row in rows for field in row if field[:1] in ('=', '+', '-', '@', '\t', '\r') and not re.fullmatch(r'-\d+', field)]
sys.exit(f'{formulas}' if len({len(row) for row in rows}) != 1 or formulas or len(rows) < 2 else 0)
P
}
held 'hostile exceptions csv: strict, and no formula' register "$out/hostile-exceptions.csv"
"$BYLAW" exceptions --now 2026-06-01 --format "json=$out/hostile-exceptions.json" --format "ics=$out/hostile-exceptions.ics" "$work/hostile"
held 'hostile exceptions json: its schema' node validate.mjs "schema=$top/docs/schemas/exceptions.json" "$out/hostile-exceptions.json"
held 'hostile exceptions ics: ical.js' node validate.mjs ics "$out/hostile-exceptions.ics"

for format in sarif oscal prometheus; do
    "$BYLAW" exceptions --now 2026-06-01 --format "$format=$out/exceptions.$format" "$work/repository"
    "$BYLAW" exceptions --now 2026-06-01 --format "$format=$out/hostile-exceptions.$format" "$work/hostile"
    git init -q "$work/none-$format"
    git -C "$work/none-$format" commit -q --allow-empty -m none
    "$BYLAW" exceptions --now 2026-06-01 --format "$format=$out/no-exceptions.$format" "$work/none-$format"
done
for name in exceptions hostile-exceptions no-exceptions; do
    held "$name sarif: JSON schema" node validate.mjs sarif "$out/$name.sarif"
    held "$name sarif: Multitool, kinds Sarif and Ghas" multitool "$out/$name.sarif" 'Sarif;Ghas'
    held "$name oscal: the schema of NIST" node validate.mjs schema=licensed/oscal/poam-1.2.1.json "$out/$name.oscal"
    held "$name prometheus: promtool" metrics "$out/$name.prometheus"
done
# Two records with a rule in force: one excuses, the other is over.
held 'exceptions sarif: suppressions say what holds' jq -e '[.runs[0].results[] | .suppressions[0].status] | sort == ["accepted", "rejected", "rejected"]' "$out/exceptions.sarif"
held 'hostile exceptions oscal: every text is plain' values "$out/hostile-exceptions.oscal"
held 'exceptions oscal: each item has its risk' jq -e '.["plan-of-action-and-milestones"] | ([.risks[].uuid] | sort) == ([.["poam-items"][]["related-risks"][]["risk-uuid"]] | sort)' "$out/exceptions.oscal"
