printf "This is acme pay.\n" > README.md
git add -A
git commit -qm first
