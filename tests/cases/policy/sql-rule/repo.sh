printf '/a/ @acme/web\n/b/ @acme/web\n/c/ @acme/data\n' > CODEOWNERS
for folder in a b c; do mkdir $folder; printf '{"name": "%s", "dependencies": {"x": "1"}}' $folder > $folder/package.json; done
git add -A && git commit -q -m one
