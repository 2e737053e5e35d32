. "$CASE/../../shared/query.sh"
