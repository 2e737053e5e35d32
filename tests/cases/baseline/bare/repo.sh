. "$CASE/../../shared/old.sh"
