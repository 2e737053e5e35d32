printf "bylaw: 1\nlabels: {lifecycle: prodution}\n" >.bylaw.yml
git add -A; git commit -qm one
