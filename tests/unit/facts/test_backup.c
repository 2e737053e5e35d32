#include "rows.h"

static struct world world;

static void stores_of_terraform_are_judged_by_their_settings(void **state)
{
    (void)state;
    world_start(&world);
    world_add(&world, "a.tf",
              "resource \"aws_db_instance\" \"a\" {}\n"
              "resource \"aws_db_instance\" \"b\" { backup_retention_period = 7 }\n"
              "resource \"aws_db_instance\" \"c\" { replicate_source_db = \"b\" }\n"
              "resource \"aws_db_instance\" \"d\" { backup_retention_period = var.x }\n"
              "resource \"aws_rds_cluster\" \"e\" {}\n"
              "resource \"aws_rds_cluster\" \"f\" { backup_retention_period = 0 }\n"
              "resource \"aws_dynamodb_table\" \"g\" {\n  point_in_time_recovery {\n"
              "    enabled = true\n  }\n}\n"
              "resource \"google_sql_database_instance\" \"h\" {\n  settings {\n"
              "    backup_configuration {\n      enabled = false\n    }\n  }\n}\n"
              "resource \"aws_ebs_volume\" \"i\" {}\n"
              "resource \"aws_ebs_volume\" \"cache\" {}\n"
              "resource \"aws_backup_plan\" \"p\" {}\n"
              "module \"m\" { source = \"acme/backup/aws\" }\n"
              "module \"own\" { source = \"./backup\" }\n");
    assert_world_rows(
        &world, "data_store", "name saved",
        "a.tf:1 a false\na.tf:2 b true\na.tf:4 d unknown\na.tf:5 e true\na.tf:6 f false\n"
        "a.tf:7 g true\na.tf:12 h false\na.tf:19 i none\n");
    assert_world_rows(&world, "backup", "name enabled scheduled",
                      "a.tf:21 p true true\na.tf:22 m unknown true\n");
    world_end(&world);
}

static void objects_and_stacks_are_read(void **state)
{
    (void)state;
    world_start(&world);
    world_add(&world, "a.yaml",
              "apiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: a}\n"
              "spec: {volumeClaimTemplates: [{}]}\n---\n"
              "apiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: none}\nspec: {}\n---\n"
              "apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: b}\n---\n"
              "apiVersion: postgresql.cnpg.io/v1\nkind: Cluster\nmetadata: {name: c}\n---\n"
              "apiVersion: x/v1\nkind: PerconaXtraDBCluster\nmetadata: {name: d}\n"
              "spec: {backup: {schedule: [{name: daily}]}}\n");
    world_add(
        &world, "b.yaml",
        "apiVersion: postgresql.cnpg.io/v1\nkind: ScheduledBackup\nmetadata: {name: a}\n"
        "spec: {schedule: '0 0 0 * * *'}\n---\n"
        "apiVersion: velero.io/v1\nkind: Schedule\nmetadata: {name: b}\n"
        "spec: {schedule: x, paused: true}\n---\n"
        "apiVersion: velero.io/v1\nkind: Backup\nmetadata: {name: once}\nspec: {}\n---\n"
        "apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: c}\nspec: {jobTemplate: {spec: "
        "{template: {spec: {containers: [{name: x, args: ['/usr/bin/pg_dump -Fc pay']}]}}}}}\n"
        "---\napiVersion: batch/v1\nkind: CronJob\nmetadata: {name: d}\nspec: {jobTemplate: "
        "{spec: {template: {spec: {containers: [{name: x, args: [my-pg_dumper]}]}}}}}\n---\n"
        "apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: e}\nspec: {jobTemplate: {spec: "
        "{template: {spec: {containers: [{name: x, command: [sh, -c, restic restore "
        "latest]}]}}}}}\n");
    world_add(&world, "c.yaml",
              "Resources:\n  A:\n    Type: AWS::RDS::DBInstance\n"
              "    Properties: {BackupRetentionPeriod: 0}\n  B:\n    Type: AWS::DynamoDB::Table\n"
              "  C: {Type: AWS::Backup::BackupPlan}\n");
    assert_world_rows(&world, "data_store", "name saved",
                      "a.yaml:1 a none\na.yaml:11 b none\na.yaml:15 c none\na.yaml:19 d true\n"
                      "c.yaml:2 A false\nc.yaml:5 B false\n");
    assert_world_rows(&world, "backup", "name enabled scheduled",
                      "b.yaml:1 a true true\nb.yaml:6 b false true\nb.yaml:16 c true true\n"
                      "c.yaml:7 C true true\n");
    assert_world_rows(&world, "restore_record", "source date text", "b.yaml:26 job none e\n");
    world_end(&world);
}

