. "$CASE/../../shared/governed.sh"
mkdir -p .bylaw
{
    echo 'exceptions:'
    for of in one two three four; do
        mkdir -p .github/workflows
        sed "s/build:/$of:/" .github/workflows/ci.yml > .github/workflows/$of.yml
        id='id: EXC-2026-0001, '
        [[ $of == one || $of == two ]] || id=
        echo "  - {bylaw: 1, ${id}rules: [ACM001], scope: {paths: [.github/workflows/$of.yml]}, justification: 'The mirror of actions comes in January, see the ticket about it.', owner: a@acme.test, requested_by: b@acme.test, valid_from: 2026-05-01, expires: 2026-06-30}"
    done
} > .bylaw/exceptions.yml
git add -A
git commit -qm exceptions
