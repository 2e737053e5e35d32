// schemas.mjs BYLAW - the loader and the JSON Schema of a kind of file say the same of
// the files below files/KIND: what is good is taken by both, what is bad is refused by
// both, and what only the loader can refuse says why in its first line.
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const here = dirname(fileURLToPath(import.meta.url));
const bylaw = process.argv[2];
const { parse } = require('yaml');
const Ajv = require('ajv').default;

// Where the loader looks for a file of the kind, below a folder of its own.
const places = {
  rule: 'rules/file.yml',
  policy: 'policies/file.yml',
  configuration: '.bylaw.yml',
  exception: '.bylaw/exceptions/file.yml',
  test: 'rules/file.test.yml',
};

function isLoaded(kind, file) {
  const folder = mkdtempSync(join(tmpdir(), 'bylaw-'));
  const place = join(folder, places[kind]);
  mkdirSync(dirname(place), { recursive: true });
  cpSync(file, place);
  const done = spawnSync(bylaw, ['policy', 'validate', '--format', 'json', folder], { encoding: 'utf8' });
  rmSync(folder, { recursive: true });
  const told = JSON.parse(done.stdout);
  const errors = told.diagnostics.filter((one) => one.level === 'error');
  if ((done.status === 2) !== errors.length > 0 || ![0, 2].includes(done.status))
    throw new Error(`${file}: ended with ${done.status}, ${errors.length} errors ${done.stderr}`);
  if (told.diagnostics.some((one) => !/^[EWI]\d{3}$/.test(one.code))) throw new Error(`${file}: a diagnostic without a code`);
  return errors.length === 0;
}

let wrong = 0;
let count = 0;
for (const kind of Object.keys(places)) {
  const ajv = new Ajv({ strict: false });
  require('ajv-formats').default(ajv);
  const validate = ajv.compile(JSON.parse(execFileSync(bylaw, ['policy', 'schema', kind], { encoding: 'utf8' })));
  for (const group of ['good', 'bad', 'loader-only']) {
    for (const name of readdirSync(join(here, 'files', kind, group)).sort()) {
      const file = join(here, 'files', kind, group, name);
      const text = readFileSync(file, 'utf8');
      const byLoader = isLoaded(kind, file);
      const bySchema = validate(parse(text));
      const wanted = { good: [true, true], bad: [false, false], 'loader-only': [false, true] }[group];
      count++;
      if (byLoader === wanted[0] && bySchema === wanted[1] && (group !== 'loader-only' || text.startsWith('# '))) continue;
      wrong++;
      console.log(`${kind}/${group}/${name}: the loader ${byLoader ? 'takes' : 'refuses'} it, the schema ${bySchema ? 'takes' : 'refuses'} it`);
      if (!bySchema && wanted[1]) console.log(JSON.stringify(validate.errors));
    }
  }
}
console.log(`${count} files, ${wrong} wrong`);
process.exit(wrong > 0 || count < 60 ? 1 : 0);
