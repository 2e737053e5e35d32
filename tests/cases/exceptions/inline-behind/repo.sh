export GIT_COMMITTER_DATE=2098-12-31T00:00:00Z
# Made up, written in parts, so that no scanner takes this file for one that holds it.
token=ghp''_Ky9Pf34qY6Nb3wWD25RQ4F5ZR3qa7y3gm1IL
w='bylaw:ignore SDL003 until=2099-01-20 reason="The token opens a sandbox that holds nothing of ours."'
printf 'begin(); /* %s */ end();\n' "$w" > a.js
# a program has comments, too
printf '#!/bin/sh\n# %s\nTOKEN=%s\n' "$w" "$token" > run.sh
chmod 755 run.sh
git add -A
git commit -qm 'waivers in comments'
git checkout -qb topic
printf 'begin(); /* %s */ login("%s");\n' "$w" "$token" > a.js
git add -A
git commit -qm 'a token behind a comment that main has'
