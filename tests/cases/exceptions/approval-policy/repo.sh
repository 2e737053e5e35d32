. "$CASE/../../shared/signed.sh"
policy '{approvers: {critical: {from: [cto@acme.test, ciso@acme.test], count: 2}, default: {from: ["@acme/security"]}}, min_evidence: {critical: record-signature, default: trailer}, separation_of_duties: [approver!=requested_by, approver!=commit_author_of_record, approver!=author_of_finding_lines]}'
git add -A; as dev 2026-07-01 git commit -qm base; git tag strict
policy '{approvers: {critical: {from: [cto@acme.test, ciso@acme.test, dev@acme.test], count: 2}, high: {count: 2}, default: {from: ["@acme/security"]}}, min_evidence: {critical: signed-commit, default: commit}}'
git add -A; as dev 2026-07-01 git commit -qm looser; git tag looser
rmdir .bylaw/exceptions
