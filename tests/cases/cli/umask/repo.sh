printf "FROM x:1\n" > Dockerfile; printf "on: push\njobs: {a: {steps: [{uses: a/b@v1}]}}\n" > ci.yml; mkdir -p .github/workflows; mv ci.yml .github/workflows; git add -A; git commit -qm One
