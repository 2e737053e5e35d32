// vars/bylaw.groovy of a shared library: bylaw(), or bylaw(policy: 'builtin:adr', failOn: 'warn').
// The agent needs the program, and Jenkins the plugins warnings-ng and junit.
def call(Map settings = [:]) {
    String reports = settings.get('reports', 'bylaw-reports')
    int status = 4
    withEnv(["BYLAW_POLICY=${settings.get('policy', '')}",
             "BYLAW_FAIL_ON=${settings.get('failOn', 'block')}",
             "BYLAW_PATH=${settings.get('path', '.')}",
             "BYLAW_REPORTS=${reports}"]) {
        // Values reach the script through the environment alone.
        status = sh(label: 'bylaw', returnStatus: true, script: '''
            set -eu
            mkdir -p "$BYLAW_REPORTS"
            # What the last build or the change has put there is no report of this one.
            rm -rf "$BYLAW_REPORTS/bylaw.sarif" "$BYLAW_REPORTS/bylaw.xml"
            set -- check --fail-on "$BYLAW_FAIL_ON" --format text \\
                --format "sarif=$BYLAW_REPORTS/bylaw.sarif" --format "junit=$BYLAW_REPORTS/bylaw.xml"
            if [ -n "$BYLAW_POLICY" ]; then set -- "$@" --policy "$BYLAW_POLICY"; fi
            # A change request is judged by the policies of its target.
            if [ -n "${CHANGE_TARGET:-}" ]; then set -- "$@" --base "refs/remotes/origin/$CHANGE_TARGET"; fi
            exec bylaw "$@" -- "$BYLAW_PATH"
        ''')
    }
    recordIssues(enabledForFailure: true, skipBlames: true,
        tools: [sarif(id: 'bylaw', name: 'Governance', pattern: "${reports}/bylaw.sarif")])
    junit(testResults: "${reports}/bylaw.xml", allowEmptyResults: true, skipMarkingBuildUnstable: true)
    archiveArtifacts(artifacts: "${reports}/bylaw.sarif, ${reports}/bylaw.xml", allowEmptyArchive: true)
    if (status == 1) {
        error('bylaw: a policy is broken')
    } else if (status != 0) {
        error("bylaw could not judge the policies (exit status ${status})")
    }
}
