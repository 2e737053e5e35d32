. "$CASE/../../shared/signed.sh"
policy '{min_evidence: {default: signed-commit}}'
by='{by: cto@acme.test, on: 2026-07-01}'
git add -A; as dev 2026-06-30 git commit -qm base
ssh="-c gpg.format=ssh -c user.signingkey=$PWD/../"
forge() { # forge FILE-WITH-SIGNATURE: the last commit, with that signature put into it
    git cat-file commit HEAD | awk -v signature="$1" '
        /^$/ && !done { prefix = "gpgsig "; while ((getline line < signature) > 0) { print prefix line; prefix = " " } done = 1 }
        { print }' | git hash-object -t commit -w --stdin > ../id
    git reset -q --hard "$(cat ../id)"
}
printf -- '-----BEGIN PGP SIGNATURE-----\n\niQ==\n-----END PGP SIGNATURE-----\n' > ../pgp
record 1 "$by" 2026-09-30; git add -A; as cto 2026-07-01 git ${ssh}cto commit -q -S -m 'grant, signed by the approver'
record 2 "$by" 2026-09-30; git add -A; as dev 2026-07-01 git ${ssh}dev commit -q -S -m 'grant, signed by another'
record 3 "$by" 2026-09-30; git add -A; as cto 2026-07-01 git commit -qm 'grant, by the approver, not signed'
record 4 "$by" 2026-09-30; git add -A; as dev 2026-07-01 git commit -qm 'grant, with a trailer

Approved-by: CTO <cto@acme.test>'
record 5 "$by" 2026-09-30; git add -A; as dev 2026-07-01 git commit -qm 'grant, with nothing'
record 6 "$by" 2026-09-30; git add -A; as cto 2026-07-01 git commit -qm 'grant, signed with PGP'; forge ../pgp
record 7 "$by" 2026-09-30; git add -A
GIT_COMMITTER_EMAIL=noreply@github.com git commit -qm 'grant, merged in the browser'; forge ../pgp
record 8 "$by" 2026-09-30; git add -A; as cto 2026-07-01 git ${ssh}cto commit -q -S -m 'grant, tampered with'
git cat-file commit HEAD | sed 's/tampered with/TAMPERED WITH/' | git hash-object -t commit -w --stdin > ../id
git reset -q --hard "$(cat ../id)"
record 9 "{by: cto@acme.test, on: 2026-07-01, evidence: record-signature}" 2026-09-30; git add -A
as cto 2026-07-01 git ${ssh}cto commit -q -S -m 'grant, signed, and claims more'
sed -i 's/2026-09-30/2026-10-15/' .bylaw/exceptions/EXC-2026-0001.yml; git add -A
git tag before; as dev 2026-08-01 git commit -qm 'prolong, without another approval'
