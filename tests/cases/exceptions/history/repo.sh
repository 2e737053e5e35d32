. "$CASE/../../facts/exception-history/repo.sh"
