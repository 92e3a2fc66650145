// A CSV file of many rows, written in large pieces: 100 bytes a row.
import { open } from 'node:fs/promises';

const piece = 20_000;

/** Three classes that overlap a little, eleven columns of numbers. */
export async function writeRows(path: string, rows: number): Promise<void> {
  const file = await open(path, 'w');
  try {
    await file.write(`${Array.from({ length: 11 }, (_, j) => `x${j}`).join(',')},kind\n`);
    let state = 1;
    // Park and Miller (1988)
    const random = () => (state = (state * 48271) % 2147483647) / 2147483647;
    for (let from = 0; from < rows; from += piece) {
      const lines: string[] = [];
      for (let i = from; i < Math.min(rows, from + piece); i++) {
        const kind = i % 3;
        let line = '';
        for (let j = 0; j < 11; j++) line += `${(10 + kind * (j % 3) + 2 * (random() + random() - 1)).toFixed(5)},`;
        lines.push(`${line}${'abc'[kind]}\n`);
      }
      await file.write(lines.join(''));
    }
  } finally {
    await file.close();
  }
}
