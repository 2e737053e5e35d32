git checkout -q -b trunk; mkdir sub; touch sub/x; git add -A; git commit -qm one
