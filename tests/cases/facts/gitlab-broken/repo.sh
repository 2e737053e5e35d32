cat > .gitlab-ci.yml <<'END'
include:
  - project: platform/pipelines
    file: /go.yml
build:
  extends: .go-build
  script: make
test:
  extends: .no-such-job
  script: make test
END
git add -A
git commit -qm first
