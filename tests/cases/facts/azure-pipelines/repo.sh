mkdir -p ci
cat >azure-pipelines.yml <<'YAML'
trigger:
  branches: {include: [main]}
variables:
  LEVEL: high
jobs:
  - template: ci/scan.yml
    parameters: {name: scan, block: true}
YAML
cat >azure-pipelines-nightly.yml <<'YAML'
trigger: none
pr: none
schedules:
  - cron: '0 2 * * *'
    branches: {include: [main]}
jobs:
  - template: ci/scan.yml
    parameters: {name: scan, block: false}
  - template: shared/publish.yml@platform
resources:
  repositories:
    - {repository: platform, type: git, name: acme/templates, ref: refs/tags/v3}
YAML
cat >azure-pipelines-manual.yml <<'YAML'
trigger: none
pr: none
steps:
  - script: terraform destroy
YAML
cat >ci/scan.yml <<'YAML'
parameters:
  - {name: name, type: string}
  - {name: block, type: boolean, default: false}
jobs:
  - job: ${{ parameters.name }}
    steps:
      - task: SnykSecurityScan@1
        inputs:
          failOnIssues: ${{ parameters.block }}
      - bash: npm audit --audit-level=$LEVEL
        condition: and(succeeded(), ne(variables['Build.Reason'], 'Schedule'))
      - ${{ if eq(parameters.block, true) }}:
        - bash: trivy fs --exit-code 1 .
YAML
git add -A
git commit -qm pipelines
