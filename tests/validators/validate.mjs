// validate.mjs KIND FILE... - holds a file against a validator that others wrote.
// KIND: sarif (the JSON schema), schema=FILE (a JSON Schema), ics, draft07, tap, junit.
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

// Strict: what is no TAP is a mistake too; and every point is told as it is written.
async function tap(file) {
  const { Parser } = await import('tap-parser');
  const text = readFileSync(file, 'utf8');
  const mistakes = [];
  const parser = new Parser({ strict: true, omitVersion: false });
  let version = 0;
  parser.on('version', (found) => (version = found));
  parser.on('extra', (line) => mistakes.push(`no TAP: ${line}`));
  parser.on('assert', (point) => {
    if (!point.ok && !point.diag?.detail?.length) mistakes.push(`point ${point.id} says no detail`);
    if (point.skip || point.todo) mistakes.push(`point ${point.id} has a directive`);
  });
  const results = await new Promise((resolve) => {
    parser.on('complete', resolve);
    parser.end(text);
  });
  const points = text.split('\n').filter((line) => /^(not )?ok /.test(line)).length;
  if (Number(version) !== 14) mistakes.push(`version ${version}`);
  if (results.count !== points || results.plan.end !== points || results.bailout) mistakes.push('not every point is read');
  for (const failure of results.failures) if (failure.tapError) mistakes.push(failure.tapError);
  return mistakes;
}

// The sums that attributes tell are those of the cases.
async function junit(file) {
  const { parse } = await import('junit2json');
  const suites = await parse(readFileSync(file, 'utf8'));
  const mistakes = [];
  const all = { tests: 0, failures: 0 };
  for (const suite of suites.testsuite ?? []) {
    const cases = suite.testcase ?? [];
    const failures = cases.filter((one) => one.failure?.length).length;
    if (suite.tests !== cases.length || suite.failures !== failures) mistakes.push(`${suite.name} is counted wrong`);
    for (const one of cases) if (!one.name || !one.classname) mistakes.push(`a case of ${suite.name} without a name`);
    all.tests += cases.length;
    all.failures += failures;
  }
  if (suites.tests !== all.tests || suites.failures !== all.failures || all.failures === 0) mistakes.push('all are counted wrong');
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
} else if (kind === 'tap') {
  check = tap;
} else if (kind === 'junit') {
  check = junit;
} else if (kind === 'ics') {
  check = calendar;
} else {
  console.error(`no kind '${kind}'`);
  process.exit(2);
}

let wrong = files.length === 0;
if (wrong) console.error('no file to validate');
for (const file of files) {
  const mistakes = await check(file);
  for (const mistake of mistakes) console.error(`${file}: ${mistake}`);
  wrong ||= mistakes.length > 0;
}
process.exit(wrong ? 1 : 0);
