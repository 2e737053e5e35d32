. "$CASE/../../shared/governed.sh"
git commit -q --allow-empty -m next
git clone -q --depth 1 "file://$PWD" ../shallow
git -C ../shallow fetch -q --depth 1 origin base:base
