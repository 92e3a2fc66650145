/** `3 rows`, `1 row`, `1,000,000 rows`: the same in every locale. */
export function counted(n: number, noun: string, plural = `${noun}s`): string {
  return `${grouped(n)} ${n === 1 ? noun : plural}`;
}

/** A whole number with its thousands set apart. */
export function grouped(n: number): string {
  return String(n).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** `a, b and 7 more`: the first few of many. */
export function listed(items: readonly string[], most = 8): string {
  const shown = items.slice(0, most).map((item) => shortened(item));
  return shown.join(', ') + (items.length > most ? ` and ${grouped(items.length - most)} more` : '');
}

/** Text cut to what fits in a sentence. */
export function shortened(text: string, most = 40): string {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

/** A cell's text in quotes, cut, with line breaks shown as blanks. */
export function quoted(text: string): string {
  return `"${shortened(text.replace(/[\r\n\t]+/g, ' '))}"`;
}

/** A share as a percentage with one decimal: "97.3 %". */
export function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
