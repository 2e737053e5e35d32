. "$CASE/../../shared/old.sh"
mkdir a
for i in $(seq 1 1000); do printf '%s\n' $i.1 $i.2 $i.3 $i.4 >a/$i; done
git add -A
git commit -qm many
git branch -f base
git mv a b
for i in $(seq 1 1000); do echo more >>b/$i; done
seq 1 9 >new
git add -A
git commit -qm moved
