# Sourced by repo.sh of cases: a repository whose policy asks for images of its own
# registry.
mkdir -p .bylaw/rules .bylaw/policies .bylaw/exceptions legacy
cat > .bylaw/rules/ACM001-own-base-images.yml <<'EOF'
bylaw: 1
id: ACM001
name: own-base-images
title: What is shipped is built on an image of our own registry
severity: medium
why: Our base images are patched within a day.
fix: Build the last stage on an image of registry.acme.example.
for_each: {fact: dockerfile_stage}
where: {final: true}
require: {image: {starts_with: registry.acme.example/}}
on_empty: not_applicable
message: "'{path}' ships '{image}'."
EOF
cat > .bylaw/policies/acme.yml <<'EOF'
bylaw: 1
policy: acme
version: 1.0.0
title: What acme keeps
owner: platform
rules: [ACM001]
EOF
printf 'bylaw: 1\npolicies: [acme]\n' > .bylaw.yml
