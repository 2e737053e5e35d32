// commands.mjs KIND FILE - KIND: github, azure. Reads each line as the runner does, and
// writes it again as the runner's own toolkit would: the line must come out as it is.
// github: the runner's ActionCommand, @actions/core's command.ts; ten of a type, fifty in
// all. azure: the agent's Command, azure-pipelines-task-lib's taskcommand.ts.
import { readFileSync } from 'node:fs';

const [kind, file] = process.argv.slice(2);
const marks = {
  github: { data: ['%', '\r', '\n'], property: ['%', '\r', '\n', ':', ','] },
  azure: { data: ['%', '\r', '\n'], property: ['%', '\r', '\n', ']', ';'] },
}[kind];
const code = (mark) => (mark === '%' && kind === 'azure' ? '%AZP25' : `%${mark.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`);
const escape = (text, all) => all.reduce((result, mark) => result.replaceAll(mark, code(mark)), text);
const unescape = (text, all) => [...all].reverse().reduce((result, mark) => result.replaceAll(code(mark), mark), text);

function readGithub(line) {
  const end = line.indexOf('::', 2);
  if (!line.startsWith('::') || end < 0) return null;
  const [, command, properties] = /^(\S+) ?(.*)$/s.exec(line.slice(2, end)) ?? [];
  return { command, properties: properties.split(','), message: line.slice(end + 2), write: (c, p, m) => `::${c} ${p.join(',')}::${m}` };
}

function readAzure(line) {
  const end = line.indexOf(']');
  if (!line.startsWith('##vso[') || end < 0) return null;
  const [, command, properties] = /^(\S+) ?(.*)$/s.exec(line.slice(6, end)) ?? [];
  return { command, properties: properties.split(';').filter(Boolean), message: line.slice(end + 1), write: (c, p, m) => `##vso[${c} ${p.join(';')};]${m}` };
}

const known = {
  github: { commands: ['error', 'warning', 'notice'], properties: ['title', 'file', 'line', 'col'] },
  azure: { commands: ['task.logissue'], properties: ['type', 'sourcepath', 'linenumber', 'columnnumber', 'code'] },
}[kind];
const mistakes = [];
const count = {};
const lines = readFileSync(file, 'utf8').split('\n');
if (lines.pop() !== '' || lines.length === 0) mistakes.push('no whole lines');
for (const line of lines) {
  const read = kind === 'github' ? readGithub(line) : readAzure(line);
  if (!read || !known.commands.includes(read.command)) {
    mistakes.push(`no command of ours: ${line}`);
    continue;
  }
  count[read.command] = (count[read.command] ?? 0) + 1;
  const properties = read.properties.map((one) => [one.slice(0, one.indexOf('=')), unescape(one.slice(one.indexOf('=') + 1), marks.property)]);
  if (properties.some(([name]) => !known.properties.includes(name))) mistakes.push(`a property that is not ours: ${line}`);
  if (new Set(properties.map(([name]) => name)).size !== properties.length) mistakes.push(`a property twice: ${line}`);
  const message = unescape(read.message, marks.data);
  if (!message.trim()) mistakes.push(`no message: ${line}`);
  const again = read.write(read.command, properties.map(([name, value]) => `${name}=${escape(value, marks.property)}`), escape(message, marks.data));
  if (again !== line) mistakes.push(`read as ${again}, written as ${line}`);
}
const all = Object.values(count).reduce((sum, one) => sum + one, 0);
if (kind === 'github' && (all > 50 || Object.values(count).some((one) => one > 10))) mistakes.push(`too many: ${JSON.stringify(count)}`);
for (const mistake of mistakes) console.error(`${file}: ${mistake}`);
process.exit(mistakes.length > 0 ? 1 : 0);
