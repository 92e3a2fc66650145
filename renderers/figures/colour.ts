/** Colours as `[red, green, blue]`, 0 to 255. */
export type Rgb = readonly [number, number, number];

/** Reads `#rgb`, `#rrggbb`, `rgb(...)` and `rgba(...)`; anything else is middle grey. */
export function parseColour(text: string): Rgb {
  const hex = /^#([0-9a-f]{3,8})$/i.exec(text.trim())?.[1];
  if (hex && hex.length >= 6) return [0, 2, 4].map((i) => parseInt(hex.slice(i, i + 2), 16)) as unknown as Rgb;
  if (hex) return Array.from(hex.slice(0, 3), (digit) => parseInt(digit + digit, 16)) as unknown as Rgb;
  const numbers = /^rgba?\(([^)]*)\)$/i
    .exec(text.trim())?.[1]
    ?.split(/[\s,/]+/)
    .map(Number);
  return numbers && numbers.length >= 3 && numbers.slice(0, 3).every(Number.isFinite)
    ? (numbers.slice(0, 3) as unknown as Rgb)
    : [128, 128, 128];
}

export function toCss([red, green, blue]: Rgb): string {
  return `rgb(${Math.round(red)},${Math.round(green)},${Math.round(blue)})`;
}

/** `share` of `over`, the rest of `under`. */
export function mix(under: string, over: string, share: number): string {
  const a = parseColour(under);
  const b = parseColour(over);
  return toCss(a.map((value, i) => value + (b[i]! - value) * share) as unknown as Rgb);
}

export function withAlpha(colour: string, alpha: number): string {
  const [red, green, blue] = parseColour(colour);
  return `rgba(${red},${green},${blue},${alpha})`;
}

/** Relative luminance (WCAG 2.2). */
function luminance(colour: string): number {
  const [red, green, blue] = parseColour(colour).map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as unknown as Rgb;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Contrast ratio of two colours, 1 to 21 (WCAG 2.2). */
export function contrast(a: string, b: string): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/** Black or white, whichever reads better on `background`. */
export function readable(background: string): string {
  return contrast('#ffffff', background) >= contrast('#000000', background) ? '#ffffff' : '#000000';
}
