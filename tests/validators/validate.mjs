// validate.mjs KIND FILE... - holds a file against a validator that others wrote.
// KIND: sarif (the JSON schema), schema=FILE (a JSON Schema), ics, draft07.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const here = dirname(fileURLToPath(import.meta.url));
const [kind, ...files] = process.argv.slice(2);
const json = (file) => JSON.parse(readFileSync(file, 'utf8'));

function withSchema(schema, draft2020) {
  const Ajv = require(draft2020 ? 'ajv/dist/2020' : 'ajv').default;
  const ajv = new Ajv({ strict: false, allErrors: true });
  require('ajv-formats').default(ajv);
  const validate = ajv.compile(schema);
  return (file) => (validate(json(file)) ? [] : validate.errors.slice(0, 5).map((e) => `${e.instancePath} ${e.message}`));
}

function calendar(file) {
  const ICAL = require('ical.js').default ?? require('ical.js');
  const text = readFileSync(file, 'utf8');
  const mistakes = [];
  if (/[^\r]\n/.test(text)) mistakes.push('a line ends without CR');
  for (const line of text.split('\r\n'))
    if (Buffer.byteLength(line) > 75) mistakes.push(`a line of ${Buffer.byteLength(line)} octets`);
  const component = new ICAL.Component(ICAL.parse(text));
  for (const event of component.getAllSubcomponents('vevent')) {
    const one = new ICAL.Event(event);
    if (!one.uid || !one.startDate || !one.summary) mistakes.push('an event without uid, start or summary');
  }
  return mistakes;
}

let check;
if (kind === 'sarif') {
  check = withSchema(json(join(here, 'node_modules/@microsoft/sarif-multitool-linux/sarif-2.1.0.json')), true);
} else if (kind?.startsWith('schema=')) {
  check = withSchema(json(kind.slice('schema='.length)), false);
} else if (kind === 'draft07') {
  const Ajv = require('ajv').default;
  check = (file) => {
    const ajv = new Ajv({ strict: false });
    require('ajv-formats').default(ajv);
    if (!ajv.validateSchema(json(file))) return ajv.errors.map((e) => `${e.instancePath} ${e.message}`);
    ajv.compile(json(file));
    return [];
  };
} else if (kind === 'ics') {
  check = calendar;
} else {
  console.error(`no kind '${kind}'`);
  process.exit(2);
}

let wrong = files.length === 0;
if (wrong) console.error('no file to validate');
for (const file of files) {
  const mistakes = check(file);
  for (const mistake of mistakes) console.error(`${file}: ${mistake}`);
  wrong ||= mistakes.length > 0;
}
process.exit(wrong ? 1 : 0);
