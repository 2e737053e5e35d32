printf 'This is acme pay.\n' >README.md
git add -A
git commit -qm first
mkdir ../forge
cat >../forge/a-repository.json <<'X'
{"id": 1, "full_name": "acme/pay", "default_branch": "main", "visibility": "public", "archived": false,
 "security_and_analysis": {"secret_scanning": {"status": "enabled"}, "secret_scanning_push_protection": {"status": "disabled"},
 "dependabot_security_updates": {"status": "enabled"}}}
X
cat >../forge/b-protection.json <<'X'
{"url": "https://api.github.com/repos/acme/pay/branches/main/protection",
 "required_status_checks": {"strict": true, "contexts": ["ci/test"]},
 "enforce_admins": {"enabled": true},
 "required_pull_request_reviews": {"dismiss_stale_reviews": true, "require_code_owner_reviews": false, "required_approving_review_count": 2},
 "required_signatures": {"enabled": false}, "allow_force_pushes": {"enabled": false}, "allow_deletions": {"enabled": true}}
X
cat >../forge/c-rulesets.json <<'X'
[{"id": 7, "name": "main", "target": "branch", "enforcement": "active",
  "conditions": {"ref_name": {"include": ["~DEFAULT_BRANCH"], "exclude": []}},
  "rules": [{"type": "pull_request", "parameters": {"required_approving_review_count": 1, "require_code_owner_review": true}},
            {"type": "non_fast_forward"}, {"type": "required_status_checks", "parameters": {"required_status_checks": []}}]},
 {"id": 8, "name": "trial", "target": "branch", "enforcement": "evaluate", "rules": [{"type": "deletion"}]}]
X
printf '{"state": "configured", "languages": ["go"], "query_suite": "default"}\n' >../forge/d-default-setup.json
printf '{"default_workflow_permissions": "write", "can_approve_pull_request_reviews": false}\n' >../forge/e-permissions.json
printf '{"enabled": true}\n' >../forge/f-private-reports.json
cat >../forge/g-gitlab.json <<'X'
{"id": 3, "path_with_namespace": "acme/pay", "default_branch": "main", "approvals_before_merge": 0, "only_allow_merge_if_pipeline_succeeds": true}
X
printf '[{"name": "main", "push_access_levels": [], "allow_force_push": false, "code_owner_approval_required": true}]\n' >../forge/h-branches.json
printf '{"id": 1, "prevent_secrets": true, "reject_unsigned_commits": false}\n' >../forge/i-push-rule.json
cat >../forge/scan.sarif <<'X'
{"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "Trivy", "rules": [{"id": "CVE-2026-1", "properties": {"security-severity": "9.8"}}]}},
 "results": [{"ruleId": "CVE-2026-1", "ruleIndex": 0, "message": {"text": "left-pad 1.0.0"},
  "locations": [{"physicalLocation": {"artifactLocation": {"uri": "package-lock.json"}}}],
  "provenance": {"firstDetectionTimeUtc": "2026-01-01T00:00:00Z"}},
  {"ruleId": "AVD-1", "level": "note", "message": {"text": "open port"}}]}]}
X
