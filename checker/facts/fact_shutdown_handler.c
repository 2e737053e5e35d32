/* shutdown_handler - files whose code is run when the program is told to end. */
#include "facts/gather.h"
#include "facts/paths.h"
#include "facts/shutdown.h"

static const struct fact_field fields[] = {
    [SHUTDOWN_HANDLER_WAY] = {"way", {.kind = TYPE_TEXT}, false, "The call or setting."},
    [SHUTDOWN_HANDLER_ALONE] = {"alone",
                                {.kind = TYPE_BOOLEAN},
                                false,
                                "a main package of Go, which no other program can use"},
    [SHUTDOWN_HANDLER_TEST] = {"test",
                               {.kind = TYPE_BOOLEAN},
                               false,
                               "stands where test material, examples and documents stand"},
    [SHUTDOWN_HANDLER_VENDORED] = {"vendored",
                                   {.kind = TYPE_BOOLEAN},
                                   false,
                                   "others' code, by .gitattributes or convention"},
    {0},
};

const struct fact_kind fact_kind_shutdown_handler = {
    .name = "shutdown_handler",
    .summary = "Code that is run on SIGTERM, or a server that ends in peace by itself.",
    .key = (const char *const[]){"path", NULL},
    .fields = fields,
};

static void set_place(struct value *cells, const struct fact_file *file)
{
    cells[SHUTDOWN_HANDLER_TEST] = value_boolean(
        path_is_test(file->path) || snapshot_is_documentation(file->snapshot, file->path));
    cells[SHUTDOWN_HANDLER_VENDORED] =
        value_boolean(snapshot_is_vendored(file->snapshot, file->path));
}

static void recognise(struct fact_writer *writer, struct fact_file *file)
{
    enum unknown_class class;
    const char *reason = fact_file_unreadable(file, &class);
    if (file->content.state == CONTENT_LINK || file->content.state == CONTENT_SUBMODULE)
        return;
    if (reason) {
        if (shutdown_is_source(file->path))
            set_place(fact_add_gap(writer, &fact_kind_shutdown_handler, NULL, class, reason)->cells,
                      file);
        return;
    }
    struct arena scratch;
    arena_init(&scratch, file->content.text.size + 4096);
    uint32_t line = 1;
    const char *way = shutdown_way(&scratch, file->path, file->content.text, &line);
    if (way) {
        struct value *cells = fact_add(writer, &fact_kind_shutdown_handler, NULL, line, 1)->cells;
        cells[SHUTDOWN_HANDLER_WAY] =
            value_text(arena_copy(fact_arena(writer), text_trim(text_of(way))));
        cells[SHUTDOWN_HANDLER_ALONE] =
            value_boolean(shutdown_is_main(file->path, file->content.text));
        set_place(cells, file);
    }
    arena_release(&scratch);
}

FACT(shutdown_handler) = {
    .name = "shutdown_handler",
    .area = FACT_AREA_WORKLOADS,
    .summary = "Code that handles the end of a program.",
    .version = 1,
    .kinds = (const struct fact_kind *const[]){&fact_kind_shutdown_handler, NULL},
    .paths =
        (const char *const[]){"*.{go,js,mjs,cjs,ts,mts,java,kt,scala,groovy,cs,php,py,rb,rs,sh}",
                              "*.properties", "application*.{yml,yaml}", "[Dd]ockerfile",
                              "[Dd]ockerfile[.-]*", "*.[Dd]ockerfile", "[Cc]ontainerfile*", NULL},
    .literals = (const char *const[]){"SIGTERM",
                                      "TERM",
                                      "SignalHandler(",
                                      "signals.NewHandler(",
                                      "ShutdownHook",
                                      "createTerminus",
                                      "closeWithGrace",
                                      "@PreDestroy",
                                      "CoordinatedShutdown",
                                      "ApplicationStopping",
                                      "PosixSignalRegistration",
                                      "ProcessExit",
                                      "Host.Create",
                                      "WebApplication.Create",
                                      "uvicorn",
                                      "run_app(",
                                      "SignalKind::terminate",
                                      "HttpServer::new",
                                      "gunicorn",
                                      "hypercorn",
                                      "puma",
                                      "caddy",
                                      "nginx",
                                      "httpd",
                                      "graceful",
                                      "quarkus.shutdown",
                                      NULL},
    .recognise_file = recognise,
    .judges_lost_content = true,
};
