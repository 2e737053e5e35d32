. "$CASE/../../shared/ladder.sh"
mkdir ../fleet
git clone -q . ../fleet/pay
for tier in 2 9; do
    git clone -q . ../fleet/tier$tier
    printf 'bylaw: 1\nlabels: {tier: %s}\n' $tier >../fleet/tier$tier/.bylaw.yml
    [ $tier = 9 ] && git -C ../fleet/tier$tier rm -q README.md
    git -C ../fleet/tier$tier commit -qam tier
done
