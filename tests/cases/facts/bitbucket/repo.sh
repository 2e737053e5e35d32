cat > bitbucket-pipelines.yml <<'END'
image: node:20
definitions:
  steps:
    - step: &test
        name: Test
        script:
          - npm ci
          - cd app
          - npm test
          - pipe: snyk/snyk-scan:1.0.1
            variables:
              LANGUAGE: npm
              DONT_BREAK_BUILD: "true"
pipelines:
  default:
    - step: *test
    - step:
        name: Deploy
        trigger: manual
        deployment: production
        script: [make deploy]
    - step:
        name: Smoke
        script: [make smoke || true]
  custom:
    nightly:
      - step: *test
END
git add -A
git commit -qm first
