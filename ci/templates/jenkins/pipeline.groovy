// A multibranch pipeline; the agent needs the program. A shared library has the same
// step as bylaw() (ci/templates/jenkins/vars of bylaw).
pipeline {
    agent any
    options {
        timeout(time: 15, unit: 'MINUTES')
    }
    stages {
        stage('Governance') {
            steps {
                sh '''
                    # What the last build or the change has put there is no report of this one.
                    rm -rf bylaw.xml bylaw.sarif
                    # A change request is judged by the policies of its target.
                    base=${CHANGE_TARGET:+refs/remotes/origin/$CHANGE_TARGET}
                    bylaw check ${base:+--base "$base"} --format text --format junit=bylaw.xml --format sarif=bylaw.sarif .
                '''
            }
            post {
                always {
                    junit testResults: 'bylaw.xml', allowEmptyResults: true, skipMarkingBuildUnstable: true
                    archiveArtifacts artifacts: 'bylaw.xml, bylaw.sarif', allowEmptyArchive: true
                }
            }
        }
    }
}
