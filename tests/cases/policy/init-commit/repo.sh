git commit -q --allow-empty -m one
