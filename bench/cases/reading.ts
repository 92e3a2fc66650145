import Papa from 'papaparse';
import { csv } from '../../src/data/csv';
import { createRng } from '../../src/data/random';
import { clock, type Case } from '../time';

/** Reading a table: bytes to typed columns. */
export function readingCases(): Case[] {
  const bytes = new TextEncoder().encode(table(100_000));
  const megabytes = (bytes.length / 2 ** 20).toFixed(1);
  return [
    {
      name: `read CSV, ${megabytes} MB`,
      setting:
        '100,000 rows x 11 columns, numbers, categories, quoted text and empty cells; papaparse with a header and typed values.',
      variants: [
        {
          name: 'Model Cells',
          run: () =>
            clock(() => {
              const reading = csv.read(bytes, 'bench.csv');
              while (!reading.next().done);
            }),
        },
        {
          name: 'papaparse',
          run: () => clock(() => Papa.parse(new TextDecoder().decode(bytes), { header: true, dynamicTyping: true })),
        },
      ],
    },
  ];
}

function table(rows: number): string {
  const rng = createRng(3);
  const words = ['north', 'south', 'east', 'west'];
  const lines = ['id,a,b,c,d,e,f,g,region,comment,label'];
  for (let i = 0; i < rows; i++) {
    const numbers = Array.from({ length: 7 }, () => (rng.uniform() < 0.02 ? '' : rng.normal().toFixed(6)));
    lines.push(
      `${i},${numbers.join(',')},${words[rng.integer(4)]!},"said ""${rng.integer(50)}"", then left",${rng.integer(3)}`,
    );
  }
  return lines.join('\n');
}
