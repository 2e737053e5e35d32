#!/usr/bin/env python3
"""documents.py SUITE PROGRAM FOLDER - runs the cases of a public suite of JSON or YAML
through conformance_document and prints a line a case: "ok NAME" or "not ok NAME: why".

json: nst/JSONTestSuite, test_parsing: y_ must be accepted and n_ refused; what i_ asks
      is left to readers, and is not counted.
yaml: yaml/yaml-test-suite, src: what is `fail` must be refused; the others must be
      accepted and, where the case has `json`, be the same."""
import json
import os
import subprocess
import sys


def read(program, name, content):
    """The documents, or None when they are refused; and what was printed."""
    done = subprocess.run([program, name], input=content, capture_output=True, check=False)
    if done.returncode not in (0, 1):
        sys.exit(f"conformance_document {name}: ended with {done.returncode}: {done.stderr[-500:]!r}")
    said = done.stdout.decode("utf-8", "surrogateescape")
    if done.returncode == 1:
        return None, said.strip()
    return [json.loads(line) for line in said.split("\n") if line], said


def report(name, wrong):
    print(f"not ok {name}: {wrong}" if wrong else f"ok {name}")


def run_json(program, folder):
    folder = os.path.join(folder, "test_parsing")
    for name in sorted(os.listdir(folder)):
        if name[:2] not in ("y_", "n_"):
            continue
        with open(os.path.join(folder, name), "rb") as file:
            documents, said = read(program, "json", file.read())
        if name.startswith("y_"):
            report(name, None if documents is not None else f"refused: {said}")
        else:
            report(name, "accepted" if documents is not None else None)


def spelled_out(text):
    """The suite writes white space with signs that can be seen."""
    tabs = text
    for length in range(8, 0, -1):
        tabs = tabs.replace("—" * length + "»", "\t")
    return (tabs.replace("»", "\t").replace("␣", " ").replace("←", "\r").replace("⇔", "\ufeff")
            .replace("↵", "").replace("∎\n", ""))


def wanted_documents(text):
    decoder, documents, at = json.JSONDecoder(), [], 0
    while text[at:].strip():
        at += len(text[at:]) - len(text[at:].lstrip())
        value, at = decoder.raw_decode(text, at)
        documents.append(value)
    return documents


def run_yaml(program, folder):
    folder = os.path.join(folder, "src")
    for file in sorted(os.listdir(folder)):
        with open(os.path.join(folder, file), "rb") as source:
            cases, said = read(program, "yaml", source.read())
        if cases is None:
            sys.exit(f"{file}: {said}")
        content = {}
        for number, case in enumerate(cases[0]):
            # What a later case does not say is as in the one before.
            content = {**content, **case}
            if "fail" not in case:
                content.pop("fail", None)
            if content.get("skip"):
                continue
            name = f"{file[:-5]}-{number:02}"
            documents, said = read(program, "yaml", spelled_out(content["yaml"]).encode())
            if content.get("fail"):
                report(name, "accepted" if documents is not None else None)
            elif documents is None:
                report(name, f"refused: {said}")
            elif content.get("json") is not None and documents != wanted_documents(content["json"]):
                report(name, f"other values: {json.dumps(documents)[:200]}")
            else:
                report(name, None)


if len(sys.argv) != 4 or sys.argv[1] not in ("json", "yaml"):
    sys.exit(__doc__)
{"json": run_json, "yaml": run_yaml}[sys.argv[1]](sys.argv[2], sys.argv[3])
