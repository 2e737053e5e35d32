mkdir .github; touch .github/README.md; git add -A; git commit -qm one
