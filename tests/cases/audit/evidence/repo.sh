for name in pay mail; do
    git init -q -b main ../all/$name
    printf 'This is acme %s.\n' $name >../all/$name/README.md
    printf '{}\n' >../all/$name/package-lock.json
    git -C ../all/$name add -A
    git -C ../all/$name commit -qm first
done
mkdir -p ../evidence/pay
cat >../evidence/pay/scan.sarif <<'X'
{"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "Trivy"}}, "results": [{"ruleId": "CVE-2026-1", "message": {"text": "x"},
 "properties": {"security-severity": "9.8"}, "locations": [{"physicalLocation": {"artifactLocation": {"uri": "package-lock.json"}}}],
 "provenance": {"firstDetectionTimeUtc": "2026-01-01T00:00:00Z"}}]}]}
X
printf 'bylaw: 1\npolicy: sla\nversion: 1.0.0\ntitle: Terms\nowner: security\nrules: [SCA010]\n' >../sla.yml
git commit -q --allow-empty -m first
