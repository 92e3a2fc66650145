import type { FigureOf } from '../../src/protocol/figures';
import { ticks, unpackMaps, unpackPoints } from './arrays';
import type { UnpackedPoints } from './arrays';
import type { Bag, FigureRenderer, FigureTheme } from './figure';
import { arrange, axisNames, baseLayout, classLegend, heading, legendOnly } from './panels';
import type { PanelPlan } from './panels';
import { planeAxes } from './planeAxes';
import { boundaries, regions } from './regions';
import { byClass, markers } from './scatter';

type LabelBudget = FigureOf<'label-budget'>;
type Budget = LabelBudget['budgets'][number];
type Panel = Budget['panels'][number];

const methodWords: { readonly [M in Panel['method']]: string } = {
  supervised: 'labelled rows only',
  unlabelled: 'with unlabelled rows',
  'self-training': 'self-training',
};

const words = {
  boundary: 'decision boundary',
  before: 'boundary from labelled rows only',
  labelled: 'labelled row',
  unlabelled: 'row without a label',
};

function shownOf({ budgets, shown }: LabelBudget): Budget {
  const budget = budgets[shown];
  if (!budget) throw new RangeError(`budget ${shown} of ${budgets.length}`);
  return budget;
}

function plan(figure: LabelBudget, width: number): PanelPlan {
  // the same for every budget, so that nothing moves when another is chosen
  const count = Math.max(...figure.budgets.map(({ panels }) => panels.length));
  return arrange({
    count,
    width,
    minWidth: 190,
    maxColumns: count % 3 === 0 ? 3 : 2,
    panelHeight: (panelWidth) => Math.min(400, 0.75 * panelWidth),
    heading: 38,
    legend: [...figure.classes, ...Object.values(words)],
  });
}

/** Regions and boundary of each model and method, over large labelled and small grey unlabelled rows. */
export const labelBudget: FigureRenderer<LabelBudget> = {
  height: (figure, width) => plan(figure, width).height,

  spec(figure, theme, width) {
    const { classes, plane } = figure;
    const budget = shownOf(figure);
    const arrangement = plan(figure, width);
    const x = ticks(plane.x.low, plane.x.high, plane.width);
    const y = ticks(plane.y.low, plane.y.high, plane.height);
    const rows = { labelled: unpackPoints(budget.labelled), unlabelled: unpackPoints(figure.unlabelled) };
    const posteriorOf = (panel: Panel) => unpackMaps(panel.posterior, classes.length, plane.height, plane.width);
    const data: Bag[] = [];
    const layout = baseLayout(theme, arrangement, width, {
      annotations: budget.panels.map((panel, i) =>
        heading(theme, arrangement, i, panel.model, panel.accuracy.toFixed(3), methodWords[panel.method]),
      ),
    });
    budget.panels.forEach((panel, i) => {
      const names = axisNames(i);
      const posterior = posteriorOf(panel);
      const twin = panel.method === 'supervised' ? undefined : twinOf(budget, panel);
      const traces = [
        regions(theme, classes, posterior, x, y),
        ...(twin ? boundaries(theme, posteriorOf(twin), x, y).map((trace) => before(trace, theme)) : []),
        ...boundaries(theme, posterior, x, y),
        ...rowTraces(rows, classes, theme),
      ];
      data.push(...traces.map((trace) => ({ ...trace, xaxis: names.x, yaxis: names.y })));
      Object.assign(layout, planeAxes(plane, theme, arrangement, i));
    });
    data.push(...classLegend(theme, classes), ...legend(theme, budget));
    return { data, layout };
  },

  table(figure) {
    return {
      columns: ['labels per class', 'model', 'method', 'accuracy'],
      rows: figure.budgets.flatMap(({ labels, panels }) =>
        panels.map(({ model, method, accuracy }) => [labels, model, methodWords[method], accuracy]),
      ),
    };
  },
};

/** The same model from the labelled rows only. */
function twinOf({ panels }: Budget, { model }: Panel): Panel | undefined {
  return panels.find((other) => other.model === model && other.method === 'supervised');
}

function before(trace: Bag, theme: FigureTheme): Bag {
  return { ...trace, line: { color: theme.muted, width: theme.highContrast ? 2.5 : 1.8, dash: 'dash' } };
}

function rowTraces(
  { labelled, unlabelled }: { labelled: UnpackedPoints; unlabelled: UnpackedPoints },
  classes: string[],
  theme: FigureTheme,
): Bag[] {
  const outline = theme.dark ? '#FFFFFF' : '#000000';
  const hidden = { points: unlabelled, indices: [...byClass(unlabelled, 0).values()].flat() };
  return [
    {
      ...markers(theme, -1, words.unlabelled, [{ ...hidden, size: 4, opacity: 0.5 }]),
      marker: { color: theme.muted, symbol: 'circle', size: 3, opacity: 0.5 },
      legendgroup: 'unlabelled',
      hoverinfo: 'skip',
      showlegend: false,
    },
    ...[...byClass(labelled, classes.length)].map(([label, indices]) => ({
      ...markers(theme, label, classes[label] ?? 'no label', [
        { points: labelled, indices, size: 11, opacity: 1, outline },
      ]),
      showlegend: false,
    })),
  ];
}

function legend(theme: FigureTheme, { panels }: Budget): Bag[] {
  const outline = theme.dark ? '#FFFFFF' : '#000000';
  const line = { color: theme.ink, width: theme.highContrast ? 3 : 2 };
  return [
    legendOnly(words.boundary, { mode: 'lines', line }),
    ...(panels.some(({ method }) => method !== 'supervised')
      ? [legendOnly(words.before, { mode: 'lines', line: { color: theme.muted, width: 1.8, dash: 'dash' } })]
      : []),
    legendOnly(words.labelled, {
      mode: 'markers',
      marker: { size: 11, color: theme.muted, line: { color: outline, width: 1 } },
    }),
    legendOnly(words.unlabelled, {
      mode: 'markers',
      legendgroup: 'unlabelled',
      marker: { size: 3, color: theme.muted, opacity: 0.5 },
    }),
  ];
}
