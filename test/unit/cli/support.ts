import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';

/** A folder that is gone after the tests of the file. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'model-cells-cli-'));
  after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

export interface TestCell {
  text: string;
  language?: string;
  kind?: 'code' | 'markdown';
}

/** A notebook file as VS Code writes it. */
export async function writeNotebook(
  path: string,
  cells: (string | TestCell)[],
  metadata: object = {},
): Promise<string> {
  const content = {
    cells: cells.map((cell, i) => {
      const { text, language = 'model-cell', kind = 'code' } = typeof cell === 'string' ? { text: cell } : cell;
      const source = text.split(/(?<=\n)/);
      if (kind === 'markdown') return { cell_type: 'markdown', id: `c${i}`, metadata: {}, source };
      return {
        cell_type: 'code',
        execution_count: null,
        id: `c${i}`,
        metadata: { vscode: { languageId: language } },
        outputs: [],
        source,
      };
    }),
    metadata: { custom: { kept: true }, ...metadata },
    nbformat: 4,
    nbformat_minor: 5,
  };
  const text = `${JSON.stringify(content, null, 1)}\n`;
  await writeFile(path, text);
  return text;
}

/** Two clouds of points, apart enough to be learned at once. */
export const clouds = [
  'x,y,kind',
  ...Array.from({ length: 40 }, (_, i) => {
    const [dx, dy] = [Math.sin(3 * i), Math.cos(7 * i)];
    return i % 2 === 0 ? `${dx},${dy},a` : `${3 + dx},${2 + dy},b`;
  }),
].join('\n');
