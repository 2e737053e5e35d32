# The runner of GitHub trims a line of all white space that Unicode knows before it looks
# for a command.
. "$CASE/../../shared/notes.sh"
for space in ' ' '\302\240' '\341\232\200' '\342\200\200' '\342\200\212' '\342\200\257' '\342\201\237' '\343\200\200'; do
    echo x >"$(printf "$space")::stop-commands::owned.txt"
done
git add -A
git commit -qm first
