# A company's rule that groups: what no condition can say.
mkdir -p ../policy/policies ../policy/rules
cat > ../policy/policies/acme.yml <<'Y'
bylaw: 1
policy: acme
version: 1.0.0
title: What acme keeps
owner: acme
rules: [{rule: ACM010, params: {most: 1}}]
Y
cat > ../policy/rules/ACM010-locks-of-a-team.yml <<'Y'
bylaw: 1
id: ACM010
name: locks-of-a-team
title: No team owns many manifests without a lock file
severity: medium
why: A team that locks nothing ships what the registry served that day.
fix: Commit a lock file beside each manifest, or at the root of its workspace.
params:
  most: {type: integer, default: 3, stricter: lower, why: How many are let be until they are mended.}
  teams: {type: list of text, default: ['@acme/sandbox'], stricter: shorter, why: Teams that ship nothing.}
applies_when: {exists: {fact: manifest, where: {lock_expected: true}}}
for_each:
  sql: |
    SELECT min(m.path) AS path, team.value AS team, count(*) AS manifests
    FROM manifest AS m
    JOIN ownership AS o ON o.path = m.path
    JOIN json_each(o.owners) AS team
    WHERE m.lock_expected AND NOT m.vendored
      AND team.value NOT IN (SELECT value FROM json_each(:params_teams))
      AND NOT EXISTS (
        SELECT 1 FROM lockfile AS l
        WHERE l.ecosystem = m.ecosystem AND l.directory IN (m.directory, m.workspace_root))
    GROUP BY team.value
  key: [team]
where: {team: {starts_with: '@acme/'}}
require: {manifests: {at_most: $params.most}}
on_empty: pass
message: "'{team}' owns {manifests} manifests without a lock file; {params.most} are let be."
Y
cat > ../policy/rules/ACM010-locks-of-a-team.test.yml <<'Y'
bylaw: 1
rule: ACM010
worlds:
  - name: one each
    kind: passes
    params: {most: 1}
    files: {CODEOWNERS: "/a/ @acme/web\n/b/ @acme/data\n", a/package.json: '{"dependencies": {"x": "1"}}', b/package.json: '{"dependencies": {"x": "1"}}'}
    expect: {verdict: pass}
  - name: two of one team
    kind: fails
    params: {most: 1}
    files: {CODEOWNERS: "* @acme/web\n", a/package.json: '{"dependencies": {"x": "1"}}', b/package.json: '{"dependencies": {"x": "1"}}'}
    expect: {verdict: fail, findings: [{severity: medium, path: a/package.json, line: 1, message: "owns 2 manifests"}]}
  - name: nothing to lock
    kind: not_applicable
    files: {README.md: Hello}
    expect: {verdict: not_applicable}
  - name: manifests that know no lock file
    kind: not_applicable
    files: {CODEOWNERS: "* @acme/web\n", pom.xml: "<project><dependencies><dependency><artifactId>x</artifactId></dependency></dependencies></project>"}
    expect: {verdict: not_applicable}
  - name: one of the two is locked
    kind: near_miss
    params: {most: 1}
    files: {CODEOWNERS: "* @acme/web\n", a/package.json: '{"dependencies": {"x": "1"}}', b/package.json: '{"dependencies": {"x": "1"}}', b/package-lock.json: "{}"}
    expect: {verdict: pass}
  - name: those of a team that ships nothing
    kind: near_miss
    params: {most: 0}
    files: {CODEOWNERS: "* @acme/sandbox\n", a/package.json: '{"dependencies": {"x": "1"}}'}
    expect: {verdict: pass}
  - name: another company's
    kind: near_miss
    params: {most: 0}
    files: {CODEOWNERS: "* @other/web\n", a/package.json: '{"dependencies": {"x": "1"}}'}
    expect: {verdict: pass}
  - name: the lock file of another ecosystem
    kind: theatre
    params: {most: 0}
    files: {CODEOWNERS: "* @acme/web\n", a/package.json: '{"dependencies": {"x": "1"}}', a/Gemfile.lock: ""}
    expect: {verdict: fail, findings: [{path: a/package.json, line: 1}]}
  - name: a manifest that cannot be read
    kind: unknown
    files: {CODEOWNERS: "* @acme/web\n", a/package.json: '{"dependencies": {"x": "1"}}', b/package.json: "{"}
    expect: {verdict: unknown}
Y