static void workflows_crontabs_and_scripts_are_read(void **state)
{
    (void)state;
    world_start(&world);
    world_add(
        &world, ".github/workflows/a.yml",
        "name: Save\non:\n  schedule: [{cron: x}]\njobs:\n  a: {steps: [{run: mysqldump a}]}\n");
    world_add(&world, ".github/workflows/b.yml",
              "name: Push\non: push\njobs:\n  a: {steps: [{run: mysqldump a}]}\n");
    world_add(
        &world, ".github/workflows/c.yml",
        "name: Try\non:\n  schedule: [{cron: x}]\njobs:\n  a: {steps: [{run: pg_restore a}]}\n");
    world_add(&world, "crontab", "# 0 0 * * * pg_dump a\n0 1 * * * restic backup /srv\n");
    world_add(&world, "save.sh", "#!/bin/sh\n# pg_dump\npg_dump a\npg_dump b\n");
    assert_world_rows(
        &world, "backup", "sort name scheduled",
        ".github/workflows/a.yml:3 workflow Save true\ncrontab:2 crontab crontab true\n"
        "save.sh:3 script save.sh false\n");
    assert_world_rows(&world, "restore_record", "source text",
                      ".github/workflows/c.yml:3 job Try\n");
    world_end(&world);
}

static void folders_of_migrations_are_stores(void **state)
{
    (void)state;
    world_start(&world);
    world_add(&world, "db/migrate/20260101_a.rb", "x");
    world_add(&world, "db/migrate/20260102_b.rb", "x");
    world_add(&world, "p/migrations/1_a/migration.sql", "x");
    world_add(&world, "q/migrations/0001_a.py", "x");
    world_add(&world, "q/migrations/__init__.py", "x");
    world_add(&world, "r/versions/0001_a.py", "x");
    world_add(&world, "s/alembic/versions/01ab_a.py", "x");
    world_add(&world, "t/migration/V1__a.sql", "x");
    world_add(&world, "tests/migrations/0001_a.py", "x");
    world_add(&world, "u/migrations/README.md", "x");
    assert_world_rows(&world, "data_store", "name test",
                      "db/migrate/20260101_a.rb:1 db/migrate false\n"
                      "p/migrations/1_a/migration.sql:1 p/migrations false\n"
                      "q/migrations/0001_a.py:1 q/migrations false\n"
                      "s/alembic/versions/01ab_a.py:1 s/alembic/versions false\n"
                      "t/migration/V1__a.sql:1 t/migration false\n"
                      "tests/migrations/0001_a.py:1 tests/migrations true\n");
    world_end(&world);
}

static void what_is_rendered_is_a_gap(void **state)
{
    (void)state;
    world_start(&world);
    world_add(&world, "c/Chart.yaml", "name: c\n");
    world_add(&world, "c/templates/a.yaml", "kind: StatefulSet\nx: {{ y }}\n");
    world_add(&world, "c/templates/b.yaml", "x: {}\nref:\n  kind: StatefulSet\n");
    world_add(&world, "c/templates/c.yaml", "kind: CronJob\nx: pg_dump {{ y }}\n");
    world_add(&world, "dev/a.tf", "resource \"aws_db_instance\" \"a\" {}\n");
    world_add(&world, "c/templates/d.yaml", "kind: PersistentVolumeClaim\nx: {{ y }}\n");
    world_add(&world, "c/charts/e/Chart.yaml", "name: e\n");
    world_add(&world, "c/charts/e/templates/f.yaml", "kind: StatefulSet\nx: {{ y }}\n");
    world_add(&world, "a.yaml", "kind: StatefulSet\nx: {{ y }}\n");
    world_add(&world, "test/c/Chart.yaml", "name: c\n");
    world_add(&world, "test/c/templates/a.yaml", "kind: StatefulSet\nx: {{ y }}\n");
    assert_world_rows(
        &world, "data_store", "test",
        "a.yaml gap test=false\nc/Chart.yaml gap test=false\nc/charts/e/Chart.yaml gap "
        "test=false\ndev/a.tf:1 true\ntest/c/Chart.yaml gap test=true\n");
    assert_world_rows(&world, "data_store_template", "chart",
                      "c/charts/e/templates/f.yaml:1 c/charts/e/Chart.yaml\nc/templates/a.yaml:1 "
                      "c/Chart.yaml\nc/templates/d.yaml:1 c/Chart.yaml\ntest/c/templates/a.yaml:1 "
                      "test/c/Chart.yaml\n");
    assert_world_rows(&world, "backup", "test", "c/templates/c.yaml gap test=false\n");
    world_end(&world);
}

