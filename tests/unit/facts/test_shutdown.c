#include "rows.h"

static const struct {
    const char *path, *content, *expected;
} samples[] = {
    {"a.go", "package main\nfunc f() { signal.Notify(c,\n os.Interrupt, syscall.SIGTERM) }\n",
     "a.go:2 signal.Notify( true\n"},
    {"a.go", "package a\nvar ends = []os.Signal{syscall.SIGTERM}\n", "a.go:2 os.Signal{ false\n"},
    {"a.go", "package a\nvar stop = ctrl.SetupSignalHandler()\n",
     "a.go:2 SetupSignalHandler( false\n"},
    {"a.go", "package a\n// signal.Notify(c, syscall.SIGTERM)\n", ""},
    {"a.go", "package a\nvar a = \"signal.Notify(c, syscall.SIGTERM)\"\n", ""},
    {"a.go", "package a\nfunc f() { signal.Notify(c, os.Interrupt)\n p.Signal(syscall.SIGTERM) }\n",
     ""},
    {"a.go", "package a\nfunc f() { signal.Notify(c, MY_SIGTERM, SIGTERMS) }\n", ""},
    {"a.js", "process.on(\"SIGTERM\", stop);\n", "a.js:1 process.on( false\n"},
    {"a.ts", "for (const s of ['SIGINT', 'SIGTERM']) process.on(s, stop);\n",
     "a.ts:1 process.on( false\n"},
    {"a.js", "process.on('SIGINT', stop); // 'SIGTERM'\nlog('on SIGTERM we end');\n", ""},
    {"a.js", "process.on('exit', f);\nchild.kill('SIGTERM');\n", ""},
    {"a.ts", "app.enableShutdownHooks();\n", "a.ts:1 enableShutdownHooks( false\n"},
    {"a.py", "import signal\nsignal.signal(signal.SIGTERM, stop)\n", "a.py:2 signal( false\n"},
    {"a.py", "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n", ""},
    {"a.py", "\"\"\"signal(SIGTERM)\"\"\"\nos.kill(pid, signal.SIGTERM)\n", ""},
    {"A.java", "Runtime.getRuntime().addShutdownHook(t);\n", "A.java:1 addShutdownHook( false\n"},
    {"A.cs", "var builder = WebApplication.CreateBuilder(args);\n",
     "A.cs:1 WebApplication.Create false\n"},
    {"A.cs", "var a = MyHost.CreateThing();\n", ""},
    {"a.rb", "trap('TERM') { stop }\n", "a.rb:1 trap( false\n"},
    {"a.rb", "trap('INT') { stop }\n", ""},
    {"a.rs", "fn f<'a>() { signal(SignalKind::terminate()) }\n",
     "a.rs:1 SignalKind::terminate false\n"},
    {"a.rs", "// SignalKind::terminate\n", ""},
    {"a.sh", "trap stop TERM\n", "a.sh:1 trap false\n"},
    {"a.sh", "# trap stop TERM\necho TERM\n", ""},
    {"a/application.yml", "server:\n  shutdown: graceful\n",
     "a/application.yml:2 shutdown: graceful false\n"},
    {"a/application.yml", "# shutdown: graceful\n", ""},
    {"Dockerfile",
     "FROM nginx\nFROM --platform=a acme.io/python:3@sha256:1\nCMD gunicorn \\\n a:b\n",
     "Dockerfile:3 gunicorn false\n"},
    {"Dockerfile", "FROM docker.io/library/nginx:1.27\n", "Dockerfile:1 nginx false\n"},
    {"Dockerfile", "FROM nginx\nFROM scratch\nRUN pip install gunicorn\n# CMD gunicorn\n", ""},
};

static void ends_are_found(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(samples) / sizeof(samples[0]); i++)
        assert_rows_of(samples[i].path, samples[i].content, "shutdown_handler", "way alone",
                       samples[i].expected);
}

static void code_belongs_to_programs(void **state)
{
    (void)state;
    struct world world;
    world_start(&world);
    world_add(&world, "package.json", "{\"repository\": \"https://github.com/acme/shop\"}");
    world_add(&world, "Dockerfile", "FROM scratch\n");
    world_add(&world, "index.js", "process.on('SIGTERM', stop);\n");
    world_add(&world, "a/package.json", "{}");
    world_add(&world, "a/Dockerfile", "FROM scratch\n");
    world_add(&world, "a/a.js", "process.on('SIGTERM', stop);\n");
    world_add(&world, "b/package.json", "{}");
    world_add(&world, "b/Dockerfile.pay", "FROM scratch\n");
    world_add(&world, "b/b.js", "f();\n");
    assert_string_equal(world_rows(&world, "program", "names handles_end handler shared_handler"),
                        "Dockerfile:1 shop true index.js none\n"
                        "a/Dockerfile:1 a true a/a.js none\n"
                        "b/Dockerfile.pay:1 pay, b false none index.js\n");
    world_end(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ends_are_found),
        cmocka_unit_test(code_belongs_to_programs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
