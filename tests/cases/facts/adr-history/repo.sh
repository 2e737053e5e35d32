commit() { git add -A && GIT_AUTHOR_NAME=$1 GIT_AUTHOR_EMAIL=$1@x.org GIT_COMMITTER_NAME=$1 GIT_COMMITTER_EMAIL=$1@x.org \
    GIT_AUTHOR_DATE="$2T00:00:00Z" GIT_COMMITTER_DATE="$2T00:00:00Z" git commit -qm "$3"; }
record() { printf '# %s. %s\n\n## Status\n\n%s\n\n## Context\n\nIt is slow.\n\n## Decision\n\n%s\n\n## Consequences\n\nIt costs.\n' "$@"; }
mkdir -p doc/adr
record 1 Broker Proposed 'We use Rabbit.' > doc/adr/0001-broker.md
record 2 Cache Accepted 'We use a cache.' > doc/adr/0002-cache.md
commit Ann 2024-01-01 'Two records'
record 1 Broker Accepted 'We use Rabbit.' > doc/adr/0001-broker.md
commit Bob 2024-02-01 'Accept the broker'
git mv doc/adr/0002-cache.md doc/adr/0002-caching.md
commit Ann 2024-03-01 'Another name'
record 2 Cache Accepted 'We use no cache at all.' > doc/adr/0002-caching.md
record 1 Broker Accepted 'We use *Rabbit*.' > doc/adr/0001-broker.md
commit Ann 2024-04-01 'Rewrite'
record 3 Draft Accepted 'We write it down.' > doc/adr/0003-draft.md
git clone -q --depth 2 "file://$PWD" "$PWD/../shallow"
