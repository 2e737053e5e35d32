git checkout -q -b trunk
git commit -q --allow-empty -m one
git clone -q . ../clone
git -C ../clone checkout -q -b add-bylaw
