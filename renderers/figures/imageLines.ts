import type { FigureOf } from '../../src/protocol/figures';

/** Pixels. */
const sizes = { margin: 8, heading: 22, caption: 16, blockGap: 10, gap: 10, pairGap: 3, least: 48, captionMost: 132 };
const pixelsPerCharacter = 5.4;

/** Where everything of a grid of pictures lies, in pixels from the top left of the plotting area. */
export interface PictureLines {
  margin: { l: number; r: number; t: number; b: number };
  innerWidth: number;
  innerHeight: number;
  height: number;
  /** Pixels on the screen, each way, per pixel of a picture. */
  scale: number;
  pictureWidth: number;
  pictureHeight: number;
  captionLength: number;
  places: { x: number; y: number }[];
  headings: { text: string; top: number }[];
}

/** Lines as long as the width allows; what belongs together stays in one line. */
export function arrangePictures(
  { pictures, captions, blocks, together = 1 }: FigureOf<'image-grid'>,
  width: number,
): PictureLines {
  const [, rows = 1, columns = 1] = pictures.shape;
  const innerWidth = Math.max(120, width - 2 * sizes.margin);
  const scale = Math.max(1, Math.ceil(sizes.least / Math.max(1, rows, columns)));
  const [pictureWidth, pictureHeight] = [scale * columns, scale * rows];
  const longest = captions.reduce((most, caption) => Math.max(most, Array.from(caption).length), 0);
  const cell = Math.max(pictureWidth, Math.min(sizes.captionMost, longest * pixelsPerCharacter));
  const group = Math.max(1, together);
  const groupWidth = group * cell + (group - 1) * sizes.pairGap + sizes.gap;
  const perLine = Math.max(1, Math.floor((innerWidth + sizes.gap) / groupWidth)) * group;
  const lineHeight = pictureHeight + (longest > 0 ? sizes.caption : 0) + 6;
  const places: PictureLines['places'] = [];
  const headings: PictureLines['headings'] = [];
  let top = 0;
  for (const { heading, count } of blocks) {
    if (heading !== '') {
      headings.push({ text: heading, top });
      top += sizes.heading;
    }
    for (let i = 0; i < count; i++) {
      const inLine = i % perLine;
      const left = Math.floor(inLine / group) * groupWidth + (inLine % group) * (cell + sizes.pairGap);
      places.push({ x: left + (cell - pictureWidth) / 2, y: top + Math.floor(i / perLine) * lineHeight });
    }
    top += Math.ceil(count / perLine) * lineHeight + sizes.blockGap;
  }
  const innerHeight = Math.max(lineHeight, top - sizes.blockGap);
  return {
    margin: { l: sizes.margin, r: sizes.margin, t: sizes.margin, b: sizes.margin },
    innerWidth,
    innerHeight,
    height: innerHeight + 2 * sizes.margin,
    scale,
    pictureWidth,
    pictureHeight,
    captionLength: Math.floor(cell / pixelsPerCharacter),
    places,
    headings,
  };
}
