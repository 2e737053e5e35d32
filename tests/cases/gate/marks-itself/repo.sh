. "$CASE/../../shared/small_files.sh"
for file in a b kept made; do echo ab > $file.c; done
git add -A; git commit -qm base; git branch -f base
for file in a b kept made; do echo "too large" > $file.c; done
printf '%s\n' 'made.c linguist-generated' 'a.c linguist-generated' 'b.c linguist-vendored' \
    'new.c linguist-generated' > .gitattributes
echo "too large" > new.c
git add -A; git commit -qm head
