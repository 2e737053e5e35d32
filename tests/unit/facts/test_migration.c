#include "rows.h"

static const char fields[] = "tool side state reason";

static void functions_of_languages(void **state)
{
    (void)state;
    static const struct {
        const char *path, *content, *expected;
    } samples[] = {
        {"alembic/versions/a.py",
         "down_revision = None\ndef upgrade():\n    op.f()\ndef downgrade(\n    x=1,\n):\n"
         "    \"\"\"Back.\"\"\"\n    pass\n",
         "alembic/versions/a.py:4 Alembic both empty none\n"},
        {"alembic/versions/a.py",
         "down_revision = None\ndef upgrade():\n    op.f('def downgrade(')\n",
         "alembic/versions/a.py:2 Alembic both missing none\n"},
        {"alembic/versions/a.py",
         "down_revision = None\ndef upgrade():\n    op.f()\ndef downgrade():\n"
         "    # the old keys are gone, which cannot be undone\n    pass\n",
         "alembic/versions/a.py:4 Alembic both irreversible # the old keys are gone, which cannot "
         "be undone\n"},
        {"alembic/versions/a.py",
         "down_revision = ('a', 'b')\ndef upgrade():\n    pass\ndef downgrade(): pass\n",
         "alembic/versions/a.py:2 Alembic both nothing none\n"},
        {"a/migrations/1.py",
         "class M(migrations.Migration):\n    operations = [migrations.RunSQL('a, b',\n"
         "        state_operations=[x, y])]\n",
         "a/migrations/1.py:2 Django both missing none\n"},
        {"a/migrations/1.py",
         "class M(migrations.Migration):\n    operations = [migrations.RunSQL('a', "
         "reverse_sql='b'), migrations.RunPython(f, g)]\n",
         "a/migrations/1.py:1 Django both automatic none\n"},
        {"db/migrate/1.rb",
         "class A < Migration[7.1]\n  def up\n    execute <<~SQL\n      it's\n    SQL\n  end\n"
         "  def down; end\nend\n",
         "db/migrate/1.rb:7 Rails both empty none\n"},
        {"db/migrate/1.rb",
         "class A < Migration[7.1]\n  def change\n    reversible do |dir|\n      dir.up { execute "
         "'a' }\n    end\n  end\nend\n",
         "db/migrate/1.rb:2 Rails both automatic none\n"},
        {"migrations/1.js",
         "exports.up = (knex) => knex.f();\nexports.down = () => "
         "Promise.resolve();\n",
         "migrations/1.js:2 Knex both empty none\n"},
        {"migrations/1.js",
         "exports.up = function (knex) { return knex.f(); };\nexports.down = function (knex) {\n"
         "  // return knex.g();\n};\n",
         "migrations/1.js:2 Knex both empty none\n"},
        {"migrations/1.js",
         "module.exports = {\n  up: async (queryInterface) => { f('}'); },\n"
         "  async down(queryInterface) { throw new Error('no'); },\n};\n",
         "migrations/1.js:3 Sequelize both refused none\n"},
        {"migrations/1.ts", "export const a = 1;\nthis.down();\n", ""},
        {"src/Migrations/A.cs",
         "class A : Migration {\n protected override void Up(MigrationBuilder b) { b.F(@\"\\\"); "
         "}\n protected override void Down(MigrationBuilder b) { b.G(); }\n}\n",
         "src/Migrations/A.cs:3 Entity Framework both present none\n"},
        {"database/migrations/1.php",
         "<?php\nreturn new class extends Migration {\n public "
         "function up(): void { f(); }\n};\n",
         "database/migrations/1.php:3 Laravel both missing none\n"},
    };
    for (size_t i = 0; i < sizeof(samples) / sizeof(samples[0]); i++)
        assert_rows_of(samples[i].path, samples[i].content, "migration_part", fields,
                       samples[i].expected);
}

static void files_of_sql(void **state)
{
    (void)state;
    assert_rows_of("migrations/1_a.sql",
                   "-- +goose Up\nCREATE TABLE a (i INT);\n-- +goose Down\nSELECT 1;\n",
                   "migration_part", fields, "migrations/1_a.sql:3 goose both empty none\n");
    assert_rows_of("migrations/1_a.sql", "-- migrate:up\nA;\n-- migrate:down\nDROP TABLE a;\n",
                   "migration_part", fields, "migrations/1_a.sql:3 dbmate both present none\n");
    assert_rows_of("changelog/a.sql",
                   "--liquibase formatted sql\n--changeset a:1\nA;\n--rollback B;\n"
                   "--changeset a:2\nC;\n",
                   "migration_part", fields, "changelog/a.sql:5 Liquibase both missing none\n");
    assert_rows_of("db/V1__a.sql", "-- irreversible: the rows are merged\nA;\n", "migration_part",
                   fields, "db/V1__a.sql:1 Flyway up irreversible the rows are merged\n");
    assert_rows_of("migrations/0001_a/down.sql", "/* one\n */ BEGIN;\n-- DROP TABLE a;\nCOMMIT;\n",
                   "migration_part", fields,
                   "migrations/0001_a/down.sql:1 Diesel down empty none\n");
    assert_rows_of("migrations/readme.sql", "A;\n", "migration_part", fields, "");
}

#define CHANGELOG(sets) "<databaseChangeLog>\n" sets "</databaseChangeLog>\n"

