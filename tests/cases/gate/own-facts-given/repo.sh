. "$CASE/../../shared/governed.sh"
mkdir forge ../outside
printf '{"full_name": "acme/pay", "private": true, "default_branch": "main"}\n' > ../outside/repository.json
cp ../outside/repository.json forge/
echo '{ no JSON' > broken.json
ln -s ../../outside linked
ln -s ../outside linked-out
git add -A
git commit -qm head
mkdir out
cp ../outside/repository.json out/
cp ../outside/repository.json scanned.json
