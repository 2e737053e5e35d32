// jenkins.groovy FILE [NAME=VALUE...] - runs a shared library's step (its call, with
// the settings) or a declarative pipeline, over steps that do what Jenkins does with a
// shell and print what they were asked. The exit status is 1 when the build fails.
import org.codehaus.groovy.control.CompilerConfiguration

class Failed extends Exception {
    Failed(String message) { super(message) }
}

abstract class Steps extends Script {
    static Map variables = [:]

    def withEnv(List<String> pairs, Closure body) {
        pairs.each { variables[it.split('=', 2)[0]] = it.split('=', 2)[1] }
        body()
    }
    def sh(String script) {
        int status = sh(script: script, returnStatus: true)
        if (status != 0) { throw new Failed("script ended with ${status}") }
    }
    def sh(Map asked) {
        ProcessBuilder builder = new ProcessBuilder('sh', '-xe', '-c', asked.script as String)
        builder.environment().putAll(variables)
        return builder.inheritIO().start().waitFor()
    }
    def error(String message) { throw new Failed(message) }
    def sarif(Map asked) { asked }
    def recordIssues(Map asked) { println "recordIssues ${asked.tools*.pattern}" }
    def junit(Map asked) { println "junit ${asked.testResults}" }
    def archiveArtifacts(Map asked) { println "archiveArtifacts ${asked.artifacts}" }
    def getAny() { 'any' }
    def agent(String which) { }
    def options(Closure body) { body() }
    def timeout(Map asked) { println "timeout ${asked.time} ${asked.unit}" }
    def pipeline(Closure body) { body() }
    def stages(Closure body) { body() }
    def stage(String name, Closure body) {
        println "stage ${name}"
        body()
        if (failure) { throw failure }
    }
    static Failed failure
    // What is to be done afterwards stands after the steps and is done when they fail.
    def steps(Closure body) {
        try { body() } catch (Failed one) { failure = one }
    }
    def post(Closure body) { body() }
    def always(Closure body) { body() }
}

CompilerConfiguration configuration = new CompilerConfiguration()
configuration.scriptBaseClass = 'Steps'
Map settings = args.drop(1).collectEntries { it.split('=', 2) as List }
try {
    Script script = new GroovyShell(Steps.classLoader, new Binding(), configuration).parse(new File(args[0]))
    if (script.metaClass.respondsTo(script, 'call', Map)) {
        script.call(settings)
    } else {
        script.run()
    }
} catch (Failed failure) {
    println "failed: ${failure.message}"
    System.exit(1)
}
