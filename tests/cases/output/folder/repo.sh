. "$CASE/../../shared/images.sh"; git add -A; git commit -qm images
