. "$CASE/../../shared/small_files.sh"
for file in large larger; do for line in 1 2 3 4 5 6 7 8; do echo "$file $line"; done > $file.c; done
for file in b kept made; do echo ab > $file.c; done
git add -A; git commit -qm base; git branch -f base
mkdir made third_party
git mv large.c made/large.c
git mv larger.c third_party/larger.c
echo 9 >> third_party/larger.c
echo '*.c linguist-generated' > .gitattributes
echo "too large" > new.c
git add -A; git commit -qm head
