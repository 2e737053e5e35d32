. "$CASE/../../shared/old.sh"
printf "      - uses: acme/new@main\n" >>.github/workflows/ci.yml; git commit -qam fault; git branch fault
git reset -q --hard base; echo more >>README.md; git commit -qam harmless
