. "$CASE/../../shared/governed.sh"
