. "$CASE/../inline-past/repo.sh"
