mkdir ../fleet
for name in pay ship stock mail; do
    git init -q -b main ../fleet/$name
    (
        cd ../fleet/$name || exit 1
        mkdir -p docs/runbooks
        printf '# Down\n\nRestart it.\n' >docs/runbooks/down.md
        [ $name = mail ] && printf '# Down\n\nRestart the mailer with `make restart`.\n' >docs/runbooks/down.md
        printf '# Security\n\nWrite to security@%s.acme.dev.\n' $name >SECURITY.md
        cp docs/runbooks/down.md README.md
        git add . && git commit -q -m 'Document'
    )
done
