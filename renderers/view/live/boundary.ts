import { unpackMaps, unpackPoints } from '../../figures/arrays';
import { parseColour } from '../../figures/colour';
import type { FigureTheme } from '../../figures/figure';
import { regionColour } from '../../figures/regions';
import { size } from './painter';
import type { LivePainter } from './painter';
import { paintPoints } from './points';

/** Shades per class between unsure and certain: enough for the eye, and colours are made once. */
const shades = 24;

/** Paints the boundary of a model in training, with the rows that it learns from. */
export const boundary: LivePainter<'decision-boundary'> = {
  name: 'Decision boundary so far',
  tag: ({ panels, plane }) => `${panels[0]?.model ?? ''} so far: ${plane.y.feature} over ${plane.x.feature}`,
  paint(context, figure, theme) {
    const panel = figure.panels[0];
    const { plane } = figure;
    if (!panel || plane.width < 2 || plane.height < 2) return;
    const posterior = unpackMaps(panel.posterior, figure.classes.length, plane.height, plane.width);
    const image = context.createImageData(size.width, size.height);
    paintRegions(image, posterior, plane.width, plane.height, theme);
    context.putImageData(image, 0, 0);
    paintPoints(context, unpackPoints(figure.train), plane, theme);
  },
};

/** Interpolates the probabilities between grid points and colours each pixel; a pixel between two classes is the boundary. */
function paintRegions(
  image: ImageData,
  posterior: Float64Array[],
  width: number,
  height: number,
  theme: FigureTheme,
): void {
  const palette = posterior.map((_, k) =>
    Array.from({ length: shades }, (_, shade) => parseColour(regionColour(theme, k, shade / (shades - 1)))),
  );
  const ink = parseColour(theme.ink);
  const winners = new Int16Array(size.width * size.height).fill(-1);
  const even = 1 / posterior.length;
  for (let row = 0; row < size.height; row++) {
    const v = (1 - row / (size.height - 1)) * (height - 1);
    const below = Math.min(height - 2, Math.floor(v));
    for (let column = 0; column < size.width; column++) {
      const u = (column / (size.width - 1)) * (width - 1);
      const left = Math.min(width - 2, Math.floor(u));
      const at = below * width + left;
      const [fu, fv] = [u - left, v - below];
      let best = -Infinity;
      let winner = -1;
      for (let k = 0; k < posterior.length; k++) {
        const map = posterior[k]!;
        const p =
          (1 - fv) * ((1 - fu) * map[at]! + fu * map[at + 1]!) +
          fv * ((1 - fu) * map[at + width]! + fu * map[at + width + 1]!);
        if (p > best) {
          best = p;
          winner = k;
        }
      }
      const pixel = row * size.width + column;
      winners[pixel] = winner;
      const isEdge =
        (column > 0 && winners[pixel - 1] !== winner) || (row > 0 && winners[pixel - size.width] !== winner);
      const certainty = even >= 1 ? 1 : Math.min(1, Math.max(0, (best - even) / (1 - even)));
      const colour = isEdge ? ink : (palette[winner]?.[Math.round(certainty * (shades - 1))] ?? ink);
      image.data.set([...colour, winner < 0 ? 0 : 255], 4 * pixel);
    }
  }
}
