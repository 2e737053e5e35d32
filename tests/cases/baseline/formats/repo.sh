. "$CASE/../../shared/old.sh"
"$BYLAW" init --baseline --now 2026-06-01 .
git add -A; git commit -qm baseline; git branch -f base
printf "      - uses: acme/new@main\n" >>.github/workflows/ci.yml
sed -i "/checkout/d" .github/workflows/ci.yml; git commit -qam change
