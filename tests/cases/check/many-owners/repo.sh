# One line of CODEOWNERS gives very many owners to many files.
. "$CASE/../../shared/images.sh"
for n in {1..40}; do mkdir $n; printf 'FROM alpine:3\n' > $n/Dockerfile; done
{ printf '*'; printf ' @a%s' {1..60000}; printf ' @a1 @a2\n'; } > CODEOWNERS
git add -A
git commit -qm 'everybody'
