. "$CASE/../../shared/governed.sh"
printf 'on: [' > .github/workflows/broken.yml
git add -A
git commit -qm broken
