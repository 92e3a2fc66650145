import type { FigureOf } from '../../src/protocol/figures';
import { finite } from './arrays';
import { encode } from './encoding';
import type { Bag, FigureRenderer, FigureTheme } from './figure';
import { arrange, axis, axisNames, axisTitle, baseLayout, heading, legendOnly, place } from './panels';
import type { PanelPlan } from './panels';
import { escapeText, formatNumber, shorten } from './text';

type ThresholdFigure = FigureOf<'roc-curve'> | FigureOf<'precision-recall-curve'>;
type Curve = ThresholdFigure['curves'][number];

/** What tells one sort of curve over thresholds from another. */
export interface ThresholdStyle {
  x: string;
  y: string;
  /** What the area under the curve is called. */
  area: string;
  /** How two points are joined. */
  shape: 'linear' | 'vh';
  /** What guessing gives: the ends of a straight line. Undefined where the curves of a panel differ in it. */
  chance(curves: Curve[]): { x: number[]; y: number[] } | undefined;
}

interface Panel {
  name: string;
  below: string;
  lines: { name: string; curve: Curve }[];
}

const margin = 0.02;

/** Curves over all thresholds: of two classes all models in one panel, of more a panel per model with a line per class. */
export function thresholdCurves<F extends ThresholdFigure>(style: ThresholdStyle): FigureRenderer<F> {
  return {
    height: (figure, width) => plan(figure, style, width).arrangement.height,

    spec(figure, theme, width) {
      const { panels, arrangement } = plan(figure, style, width);
      const data: Bag[] = [];
      const isSingle = panels.length === 1 && panels[0]!.name === '';
      const layout = baseLayout(theme, arrangement, width, {
        annotations: isSingle
          ? []
          : panels.map(({ name, below }, i) => heading(theme, arrangement, i, name, '', below)),
      });
      panels.forEach((panel, i) => {
        const axes = axisNames(i);
        const where = { xaxis: axes.x, yaxis: axes.y };
        const chance = style.chance(panel.lines.map(({ curve }) => curve));
        if (chance) data.push({ ...chanceLine(theme, chance), ...where });
        panel.lines.forEach(({ name, curve }, k) => {
          const index = isSingle ? k : curve.label;
          data.push({ ...line(theme, style, curve, name, index), ...where, showlegend: isSingle });
        });
        Object.assign(layout, panelAxes(theme, style, arrangement, i));
      });
      if (!isSingle) {
        figure.classes.forEach((name, k) =>
          data.push(
            legendOnly(escapeText(shorten(name, 28)), {
              mode: 'lines',
              legendgroup: `line ${k}`,
              line: { color: encode(theme, k).colour, dash: encode(theme, k).dash, width: 2 },
            }),
          ),
        );
      }
      return { data, layout };
    },

    table(figure) {
      const rows = figure.curves.flatMap(({ model, label, x, y }) =>
        x.map((value, i) => [model, figure.classes[label] ?? null, value, y[i] ?? null]),
      );
      return { columns: ['model', 'class', style.x, style.y], rows };
    },
  };
}

function panelsOf({ classes, curves }: ThresholdFigure, style: ThresholdStyle): Panel[] {
  const written = (area: number) => formatNumber(area, 3);
  if (classes.length <= 2) {
    const lines = curves.map((curve) => ({ name: `${shorten(curve.model, 24)}: ${written(curve.area)}`, curve }));
    return [{ name: '', below: '', lines }];
  }
  return [...new Set(curves.map(({ model }) => model))].map((model) => {
    const own = curves.filter((curve) => curve.model === model);
    const mean = own.reduce((sum, { area }) => sum + area, 0) / own.length;
    const lines = own.map((curve) => ({ name: `${classes[curve.label] ?? ''}: ${written(curve.area)}`, curve }));
    return { name: model, below: `mean ${style.area} ${written(mean)}`, lines };
  });
}

function plan(figure: ThresholdFigure, style: ThresholdStyle, width: number) {
  const panels = panelsOf(figure, style);
  const isSingle = figure.classes.length <= 2;
  const arrangement = arrange({
    count: panels.length,
    width,
    minWidth: 190,
    maxColumns: isSingle ? 1 : 4,
    panelHeight: (panelWidth) => Math.min(isSingle ? 340 : 280, panelWidth),
    heading: isSingle ? 0 : 38,
    legend: isSingle ? (panels[0]?.lines.map(({ name }) => name) ?? []) : figure.classes,
  });
  return { panels, arrangement };
}

function line(theme: FigureTheme, { shape }: ThresholdStyle, { x, y }: Curve, name: string, index: number): Bag {
  const { colour, dash } = encode(theme, index);
  return {
    type: 'scatter',
    mode: 'lines',
    name: escapeText(shorten(name, 34)),
    legendgroup: `line ${index}`,
    x: x.map(finite),
    y: y.map(finite),
    line: { color: colour, dash, shape, width: theme.highContrast ? 3 : 2 },
    hovertemplate: '%{x:.3f}, %{y:.3f}',
  };
}

function chanceLine(theme: FigureTheme, { x, y }: { x: number[]; y: number[] }): Bag {
  return {
    type: 'scatter',
    mode: 'lines',
    x,
    y,
    line: { color: theme.muted, dash: 'dot', width: 1 },
    hoverinfo: 'skip',
    showlegend: false,
  };
}

function panelAxes(theme: FigureTheme, style: ThresholdStyle, arrangement: PanelPlan, index: number): Bag {
  const at = place(arrangement, index);
  const names = axisNames(index);
  const common = { range: [-margin, 1 + margin], tickvals: [0, 0.25, 0.5, 0.75, 1] };
  return {
    [names.xaxis]: axis(theme, {
      ...common,
      domain: at.x,
      anchor: names.y,
      showticklabels: at.isBottom,
      ...(at.isBottom ? { title: axisTitle(theme, style.x, arrangement.panelWidth) } : {}),
      ...(index === 0 ? {} : { matches: 'x' }),
    }),
    [names.yaxis]: axis(theme, {
      ...common,
      domain: at.y,
      anchor: names.x,
      showticklabels: at.isLeft,
      ...(at.isLeft ? { title: axisTitle(theme, style.y, arrangement.panelHeight) } : {}),
      ...(index === 0 ? {} : { matches: 'y' }),
    }),
  };
}
