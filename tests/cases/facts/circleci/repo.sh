mkdir -p .circleci
cat >.circleci/config.yml <<'YAML'
version: 2.1
orbs:
  snyk: snyk/snyk@2.1.0
commands:
  audit:
    parameters: {folder: {type: string, default: .}}
    steps:
      - run:
          working_directory: << parameters.folder >>
          command: npm audit
jobs:
  test:
    docker: [{image: 'cimg/node:20.11'}]
    steps:
      - checkout
      - audit
      - audit: {folder: web}
      - run: trivy fs . || true
      - snyk/scan: {severity-threshold: high, fail-on-issues: false}
  deploy:
    docker: [{image: 'cimg/base:stable'}]
    steps: [{run: make deploy}]
  forgotten:
    docker: [{image: 'cimg/base:stable'}]
    steps: [{run: gitleaks detect}]
workflows:
  main:
    jobs:
      - test
      - hold: {type: approval, requires: [test]}
      - deploy: {requires: [hold]}
  release:
    jobs:
      - test: {filters: {branches: {ignore: /.*/}, tags: {only: /v.*/}}}
YAML
git add -A
git commit -qm config
