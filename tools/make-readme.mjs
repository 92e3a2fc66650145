// Writes the tables of models, verbs and capabilities into README.md from the registries' cards (after `npm run build`).
import { readFile, writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { format, resolveConfig } from 'prettier';

const list = (values) => values.join(', ') || '–';
const row = (cells) => `| ${cells.join(' | ')} |`;
const escape = (text) => text.replaceAll('|', '\\|');

/** Markdown of one table of the README. */
export const tables = {
  models: ({ models }) =>
    [
      row(['model', 'also', 'learns', 'can do', 'options']),
      row(['---', '---', '---', '---', '---']),
      ...models.map((model) =>
        row([
          `\`${model.id}\``,
          list(model.aliases.map((alias) => `\`${alias}\``)),
          escape(`${model.family}: ${model.learns}`),
          list(model.capabilities),
          list(model.parameters.map((parameter) => `\`${parameter.name}\``)),
        ]),
      ),
    ].join('\n'),
  verbs: ({ tasks }) =>
    [
      row(['verb', 'does', 'needs', 'options']),
      row(['---', '---', '---', '---']),
      ...tasks.map((task) =>
        row([
          `\`${task.id}\``,
          escape(task.summary),
          task.models === 'none'
            ? 'a file'
            : task.predicts === 'ratings'
              ? `a model of ${task.predicts}`
              : task.needs.length > 0
                ? task.needs.join(' or ')
                : 'any model',
          list(task.parameters.map((parameter) => `\`${parameter.name}\``)),
        ]),
      ),
    ].join('\n'),
};

/** The README with its generated parts made anew, formatted as `npm run format` does. */
export async function withTables(readme, catalogue) {
  const text = Object.entries(tables).reduce((sum, [name, make]) => {
    const [begin, end] = [`<!-- ${name}: generated -->`, `<!-- end of ${name} -->`];
    const from = sum.indexOf(begin);
    const to = sum.indexOf(end);
    if (from < 0 || to < from)
      throw new Error(`README.md has no place for the table "${name}": expected ${begin} … ${end}`);
    return `${sum.slice(0, from + begin.length)}\n\n${make(catalogue)}\n\n${sum.slice(to)}`;
  }, readme);
  return format(text, { parser: 'markdown', ...(await resolveConfig('README.md')) });
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const catalogue = JSON.parse(await readFile('dist/catalogue.json', 'utf8'));
  await writeFile('README.md', await withTables(await readFile('README.md', 'utf8'), catalogue));
}
