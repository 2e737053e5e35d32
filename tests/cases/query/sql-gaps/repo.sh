mkdir -p .github/workflows
printf 'on: [push' > .github/workflows/broken.yml
printf 'on: push\njobs: {b: {runs-on: x, steps: [{uses: a/b@v1}]}}\n' > .github/workflows/good.yml
printf 'ARG BASE\nFROM ${BASE}\n' > Dockerfile
git add -A && git commit -q -m one
