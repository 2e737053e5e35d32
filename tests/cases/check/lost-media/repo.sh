printf 'x\n' > README.md
printf 'P\0NG' > picture.png
git add -A
git commit -qm 'first'
