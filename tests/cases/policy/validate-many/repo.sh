{ printf 'bylaw: 1\npolicy: many\ntitle: Many\nowner: us\nrules:\n'; for i in $(seq 27); do echo "  - wrong-$i"; done; } >many.yml
