. "$CASE/../../../validators/hostile.sh"
