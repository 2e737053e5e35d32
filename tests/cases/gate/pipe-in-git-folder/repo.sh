echo acme > README.md
git add .
git commit -qm one
for name in config packed-refs refs/heads/main objects/info/alternates info/exclude included; do
    git clone -q . ../"$(basename $name)"
    cd ../"$(basename $name)"
    rm -f .git/$name
    mkdir -p .git/objects/info
    mkfifo .git/$name
    cd ../repo
done
printf '[include]\n\tpath = included\n' >> ../included/.git/config
