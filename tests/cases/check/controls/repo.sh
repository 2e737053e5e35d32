. "$CASE/../../shared/ladder.sh"
