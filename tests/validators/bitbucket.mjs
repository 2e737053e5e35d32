// bitbucket.mjs KIND FILE... - KIND: cloud, server. The bodies of requests are of the
// types that Bitbucket's own OpenAPI description gives them, and within the limits that
// its pages state in words.
import { readFileSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ts = createRequire(import.meta.url)('typescript');
const here = dirname(fileURLToPath(import.meta.url));
const [kind, ...files] = process.argv.slice(2);

// The value of a datum is described as an object there; the pages know numbers and texts.
const types = {
  cloud: `type Report = Omit<S['report'], 'data'> & { data: (Omit<S['report_data'], 'value'> & { value: number | string })[] };
    type Annotations = S['report_annotation'][];`,
  server: `type Report = Omit<S['RestSetInsightReportRequest'], 'data'> & { data: (Omit<S['RestInsightReportData'], 'value'> & { value: number | string })[] };
    type Annotations = S['RestBulkAddInsightAnnotationRequest'];`,
};

function typeMistakes(text) {
  const source = join(here, 'bitbucket-report.ts');
  const described = `./node_modules/@coderabbitai/bitbucket/dist/${kind}/openapi/openapi-typescript.d.ts`;
  const code = `import type { components } from '${described}';
    type S = components['schemas'];
    ${types[kind]}
    const all: { report: Report, annotations: Annotations[] } = ${text};
    export default all;`;
  const options = { strict: true, noEmit: true, skipLibCheck: true, module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext, types: [] };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  host.getSourceFile = (name, ...rest) => (name === source ? ts.createSourceFile(name, code, ts.ScriptTarget.ES2022) : getSourceFile(name, ...rest));
  host.fileExists = (name) => name === source || fileExists(name);
  return ts.getPreEmitDiagnostics(ts.createProgram([source], options, host)).map((one) => ts.flattenDiagnosticMessageText(one.messageText, ' '));
}

const within = (text, most, what) => (text.length > most ? [`${what} of ${text.length} characters`] : []);

function limits({ report, annotations }) {
  const cloud = kind === 'cloud';
  const requests = annotations.map((body) => (cloud ? body : body.annotations));
  const all = requests.flat();
  const ids = all.map((one) => one.external_id ?? one.externalId);
  const mistakes = [
    ...within(report.title, 450, 'title'),
    ...within(report.details, 2000, 'details'),
    ...all.flatMap((one) => (cloud ? [...within(one.summary, 450, 'summary'), ...within(one.details, 2000, 'details')] : within(one.message, 2000, 'message'))),
    ...ids.flatMap((id) => within(id, 450, 'id')),
  ];
  if (all.length > 1000 || all.length === 0) mistakes.push(`${all.length} annotations`);
  if (requests.some((body) => body.length > (cloud ? 100 : 1000) || body.length === 0)) mistakes.push('a request of a wrong size');
  if (report.data.length > (cloud ? 10 : 6)) mistakes.push('too much data');
  if (new Set(ids).size !== ids.length || ids.includes(undefined)) mistakes.push('ids are not unique');
  if (all.some((one) => !(one.summary ?? one.message)?.trim())) mistakes.push('an annotation without a message');
  if (!cloud && all.some((one) => !['LOW', 'MEDIUM', 'HIGH'].includes(one.severity))) mistakes.push('a severity');
  return mistakes;
}

let wrong = files.length === 0 || !types[kind];
for (const file of files) {
  const text = readFileSync(realpathSync(file), 'utf8');
  for (const mistake of [...typeMistakes(text), ...limits(JSON.parse(text))]) {
    console.error(`${file}: ${mistake}`);
    wrong = true;
  }
}
process.exit(wrong ? 1 : 0);
