import type { Dataset } from '../../data/dataset';
import { numericColumn } from '../../data/infer';
import { textAt } from '../../data/table';
import type { Column } from '../../data/table';

/** How long a text is. */
const measures: readonly { unit: string; of(text: string): number }[] = [
  { unit: 'characters', of: (text) => [...text].length },
  { unit: 'words', of: (text) => text.match(/\S+/g)?.length ?? 0 },
];

/** How long the texts of the data are, as columns of numbers to be described like others; none where there are no texts. */
export function textLengths({ features, plan, rows }: Dataset): Column[] {
  const column = features.find(({ name }) => name === plan.text?.column);
  if (!column) return [];
  const texts = Array.from({ length: rows }, (_, row) => textAt(column, row));
  return measures.map(({ unit, of }) =>
    numericColumn(
      `${unit} of ${column.name}`,
      Float64Array.from(texts, (text) => (text === undefined ? NaN : of(text))),
    ),
  );
}
