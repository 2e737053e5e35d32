printf 'x\n' > README.md
git add -A
git commit -qm 'first'
printf 'y\n' > README.md
git commit -qam 'second'
