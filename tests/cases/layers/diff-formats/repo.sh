. "$CASE/../diff/repo.sh"
