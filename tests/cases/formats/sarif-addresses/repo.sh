# An address is no URI because somebody wrote it; a schema and its readers want one.
keys='references: ["https://wiki.acme.test/How we work?id={1}%20é#a"]'
. "$CASE/../../shared/notes.sh"
git add -A
git commit -qm first
git remote add origin 'https://forge.acme.test/My Project/_git/50% off'
