/**
 * A string from data for Plotly, which reads a small HTML of its own (`<b>`, `<a href>`) in every text: `& < >` are
 * written as entities and so shown as they are. Line breaks and other control characters become spaces.
 */
export function escapeText(text: string): string {
  return Array.from(text, (char) => (char < ' ' || char === '\u007f' ? ' ' : (entities[char] ?? char))).join('');
}

const entities: { [char: string]: string | undefined } = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** At most `length` characters, cut with an ellipsis. Use before {@link escapeText}. */
export function shorten(text: string, length: number): string {
  const chars = Array.from(text);
  return chars.length <= length ? text : chars.slice(0, Math.max(1, length - 1)).join('') + '…';
}

/** A name that fits a space of so many pixels, escaped: for axis titles, legends and panel headings. */
export function fit(text: string, pixels: number, pixelsPerCharacter = 6.3): string {
  return escapeText(shorten(text, Math.max(4, Math.floor(pixels / pixelsPerCharacter))));
}

/** A number for people: `digits` significant digits, thousands separated, a true minus sign. */
export function formatNumber(value: number, digits = 4): string {
  if (!Number.isFinite(value)) return '–';
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e9))
    return value
      .toExponential(Math.max(0, digits - 1))
      .replace('e+', 'e')
      .replaceAll('-', '−');
  const rounded = size >= 10 ** digits ? Math.round(value) : Number(value.toPrecision(digits));
  return rounded.toLocaleString('en-US', { maximumFractionDigits: 12 }).replace('-', '−');
}

export function formatPercent(share: number, digits = 1): string {
  return Number.isFinite(share) ? `${(100 * share).toFixed(digits)} %` : '–';
}
