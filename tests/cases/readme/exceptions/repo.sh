. "$CASE/../transcript/repo.sh"
