// templates.mjs schema SCHEMA FILE - holds a YAML file against a JSON Schema.
// templates.mjs value FILE KEY...   - prints what stands at the keys; a list of text as lines.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const { parseAllDocuments } = require('yaml');
const [action, ...rest] = process.argv.slice(2);

function load(file) {
  const documents = parseAllDocuments(readFileSync(file, 'utf8'), { merge: true });
  for (const document of documents)
    for (const mistake of [...document.errors, ...document.warnings]) {
      console.error(`${file}: ${mistake.message}`);
      process.exit(1);
    }
  return documents.at(-1).toJS();
}

if (action === 'schema') {
  const [schema, file] = rest;
  const Ajv = require('ajv').default;
  const ajv = new Ajv({ strict: false, allErrors: true, logger: false, unicodeRegExp: false });
  require('ajv-formats').default(ajv);
  const validate = ajv.compile(JSON.parse(readFileSync(schema, 'utf8')));
  if (!validate(load(file))) {
    for (const mistake of validate.errors.slice(0, 8)) console.error(`${file}: ${mistake.instancePath} ${mistake.message}`);
    process.exit(1);
  }
} else if (action === 'value') {
  const [file, ...keys] = rest;
  let value = load(file);
  for (const key of keys) value = value?.[key];
  if (value === undefined) {
    console.error(`${file}: nothing at ${keys.join(' ')}`);
    process.exit(1);
  }
  console.log(Array.isArray(value) ? value.join('\n') : value);
} else {
  process.exit(2);
}
