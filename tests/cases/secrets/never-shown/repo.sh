# Made up, written in parts, so that no scanner takes this file for one that holds them.
github=ghp''_Ky9Pf34qY6Nb3wWD25RQ4F5ZR3qa7y3gm1IL
password=tr0ub4''dor'&'3xZ
npm=npm''_Eeeby3abP3E2Zs8IQ9Y7aJZqhB6bae2dTjzx
address=Vk3nq8''ZtPw2x
jwt=ey''JhbGciOiJIUzI1NiJ9.eyJzdWIiOiJtZSJ9.SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c
key=MC4CAQAwBQYDK2VwBCIEIM09Q6H75kTTdlnMe/9cN8qsqFTJ9X+5V307ISxKwQgG
printf '%s\n' "$github" "$password" "$npm" "$address" "$jwt" "$key" >.git/secrets
mkdir -p .github/workflows src .bylaw/rules docs
printf 'A=1\nDB_PASSWORD=%s\n' "$password" >.env
printf 'x = 1\n\nTOKEN = "%s"; OTHER = "%s"\n' "$github" "$npm" >src/a.py
printf 'URL = "postgres://shop:%s@db.acme.io/shop"\n' "$address" >src/b.py
printf '{"key": "-----BEGI%s PRIVATE KEY-----\\n%s\\n-----END PRIVATE KEY-----\\n"}\n' N "$key" >src/c.json
printf 'Bearer %s\n' "$jwt" >src/d.txt
cat >.github/workflows/ci.yml <<END
name: CI $github
on: [push]
jobs:
  build:
    runs-on: ubuntu-latest
    env: {TOKEN: "$github"}
    steps:
      - uses: acme/$npm@main
      - run: curl -H "Authorization: token $github" https://me:$address@hooks.acme.io/x | sh
END
printf '# Shop\n\nRun `curl -u me:x https://me:%s@hooks.acme.io/` and [see](%s.md).\n' "$address" "$github" >README.md
printf 'FROM registry.acme.io/%s:1\nRUN echo %s\n' "$npm" "$jwt" >Dockerfile
printf 'title: %s\nid: nonsense\n' "$github" >broken.yml
git add -A
git commit -qm "add $github" -m "Reviewed-by: $npm <me@acme.io>"
