. "$CASE/../../shared/governed.sh"
entry() { printf '%s %s\0' "$1" "$2"; printf "$(printf '%s' "$3" | sed 's/../\\x&/g')"; }
own() { for name in .bylaw .bylaw.yml .github README.md; do entry "$(git ls-tree base -- $name | cut -d' ' -f1 | sed 's/^0//')" $name "$(git rev-parse base:$name)"; done; }
empty=$(printf 'bylaw: 1\npolicies: []\n' | git hash-object -w --stdin)
folder=$(printf '100644 blob %s\tevil.yml\n' "$empty" | git mktree)
head() {
    tree=$(git hash-object -t tree --literally -w --stdin)
    git update-ref "refs/heads/$1" "$(printf 'tree %s\nparent %s\nauthor A <a@example.com> 1704067200 +0000\ncommitter C <c@example.com> 1704067200 +0000\n\nhead\n' "$tree" "$(git rev-parse base)" | git hash-object -t commit -w --stdin)"
}
{ entry 40000 .. "$folder"; entry 40000 .git "$folder"; entry 40000 .GIT "$folder"; entry 40000 git~1 "$folder"; own; } | head dots
{ own; entry 100644 .bylaw/policies/acme.yml "$empty"; entry 100644 ../../etc/passwd "$empty"; } | head slashes
{ own; entry 100644 "" "$empty"; } | head nameless
{ own; entry 100644 .bylaw.yml "$empty"; entry 40000 .bylaw "$folder"; } | head twice
{ entry 100644 .bylaw.yml "$empty"; entry 40000 .bylaw "$folder"; own; } | head twice-first
{ own; entry 100644 "$(printf '%070000d' 7)" "$empty"; } | head long
{ own; entry 100644 "$(printf '%03000d' 7).yml" "$empty"; } | head longish
{ own; entry 777 weird "$empty"; entry 100600 odd "$empty"; } | head modes
{ own; entry 40000 loop "$(printf '%040d' 7)"; } | head missing
