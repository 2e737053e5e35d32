. "$CASE/../../shared/old.sh"
echo "bylaw: 1" >elsewhere.yml; ln -s ../elsewhere.yml .bylaw/baseline.yml
git add -A; git commit -qm link
