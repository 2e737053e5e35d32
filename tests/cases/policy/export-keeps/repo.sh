touch x; git add x; git commit -qm one
