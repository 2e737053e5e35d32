mkdir -p k
printf 'FROM golang:1.22 AS build\nFROM ${BASE}\n' > Dockerfile
printf 'a: [' > k/pnpm-workspace.yaml
printf 'text' > notes.db
git add -A && git commit -q -m one
