import type { ColumnInfo } from '../../../src/language/columns';
import type { EditorContext } from '../../../src/language/complete';
import { catalogue } from './catalogue';

export const columns: readonly ColumnInfo[] = [
  { name: 'species', kind: 'categorical', levels: ['Adelie', 'Gentoo'], rows: 10, missing: 0 },
  { name: 'bill length', kind: 'numeric', low: 32.1, high: 59.6, rows: 10, missing: 1 },
  { name: 'mass: g', kind: 'numeric', low: 2700, high: 6300, rows: 10, missing: 0 },
  { name: 'a`b', kind: 'text', rows: 10, missing: 0, partial: true },
];

/** What the editor knows around the cells of these tests. */
export const context: EditorContext = {
  catalogue,
  names: new Map([
    ['mixture', 'gaussian-mixture'],
    ['net', 'mlp'],
  ]),
  files: ['data/penguins.csv', 'my data.csv'],
  columns,
  target: 'species',
};

/** The text without the mark `|`, and where it was. */
export function marked(text: string): { text: string; offset: number } {
  const offset = text.indexOf('|');
  if (offset < 0) throw new Error(`no | in ${text}`);
  return { text: text.slice(0, offset) + text.slice(offset + 1), offset };
}