#define TABLE(LINE) "# Recovery\n## Restore tests\n| Date | Result |\n|---|---|\n" LINE "\n"

static void restores_on_record_have_a_date(void **state)
{
    (void)state;
    world_start(&world);
    world_add(&world, "docs/dr.md",
              TABLE("| 2026-03-01 | all there |\n| 1 April 2026 | in vain: it failed |"));
    world_add(&world, "docs/backup.md",
              "# Backup\nLast restore test: March 5th, 2026.\n\nNext restore test: 2026-09-01.\n\n"
              "Last updated 2026-01-01.\n\n```\nrestore test 2026-01-02\n```\n");
    world_add(&world, "docs/restore-tests/2026-05-01.md",
              "# Restore test\nWe got all of it back.\n");
    world_add(&world, "docs/restore-tests/2026-05-02.md",
              "# Restore test, partial\nWe got half of it back.\n");
    world_add(&world, "docs/restore-tests/2026-05-03-FAIL.md", "# Restore\nNothing came back.\n");
    world_add(&world, "docs/runbooks/loop.md", "# Drill\nThe loop was tested on 2026-05-04.\n");
    world_add(&world, "CHANGELOG.md", "- 2026-01-01 the restore test passed\n");
    world_add(&world, "docs/api.md", "The restore test of 2026-01-01 passed.\n");
    assert_world_rows(&world, "restore_record", "source date",
                      "docs/backup.md:2 document 2026-03-05\ndocs/dr.md:5 document 2026-03-01\n"
                      "docs/restore-tests/2026-05-01.md:1 document 2026-05-01\n");
    world_end(&world);
}

static void assert_plan(const char *content, const char *cells)
{
    char row[120];
    snprintf(row, sizeof(row), "docs/dr.md:1 %s\n", cells);
    world_start(&world);
    world_add(&world, "docs/dr.md", content);
    assert_world_rows(&world, "recovery_plan", "rto rpo procedure", row);
    world_end(&world);
}

static void objectives_are_read_from_sentences_and_tables(void **state)
{
    (void)state;
    assert_plan("# DR\nWe promise an RTO of 4 hours and an RPO of 15 minutes.\n", "4h 15m false");
    assert_plan("# DR\n| | |\n|---|---|\n| RTO | 1 day |\n| RPO | 2h |\n", "1d 2h false");
    assert_plan("# DR\n| Service | RTO | RPO |\n|---|---|---|\n| a | 4 hours | zero |\n",
                "4h 0d false");
    assert_plan("# DR\n## Recovery Time Objective (RTO)\n\nFour stages, 8 hours at most.\n"
                "## Recovery Point Objective\n\n30 minutes\n",
                "8h 30m false");
    assert_plan("# DR\nRTO: X hours, RPO: TBD\n\nLogs are kept for 30 days.\n", "none none false");
    assert_plan("# DR\nRTO and RPO are to be found. We meet in 2 weeks.\n", "none none false");
    assert_plan("# DR\nRTO 15min, RPO 30 s\n", "15m 30s false");
    assert_plan("# DR\n## Failover\n1. Stop it.\n2. Start the other.\n", "none none true");
    assert_plan("# DR\n## Failover\nRun `make failover`.\n", "none none true");
    assert_plan("# DR\n## Failover\nCall Ann.\n", "none none false");
    world_start(&world);
    world_add(&world, "README.md", "# Pay\nIts RTO is 4 hours.\n");
    world_add(&world, "docs/other.md", "# Recover\nNothing of that sort.\n");
    assert_world_rows(&world, "recovery_plan", "rto", "README.md:1 4h\n");
    world_end(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(stores_of_terraform_are_judged_by_their_settings),
        cmocka_unit_test(objects_and_stacks_are_read),
        cmocka_unit_test(workflows_crontabs_and_scripts_are_read),
        cmocka_unit_test(folders_of_migrations_are_stores),
        cmocka_unit_test(what_is_rendered_is_a_gap),
        cmocka_unit_test(restores_on_record_have_a_date),
        cmocka_unit_test(objectives_are_read_from_sentences_and_tables),
    };
    return cmocka_run_group_tests_name("backup", tests, NULL, NULL);
}
