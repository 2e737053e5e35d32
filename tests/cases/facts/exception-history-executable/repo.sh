. "$CASE/../../shared/signed.sh"
policy '{max_renewals: 1}'
record 1 '{by: cto@acme.test, on: 2026-07-01}' 2026-07-20
chmod +x .bylaw/exceptions/EXC-2026-0001.yml
git add -A; as dev 2026-07-01 git commit -qm grant
for day in 25 30; do
    sed -i "s/^expires: .*/expires: 2026-07-$day/" .bylaw/exceptions/EXC-2026-0001.yml
    as dev 2026-07-$((day - 6)) git commit -qam prolong
done
