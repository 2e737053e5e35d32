. "$CASE/../renew-register/repo.sh"
