mkdir good wrong none broken twice
printf '[project]\nname = "good"\nversion = "1.0"\n' >good/pyproject.toml
printf '# ours\n[tool.x]\n  [project]\n  "name" = """\nWrong Name"""\n' >wrong/pyproject.toml
printf 'project = {version = "1.0"}\n' >none/pyproject.toml
printf '[project]\nname = broken\n' >broken/pyproject.toml
printf '[project]\nname = "twice"\n[project]\n' >twice/pyproject.toml
printf '[project]\nname = "{{ name }}"\nother = {{ other }}\n' >pyproject.toml
git add -A; git commit -qm one
cat >../rule.yml <<'RULE'
bylaw: 1
id: ZZZ001
name: project-names
title: Projects have a name in small letters
severity: high
why: It is a test.
fix: Rename it.
for_each: {document: '**/pyproject.toml', select: $.project.name}
require: {value: {matches: '^[a-z]+$'}}
on_empty: pass
message: "'{path}' has the name '{value}'."
RULE
