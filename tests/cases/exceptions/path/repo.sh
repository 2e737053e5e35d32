. "$CASE/../../shared/own.sh"
