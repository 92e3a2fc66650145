/** Columns of a line of row numbers. */
const lineLength = 100;

/** A list over several lines. */
export function wrapped(items: readonly string[]): string {
  const short = `[${items.join(', ')}]`;
  if (short.length <= lineLength) return short;
  const lines: string[] = [];
  let line = '';
  for (const item of items) {
    if (line !== '' && line.length + item.length + 2 > lineLength) {
      lines.push(`    ${line},`);
      line = '';
    }
    line += line === '' ? item : `, ${item}`;
  }
  return `[\n${[...lines, `    ${line},`].join('\n')}\n]`;
}
