/** A piece of a text where it is drawn, in pixels from the left and in lines from the top. */
export interface Placed {
  /** Which of the pieces. */
  index: number;
  x: number;
  width: number;
  line: number;
}

/** Share of the font size that characters take, of a font that is not known. */
const widths: readonly [RegExp, number][] = [
  [/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Extended_Pictographic}]/u, 1.05],
  [/[mwMW@%—]/u, 0.9],
  [/[iljtfrI.,:;'|!()[\]\s]/u, 0.36],
  [/\p{Lu}/u, 0.7],
];
const usual = 0.57;

/** About the width of a text in pixels. */
export function textWidth(text: string, size: number): number {
  let sum = 0;
  for (const character of text) sum += widths.find(([kind]) => kind.test(character))?.[1] ?? usual;
  return sum * size;
}

/**
 * Pieces one after the other, in lines of so many pixels. `stays`: a piece that is no reason for a new line, such as a comma;
 * `breaks`: a new line begins after it. Pieces wider than a line are as wide as it.
 */
export function flow(
  pieces: readonly { width: number; stays: boolean; breaks: boolean }[],
  lineWidth: number,
): { placed: Placed[]; lines: number } {
  const placed: Placed[] = [];
  let x = 0;
  let line = 0;
  pieces.forEach(({ width: wanted, stays, breaks }, index) => {
    const width = Math.min(wanted, lineWidth);
    if (x > 0 && !stays && x + width > lineWidth) {
      x = 0;
      line++;
    }
    placed.push({ index, x, width, line });
    x += width;
    if (breaks && x > 0) {
      x = 0;
      line++;
    }
  });
  return { placed, lines: placed.length === 0 ? 1 : placed.at(-1)!.line + 1 };
}
