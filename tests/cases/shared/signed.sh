# Sourced by repo.sh of cases: a repository whose policy asks for approvals that a key
# proves, the keys of three people beside it, and a record that a requester committed.
for who in cto ciso dev; do ssh-keygen -q -N '' -C "$who" -t ed25519 -f "../$who"; done
as() { # as WHO DAY COMMAND...: author and committer of a commit
    GIT_AUTHOR_NAME=$1 GIT_AUTHOR_EMAIL=$1@acme.test GIT_AUTHOR_DATE=$2T09:00:00Z \
    GIT_COMMITTER_NAME=$1 GIT_COMMITTER_EMAIL=$1@acme.test GIT_COMMITTER_DATE=$2T09:00:00Z "${@:3}"
}
record() { # record NUMBER APPROVALS EXPIRES
    mkdir -p .bylaw/exceptions
    cat > ".bylaw/exceptions/EXC-2026-000$1.yml" <<Y
bylaw: 1
id: EXC-2026-000$1
rules: [ACM001]
scope: {paths: [legacy$1/**]}
justification: The vendor builds this service on Alpine until the migration in September.
owner: pay@acme.test
requested_by: dev@acme.test
approvals: [$2]
valid_from: 2026-07-01
expires: $3
Y
    mkdir -p "legacy$1"; echo "FROM alpine" > "legacy$1/Dockerfile"
}
mkdir -p .bylaw/policies .bylaw/rules .bylaw/exceptions
for who in cto ciso; do
    echo "$who@acme.test namespaces=\"bylaw,git\" $(cut -d' ' -f1,2 "../$who.pub")"
done > .bylaw/allowed_signers
printf 'bylaw: 1\npolicies: [acme]\n' > .bylaw.yml
cat > .bylaw/rules/ACM001-no-images.yml <<'Y'
bylaw: 1
id: ACM001
name: no-images
title: No image is built here
severity: medium
why: Images are built elsewhere.
fix: Build the image below images/, where it is scanned.
for_each: {files: '**/Dockerfile'}
require: {path: {glob: 'images/**'}}
on_empty: pass
message: "'{path}' builds an image."
Y
policy() { # policy LIMITS
    cat > .bylaw/policies/acme.yml <<Y
bylaw: 1
policy: acme
version: 1.0.0
title: What acme keeps
owner: platform
enforcement: block
rules: [ACM001]
exceptions: $1
Y
}
