. "$CASE/../inline/repo.sh"
