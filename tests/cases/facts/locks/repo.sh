mkdir -p web/packages/a api infra/legacy .github
printf '*.orig\npoetry.lock\n' >.gitignore
cat >web/package.json <<'E'
{
  "private": true,
  "packageManager": "pnpm@9.1.0",
  "dependencies": {"react": "^18.2.0", "left-pad": "1.3.0"}
}
E
printf 'packages:\n  - packages/*\n' >web/pnpm-workspace.yaml
printf '{"private": true, "dependencies": {"react": "^18.2.0"}}\n' >web/packages/a/package.json
cat >web/pnpm-lock.yaml <<'E'
lockfileVersion: '9.0'

importers:

  .:
    dependencies:
      react:
        specifier: ^17.0.0
        version: 17.0.2
      vue:
        specifier: ^3.0.0
        version: 3.4.0

  packages/a:
    dependencies:
      react:
        specifier: ^18.2.0
        version: 18.2.0
E
printf '# yarn lockfile v1\n' >web/yarn.lock
printf '[tool.poetry.dependencies]\npython = "^3"\nflask = "^3"\n' >api/pyproject.toml
printf '[[package]]\nname = "Flask"\n\n[metadata]\n' >api/poetry.lock
printf 'FROM a b\n' >api/Dockerfile
printf 'terraform {\n  backend "s3" {}\n  required_providers {\n    aws = {\n      source = "hashicorp/aws"\n    }\n  }\n}\n' >infra/main.tf
printf 'provider "registry.terraform.io/hashicorp/aws" {\n  version = "5.0.0"\n}\n' >infra/.terraform.lock.hcl
printf '{"dependencies": ' >infra/legacy/composer.json
printf '{"packages": []}\n' >infra/legacy/composer.lock
printf 'image: ruby:3.2\n' >.gitlab-ci.yml
git add -f -A && git commit -qm a
