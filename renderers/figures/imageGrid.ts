import type { FigureOf } from '../../src/protocol/figures';
import type { Bag, FigureRenderer, FigureTheme } from './figure';
import { arrangePictures } from './imageLines';
import type { PictureLines } from './imageLines';
import { baseLayout, label } from './panels';
import { picturesOf } from './pictures';
import { pngAddress } from './png';
import { escapeText, fit, shorten } from './text';

type ImageGrid = FigureOf<'image-grid'>;

/** Pictures in lines, in blocks under their headings, each with its caption below. */
export const imageGrid: FigureRenderer<ImageGrid> = {
  height: (figure, width) => arrangePictures(figure, width).height,

  spec(figure, theme, width) {
    const bitmaps = picturesOf(figure);
    const lines = arrangePictures(figure, width);
    const hidden = { visible: false, fixedrange: true };
    const layout = baseLayout(theme, { ...noPanels, margin: lines.margin, height: lines.height }, width, {
      showlegend: false,
      dragmode: false,
      xaxis: { ...hidden, range: [0, lines.innerWidth] },
      yaxis: { ...hidden, range: [lines.innerHeight, 0] },
      annotations: lines.headings.map(({ text, top }) =>
        label(`<b>${fit(text, lines.innerWidth, 7)}</b>`, {
          xref: 'x',
          x: 0,
          xanchor: 'left',
          yref: 'y',
          y: top,
          yanchor: 'top',
          font: { color: theme.ink, size: 12 },
        }),
      ),
      images: bitmaps.map((bitmap, i) => ({
        source: pngAddress(bitmap, lines.scale),
        xref: 'x',
        yref: 'y',
        x: lines.places[i]!.x,
        y: lines.places[i]!.y,
        xanchor: 'left',
        yanchor: 'top',
        sizex: lines.pictureWidth,
        sizey: lines.pictureHeight,
        sizing: 'stretch',
        layer: 'below',
      })),
    });
    return { data: [frames(theme, lines), captions(theme, figure, lines), ...hovers(figure, lines)], layout };
  },

  table({ blocks, captions: told }) {
    const headings = blocks.flatMap(({ heading, count }) => new Array<string>(count).fill(heading));
    return {
      columns: ['block', 'picture', 'caption'],
      rows: told.map((caption, i) => [headings[i] ?? null, i + 1, caption]),
    };
  },
};

/** Of a plan of panels, what a layout without panels does not use. */
const noPanels = { count: 1, columns: 1, panelWidth: 0, panelHeight: 0, heading: 0, gapX: 0, gapY: 0, bandTop: 0 };

/** A line around each picture, so that dark ones are seen on a dark background and bright ones on a bright one. */
function frames(theme: FigureTheme, { places, pictureWidth, pictureHeight }: PictureLines): Bag {
  return {
    type: 'scatter',
    mode: 'lines',
    x: places.flatMap(({ x }) => [x, x + pictureWidth, x + pictureWidth, x, x, null]),
    y: places.flatMap(({ y }) => [y, y, y + pictureHeight, y + pictureHeight, y, null]),
    line: { color: theme.line, width: theme.highContrast ? 1.5 : 1 },
    cliponaxis: false,
    hoverinfo: 'skip',
  };
}

function captions(theme: FigureTheme, figure: ImageGrid, lines: PictureLines): Bag {
  return {
    type: 'scatter',
    mode: 'text',
    x: lines.places.map(({ x }) => x + lines.pictureWidth / 2),
    y: lines.places.map(({ y }) => y + lines.pictureHeight),
    text: figure.captions.map((caption) => escapeText(shorten(caption, lines.captionLength))),
    textposition: 'bottom center',
    textfont: { color: theme.muted, size: 10 },
    cliponaxis: false,
    hoverinfo: 'skip',
  };
}

/** What is below the pointer; of pictures without captions nothing. */
function hovers(figure: ImageGrid, { places, pictureWidth, pictureHeight }: PictureLines): Bag[] {
  if (figure.captions.every((caption) => caption === '')) return [];
  return [
    {
      type: 'scatter',
      mode: 'markers',
      x: places.map(({ x }) => x + pictureWidth / 2),
      y: places.map(({ y }) => y + pictureHeight / 2),
      marker: { size: Math.min(pictureWidth, pictureHeight), symbol: 'square', opacity: 0 },
      text: figure.captions.map((caption) => escapeText(shorten(caption, 80))),
      hoverinfo: 'text',
    },
  ];
}
