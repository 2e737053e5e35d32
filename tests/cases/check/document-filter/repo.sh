mkdir -p deploy
cat >deploy/web.yaml <<'YAML'
oldest: "1.20"
containers:
  - {name: web, image: "registry.old.example/web:1", ports: [80, 443, 9090]}
  - {name: side, image: "registry.new.example/side:2", ports: [9091]}
  - name: job
    image: registry.old.example/job:3
    lifecycle: ends
checks:
  - {kind: health, every: 30}
  - {kind: health, every: 300}
YAML
cat >deploy/api.json <<'JSON'
{"containers": [
  {"name": "api", "image": "registry.old.example/api"},
  {"name": "none"}
]}
JSON
git add -A; git commit -qm one
cat >../rule.yml <<'RULE'
bylaw: 1
id: ZZZ001
name: old-registry
title: Nothing comes from the old registry
severity: high
why: It is a test.
fix: Take it from the new one.
checks:
  - name: image
    for_each:
      document: 'deploy/*'
      select: '$.containers[?search(@.image, "^registry[.]old[.]") && !@.lifecycle]'
    require: {'@.ports[-2:]': {contains: 8080}}
    on_empty: pass
    message: "'{@.name}' takes '{@.image}' (its ports: {@.ports[?@ < 1000]})."
  - name: second
    for_each: {document: 'deploy/*.yaml', select: '$.checks[1:]'}
    require: {'@[?@ <= 60]': {exists: true}}
    on_empty: pass
    message: "The check of kind '{@.kind}' runs every {@.every} seconds."
RULE
