cat >ci.yml <<"END"
name: ci
on: [push, pull_request]
jobs:
  build: &job
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - {uses: actions/setup-node@v4, with: {node-version: 20}}
      - run: |
          npm ci
          npm test
  lint: *job
---
second: 0x10
END
cat >a.json <<"END"
{"a": [1, 2.50, true, null, "x\u0000y"], "b": {"c": "\u00fcn\u00ef"}}
END
printf "{\n  \"a\": [1,,]\n}\n" >bad.json
printf "a: [1\nb: 2\n" >bad.yml
printf "a: 1\n" >noname
printf "a: \"\\\\e[2J\"\n\"\\\\e[31m\": 2\n" >"$(printf "x\033[1m.yml")"
mkdir folder
