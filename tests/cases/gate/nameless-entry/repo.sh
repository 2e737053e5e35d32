# Trees that git would not write: an entry without a name, in a folder and at the top.
bin() { for h in $(echo "$1" | sed 's/../& /g'); do printf "\\$(printf %03o "0x$h")"; done; }
echo acme > README.md
git add .
git commit -qm one
file=$(git rev-parse HEAD:README.md)
{ printf '100644 \0'; bin "$file"; } > ../tree
nameless=$(git hash-object -w -t tree --literally ../tree)
{ printf '100644 README.md\0'; bin "$file"; printf '40000 x\0'; bin "$nameless"; } > ../tree
git tag below "$(git commit-tree -p HEAD -m below "$(git hash-object -w -t tree --literally ../tree)")"
{ printf '100644 \0'; bin "$file"; printf '100644 README.md\0'; bin "$file"; } > ../tree
git tag top "$(git commit-tree -p HEAD -m top "$(git hash-object -w -t tree --literally ../tree)")"
