mkdir -p svc lib docs
printf 'FROM golang:1.22 AS build\nFROM alpine:3.20\n' > svc/Dockerfile
printf 'FROM golang:1.22 AS build\nFROM scratch\n' > lib/Dockerfile
printf '{"name": "svc"}' > svc/package.json
printf '=1+1,"x"\n' > '=a.md'
git add -A && git commit -q -m one -m 'Reviewed-by: B <b@example.com>'
