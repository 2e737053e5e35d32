cat >Jenkinsfile <<'GROOVY'
@Library('platform@v4') _
pipeline {
  agent { docker { image 'maven:3.9' } }
  triggers { cron('H 2 * * *') }
  parameters { booleanParam(name: 'RELEASE', defaultValue: false) }
  stages {
    stage('Scan') {
      parallel {
        stage('Dependencies') { steps { dir('web') { sh 'npm audit' } } }
        stage('Advisory') {
          steps {
            catchError(buildResult: 'SUCCESS') { sh 'trivy fs --exit-code 1 .' }
            snykSecurity failOnIssues: false, severity: 'high'
          }
        }
      }
    }
    stage('Off') { when { expression { false } } steps { sh 'gitleaks detect' } }
    stage('Release') { when { expression { params.RELEASE } } steps { sh 'make release' } }
    // stage('Gone') { steps { sh 'semgrep ci' } }
  }
}
GROOVY
mkdir ci
echo "buildPlugin(jdk: 17)" >ci/plugin.jenkinsfile
echo "node { sh 'unclosed }" >ci/broken.jenkinsfile
git add -A
git commit -qm pipeline
