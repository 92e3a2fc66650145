import type { Figure, FigureKind } from '../src/protocol/figures';
import type { Result } from '../src/protocol/result';
import { rendererOf } from './figures/index';
import { paperTheme } from './figures/theme';
import { svgToImage, toPng } from './raster';

/** Kinds by how much they tell at a glance, and how many are drawn. */
const telling: FigureKind[] = [
  'decision-boundary',
  'curves',
  'label-budget',
  'bayes-ledger',
  'attribution',
  'image-attribution',
  'importance',
  'shap-summary',
  'samples',
  'image-grid',
  'denoising',
  'hidden-states',
  'state-path',
  'scatter-matrix',
  'partial-dependence',
  'histograms',
  'confusion-matrix',
  'reliability',
  'class-balance',
  'loss-curve',
];
const mostFigures = 2;

const width = 900;
const padding = 16;
const titleHeight = 28;
/** Pixels of the picture per pixel of the figure, tried in turn until the file is small enough (in characters of base64). */
const scales = [1, 0.75, 0.5];
/** Colours are rounded to multiples of this: no eye sees it, and soft shades take half the bytes. */
const colourStep = 8;
const mostCharacters = 400_000;

/** A static PNG in base64 of the most telling figures, for places without the extension; undefined where there is no figure. */
export async function drawPicture(result: Result): Promise<string | undefined> {
  const chosen = choose(result.figures);
  if (chosen.length === 0) return undefined;
  const { toSvg } = await import('./plotly');
  const drawn = await Promise.all(
    chosen.map(async (figure) => {
      const renderer = rendererOf(figure);
      const height = renderer.height(figure, width - 2 * padding);
      const svg = await toSvg(renderer.spec(figure, paperTheme, width - 2 * padding));
      return { title: figure.title, height, image: await svgToImage(svg, width - 2 * padding, height) };
    }),
  );
  let png = '';
  for (const scale of scales) {
    png = compose(drawn, scale);
    if (png.length <= mostCharacters) break;
  }
  return png;
}

function choose(figures: Figure[]): Figure[] {
  return telling.flatMap((kind) => figures.filter((figure) => figure.kind === kind).slice(0, 1)).slice(0, mostFigures);
}

function compose(drawn: { title: string; height: number; image: HTMLImageElement }[], scale: number): string {
  const total = drawn.reduce((sum, { height }) => sum + titleHeight + height + padding, padding);
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(total * scale);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('this page cannot draw on a canvas');
  context.fillStyle = paperTheme.background;
  context.fillRect(0, 0, canvas.width, canvas.height);
  let top = padding;
  for (const { title, height, image } of drawn) {
    context.fillStyle = paperTheme.ink;
    context.font = `600 ${15 * scale}px ${paperTheme.font}`;
    context.fillText(title, padding * scale, (top + 16) * scale, (width - 2 * padding) * scale);
    context.drawImage(image, padding * scale, (top + titleHeight) * scale, image.width * scale, image.height * scale);
    top += titleHeight + height + padding;
  }
  roundColours(context, canvas.width, canvas.height);
  return toPng(canvas);
}

function roundColours(context: CanvasRenderingContext2D, width: number, height: number): void {
  const image = context.getImageData(0, 0, width, height);
  const { data } = image;
  // white stays white: 255 is rounded up and clamped
  for (let i = 0; i < data.length; i++) data[i] = Math.round(data[i]! / colourStep) * colourStep;
  context.putImageData(image, 0, 0);
}