static void changelogs_of_liquibase(void **state)
{
    (void)state;
    static const struct {
        const char *path, *content, *expected;
    } samples[] = {
        {"a.xml",
         CHANGELOG("<changeSet id=\"1\"><createTable/></changeSet>\n"
                   "<changeSet id=\"2\"><addColumn/><createIndex/></changeSet>\n"),
         "a.xml:2 Liquibase both automatic none\n"},
        {"a.xml",
         CHANGELOG("<changeSet id=\"1\"><createTable/></changeSet>\n"
                   "<changeSet id=\"2\"><addColumn/><insert/></changeSet>\n"
                   "<changeSet id=\"3\"><sql>DROP x</sql><rollback/></changeSet>\n"),
         "a.xml:3 Liquibase both missing none\n"},
        {"a.xml",
         CHANGELOG("<changeSet id=\"1\"><sql dbms=\"a\">DROP TABLE x</sql>\n"
                   "<rollback>CREATE TABLE x (i INT)</rollback></changeSet>\n"),
         "a.xml:2 Liquibase both present none\n"},
        {"a.xml",
         CHANGELOG("<changeSet id=\"1\"><dropTable/>\n"
                   "<rollback changeSetId=\"0\" changeSetAuthor=\"a\"/></changeSet>\n"),
         "a.xml:2 Liquibase both present none\n"},
        {"a.xml",
         CHANGELOG("<changeSet id=\"1\"><dropTable/>\n"
                   "<rollback><createTable/></rollback></changeSet>\n"),
         "a.xml:2 Liquibase both present none\n"},
        {"a.xml", CHANGELOG("<changeSet id=\"1\"><createTable/><rollback/></changeSet>\n"),
         "a.xml:2 Liquibase both empty none\n"},
        {"a.xml",
         CHANGELOG("<changeSet id=\"1\"><insert/><rollback><empty/><sql/>"
                   "<sql>-- later\n</sql></rollback></changeSet>\n"),
         "a.xml:2 Liquibase both empty none\n"},
        {"a.xml",
         CHANGELOG("<changeSet id=\"1\"><insert/><rollback><sql/><sql>DELETE FROM a</sql>"
                   "</rollback></changeSet>\n"),
         "a.xml:2 Liquibase both present none\n"},
        {"a.xml",
         CHANGELOG("<changeSet id=\"1\">\n<!-- irreversible: the rates are merged -->\n"
                   "<delete/></changeSet>\n"),
         "a.xml:2 Liquibase both irreversible the rates are merged\n"},
        {"a.xml",
         CHANGELOG("<changeSet id=\"1\">\n<!-- irreversible: the rates are merged -->\n"
                   "<delete/></changeSet>\n<changeSet id=\"2\"><delete/></changeSet>\n"),
         "a.xml:5 Liquibase both missing none\n"},
        {"a.xml", CHANGELOG("<changeSet id=\"1\"><tagDatabase/><sql/><preConditions/></changeSet>"),
         "a.xml:2 Liquibase both nothing none\n"},
        {"a.xml", CHANGELOG("<changeSet id=\"1\"><ext:thing xmlns:ext=\"a\"/></changeSet>"),
         "a.xml:2 Liquibase both unknown none\n"},
        {"a.xml", CHANGELOG("<include file=\"b.xml\"/>\n"), ""},
        {"a.xml", "<databaseChangeLog>", "a.xml gap\n"},
        {"a.yaml",
         "databaseChangeLog:\n- changeSet:\n    id: 1\n    changes:\n"
         "    - createTable: {tableName: a}\n"
         "- changeSet:\n    id: 2\n    changes:\n    - dropTable: {tableName: a}\n"
         "    rollback:\n    - sql: {sql: CREATE TABLE a (i INT)}\n",
         "a.yaml:6 Liquibase both present none\n"},
        {"a.yaml",
         "databaseChangeLog:\n- changeSet:\n    id: 1\n    changes:\n"
         "    # irreversible: the rows are gone\n    - delete: {tableName: a}\n"
         "- changeSet:\n    id: 2\n    changes: [{delete: {tableName: b}}]\n",
         "a.yaml:7 Liquibase both missing none\n"},
        {"a.json",
         "{\"databaseChangeLog\": [{\"changeSet\": {\"changes\": "
         "[{\"insert\": {}}], \"rollback\": \"-- none\"}}]}",
         "a.json:1 Liquibase both empty none\n"},
    };
    for (size_t i = 0; i < sizeof(samples) / sizeof(samples[0]); i++)
        assert_rows_of(samples[i].path, samples[i].content, "migration_part", fields,
                       samples[i].expected);
}

static void both_sides_are_joined(void **state)
{
    (void)state;
    struct world world;
    world_start(&world);
    world_add(&world, "a/migrations/0001_a/up.sql", "CREATE TABLE a (i INT);\n");
    world_add(&world, "a/migrations/0001_a/down.sql", "DROP TABLE a;\n");
    world_add(&world, "b/migrations/01_a.up.sql", "CREATE TABLE a (i INT);\n");
    world_add(&world, "c/V1__a.sql", "CREATE TABLE a (i INT);\n");
    world_add(&world, "c/U1__other.sql", "DROP TABLE a;\n");
    world_add(&world, "d/migrations/1_a/migration.sql", "CREATE TABLE a (i INT);\n");
    assert_string_equal(world_rows(&world, "migration", "tool state back added since"),
                        "a/migrations/0001_a/up.sql:1 Diesel present a/migrations/0001_a/down.sql "
                        "true the first commit\n"
                        "b/migrations/01_a.up.sql:1 golang-migrate missing none true the first "
                        "commit\n"
                        "c/V1__a.sql:1 Flyway present c/U1__other.sql true the first commit\n"
                        "d/migrations/1_a/migration.sql:1 Prisma no_undo none true the first "
                        "commit\n");
    world_end(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(functions_of_languages),
        cmocka_unit_test(files_of_sql),
        cmocka_unit_test(changelogs_of_liquibase),
        cmocka_unit_test(both_sides_are_joined),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
