mkdir -p "$(printf 'a\nb')"
printf 'x\n' > "$(printf 'a\nb/\033[31mred\303\251.txt')"
printf 'x\n' > "$(printf 'bad\377utf8')"
git add -A
git commit -qm first
