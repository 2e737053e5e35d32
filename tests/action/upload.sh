# Sourced by tests/action/run: SARIF is uploaded where the token may write, which a
# forge of ours answers. It writes down what it was asked.
cat >"$work/forge.py" <<'PY'
import http.server, sys

class Forge(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        with open(sys.argv[1], "a") as log:
            log.write("%s %s %s\n" % (self.path, self.headers.get("Authorization"), body.decode()))
        answers = {"writer": 422, "reader": 403, "none": 404, "down": 500}
        self.send_response(answers.get((self.headers.get("Authorization") or "").split(" ")[-1], 401))
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *arguments):
        pass

server = http.server.HTTPServer(("127.0.0.1", 0), Forge)
print(server.server_port, flush=True)
server.serve_forever()
PY
python3 "$work/forge.py" "$work/asked" >"$work/port" & forge=$!
trap 'kill "$forge" 2>/dev/null || true; rm -rf "$work"' EXIT
for _ in $(seq 100); do [[ -s $work/port ]] && break; sleep 0.1; done

# ask NAME EXPECTED [NAME=VALUE...]
ask() {
    name="upload: $1"; local expected=$2; shift 2
    tried=$((tried + 1)); status=0
    : >"$work/stdout"; : >"$work/stderr"; : >"$work/asked"
    as_runner "$ask_line" BYLAW_INPUT_UPLOAD_SARIF=auto BYLAW_INPUT_TOKEN=writer GITHUB_EVENT_NAME=push \
        BYLAW_HEAD_REPOSITORY= GITHUB_REPOSITORY=acme/pay GITHUB_ACTOR=dev \
        GITHUB_API_URL="http://127.0.0.1:$(cat "$work/port")" "$@"
    status_is 0; output_is upload "$expected"; commands_are_ours
    ! grep -qE 'writer|reader' "$work/stdout" "$work/stderr" || problem "the token is told"
}
ask 'a push' true
grep -qx '/repos/acme/pay/code-scanning/sarifs Bearer writer {}' "$work/asked" || problem "it asked something else: $(cat "$work/asked")"
ask 'a pull request of the repository' true GITHUB_EVENT_NAME=pull_request BYLAW_HEAD_REPOSITORY=acme/pay
ask 'a token that may only read' false BYLAW_INPUT_TOKEN=reader
ask 'no code scanning' false BYLAW_INPUT_TOKEN=none
ask 'a forge that is down' false BYLAW_INPUT_TOKEN=down
ask 'no forge' false GITHUB_API_URL=http://127.0.0.1:9
# Where it is known beforehand nobody is asked.
for case in 'a fork|GITHUB_EVENT_NAME=pull_request BYLAW_HEAD_REPOSITORY=mallory/pay' 'a fork that is gone|GITHUB_EVENT_NAME=pull_request' \
    'Dependabot|GITHUB_ACTOR=dependabot[bot]' "a Dependabot's pull request|GITHUB_EVENT_NAME=pull_request BYLAW_HEAD_REPOSITORY=acme/pay GITHUB_ACTOR=dependabot[bot]" \
    'a merge queue|GITHUB_EVENT_NAME=merge_group' 'the trigger for forks that has rights|GITHUB_EVENT_NAME=pull_request_target BYLAW_HEAD_REPOSITORY=mallory/pay' \
    'no token|BYLAW_INPUT_TOKEN=' 'never|BYLAW_INPUT_UPLOAD_SARIF=never' 'no repository|GITHUB_REPOSITORY=../x' \
    'a forge without encryption|GITHUB_API_URL=http://forge.example.com' 'a header in the token|BYLAW_INPUT_TOKEN=a"b'; do
    read -r -a variables <<<"${case#*|}"
    ask "${case%%|*}" false "${variables[@]}"
    [[ ! -s $work/asked ]] || problem "the forge was asked"
done
name='upload: a wrong word'; status=0; : >"$work/stdout"; : >"$work/stderr"
as_runner "$ask_line" 'BYLAW_INPUT_UPLOAD_SARIF=$(touch pwned)'
status_is 2; commands_are_ours
kill "$forge"
