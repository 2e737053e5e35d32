"""defectdojo.py FILE - every finding passes the importer of DefectDojo, and fits the
columns of its tables (dojo/models.py: title, service, file_path, severity)."""
import io
import json
import logging
import pathlib
import sys
import types

sys.path.insert(0, str(pathlib.Path(__file__).parent / 'python_modules'))
from norm_findings.parsers.generic import json_parser  # noqa: E402
from norm_findings.parsers.generic.parser import GenericParser  # noqa: E402

# The package's own stand-in takes fewer names than the importer gives it.
json_parser.ParserTest = types.SimpleNamespace

COLUMNS = {'title': 511, 'service': 200, 'file_path': 4000, 'vuln_id_from_tool': 500, 'unique_id_from_tool': 500}


class Refused(logging.Handler):
    """The importer logs what it refuses, and goes on."""

    def emit(self, record):
        mistakes.append(record.getMessage())


mistakes = []
logging.getLogger().addHandler(Refused())
text = open(sys.argv[1], encoding='utf-8').read()
written = json.loads(text)['findings']
stream = io.StringIO(text)
stream.name = 'report.json'
read = GenericParser().get_tests('Generic Findings Import', stream)[0].findings
if len(read) != len(written) or not read:
    mistakes.append(f'{len(read)} of {len(written)} findings are read')
for finding in written:
    if finding['severity'] not in ('Info', 'Low', 'Medium', 'High', 'Critical'):
        mistakes.append(f"severity {finding['severity']}")
    mistakes += [f'{name} is too long' for name, most in COLUMNS.items() if len(finding.get(name, '')) > most]
    if finding['risk_accepted'] == finding['active']:
        mistakes.append('a risk that is accepted and active, or neither')
if len({finding['unique_id_from_tool'] for finding in written}) != len(written):
    mistakes.append('two findings have one identity')
for mistake in mistakes:
    print(f'{sys.argv[1]}: {mistake}', file=sys.stderr)
sys.exit(1 if mistakes else 0)
