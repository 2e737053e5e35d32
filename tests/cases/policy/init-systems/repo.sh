git checkout -q -b trunk; git commit -q --allow-empty -m one
