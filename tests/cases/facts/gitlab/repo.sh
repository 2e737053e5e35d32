mkdir -p ci
cat > .gitlab-ci.yml <<'END'
include:
  - local: /ci/*.yml
  - template: Jobs/SAST.gitlab-ci.yml
default:
  image: python:3.12
  before_script:
    - pip install -r requirements.txt
variables:
  RUN_SLOW: "no"
.on-request:
  rules:
    - if: $CI_PIPELINE_SOURCE == "merge_request_event"
test:
  extends: .on-request
  script:
    - |
      cd src
      pytest
audit:
  script: [!reference [.setup, script], pip-audit]
  allow_failure: true
slow:
  script: make slow
  rules:
    - if: $RUN_SLOW == "yes"
app:
  extends: .in-app
  script:
    - cd $TARGET
    - npm audit
all services:
  parallel:
    matrix:
      - SERVICE: [api, web]
  script: cd $SERVICE && npm audit
deploy:
  script: make deploy
  when: manual
  environment: production
semgrep-sast:
  rules:
    - when: never
.forgotten:
  script: semgrep ci
children:
  trigger: {include: child.yml, strategy: depend}
END
printf 'include: [{template: Jobs/Secret-Detection.gitlab-ci.yml}]\n.in-app:\n  variables: {TARGET: app}\n.setup:\n  script: [pip install pip-audit]\nlint:\n  script: ruff check\n  rules:\n    - exists: [ruff.toml]\n' > ci/more.yml
printf 'scan:\n  script: trivy fs .\n  only: [schedules]\nbuild:\n  script: make\n' > child.yml
git add -A
git commit -qm first
