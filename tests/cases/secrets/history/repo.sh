# Made up, written in parts, so that no scanner takes this file for one that holds it.
github=ghp''_Ky9Pf34qY6Nb3wWD25RQ4F5ZR3qa7y3gm1IL
mkdir src
printf 'x = 1\nTOKEN = "%s"\n' "$github" >src/a.py
printf 'y = 1\n' >src/b.py
git add -A; git commit -qm "Begin"
printf 'x = 1\n' >src/a.py
git commit -qam "Take the token out"
git checkout -q -b wip
printf 'DB_PASSWORD=tr0ub4%s\n' 'dor&3xZ' >.env
git add -A; git commit -qm "Try"
git rm -q .env; git commit -qm "Take it out"
git checkout -q main
