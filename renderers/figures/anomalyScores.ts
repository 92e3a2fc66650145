import type { FigureOf } from '../../src/protocol/figures';
import { beyondLabel, histogramAxes, histogramTraces, scoreRange } from './anomalyHistogram';
import { anomalyLook, flaggedLook, otherLook, partNames } from './anomalyLooks';
import { ownPlaneAxes, planeTraces } from './anomalyMap';
import { flaggedCount, foundBy, measureOf, thresholdOf, unpackScores } from './anomalyThreshold';
import { finite } from './arrays';
import { encode } from './encoding';
import type { Bag, FigureRenderer, FigureTheme } from './figure';
import { arrange, axisNames, baseLayout, heading, legendOnly } from './panels';
import type { PanelPlan } from './panels';
import { escapeText, formatNumber, formatPercent, shorten } from './text';

type Scores = FigureOf<'anomaly-scores'>;

/** Panels of the figure: of each model how likely rows are, then, where there is a plane, where they lie. */
const perModel = (figure: Scores) => (figure.plane ? 2 : 1);

function plan(figure: Scores, width: number): PanelPlan {
  const each = perModel(figure);
  return arrange({
    count: figure.models.length * each,
    width,
    minWidth: 230,
    maxColumns: each === 2 ? 2 : 3,
    panelHeight: (panelWidth) => Math.min(300, Math.max(190, 0.72 * panelWidth)),
    heading: 38,
    legend: [
      partNames.training,
      partNames.ranked,
      partNames.threshold,
      partNames.flagged,
      partNames.other,
      ...(figure.anomaly === undefined ? [] : [`labelled: ${figure.anomaly}`]),
    ],
    ownTicks: true,
  });
}

/** Histograms of log p(x) with the threshold, beside the rows in a plane over contours of the density. */
export const anomalyScores: FigureRenderer<Scores> = {
  height: (figure, width) => plan(figure, width).height,

  spec(figure, theme, width) {
    const arrangement = plan(figure, width);
    const each = perModel(figure);
    const data: Bag[] = [];
    const annotations: Bag[] = [];
    const layout = baseLayout(theme, arrangement, width, { annotations });
    figure.models.forEach((model, m) => {
      const scores = unpackScores(model);
      const found = foundBy(model, scores, figure.quantile);
      const first = m * each;
      const told = [
        `${formatNumber(found.flagged)} of ${formatNumber(found.of)} flagged`,
        ...(found.precision === undefined ? [] : [`precision ${formatPercent(found.precision)}`]),
        ...(found.recall === undefined ? [] : [`recall ${formatPercent(found.recall)}`]),
      ].join(', ');
      annotations.push(heading(theme, arrangement, first, model.model, '', told));
      const range = scoreRange(scores, found.threshold);
      data.push(
        ...histogramTraces(theme, scores, found.threshold, found.shown, range, measureOf(model)).map((trace) =>
          at(trace, first),
        ),
      );
      annotations.push(...beyondLabel(theme, arrangement, first, scores, range[0]));
      Object.assign(layout, histogramAxes(theme, arrangement, first, range, `${measureOf(model)}, nats`));
      if (figure.plane && model.x && model.y) {
        annotations.push(heading(theme, arrangement, first + 1, measureOf(model), '', model.others ?? ''));
        data.push(...planeTraces(figure, model, theme, scores, found.shown).map((trace) => at(trace, first + 1)));
        Object.assign(layout, ownPlaneAxes(figure.plane, theme, arrangement, first + 1));
      }
    });
    data.push(...legend(figure, theme));
    return { data, layout };
  },

  table(figure) {
    const several = figure.models.length > 1;
    const rows = figure.models.flatMap((model) => {
      const scores = unpackScores(model);
      const shown = flaggedCount(scores, thresholdOf(scores.training, figure.quantile));
      return Array.from({ length: shown }, (_, i) => [
        ...(several ? [model.model] : []),
        scores.rows[i]!,
        finite(scores.logDensity[i]!),
        ...(figure.anomaly === undefined ? [] : [labelWord(scores.label?.[i])]),
        model.reasons[i] ?? null,
      ]);
    });
    return {
      columns: [
        ...(several ? ['model'] : []),
        'flagged row',
        [...new Set(figure.models.map(measureOf))].join(' or '),
        ...(figure.anomaly === undefined ? [] : [figure.anomaly]),
        'reason',
      ],
      rows,
    };
  },
};

function labelWord(code: number | undefined): string | null {
  return code === 1 ? 'yes' : code === 0 ? 'no' : null;
}

function at(trace: Bag, panel: number): Bag {
  const { x, y } = axisNames(panel);
  return { ...trace, xaxis: x, yaxis: y };
}

function legend(figure: Scores, theme: FigureTheme): Bag[] {
  const line = (name: string, rest: Bag) => legendOnly(name, { mode: 'lines', line: { width: 2, ...rest } });
  return [
    line(partNames.training, { color: encode(theme, 2).colour, dash: 'dot' }),
    line(partNames.ranked, { color: encode(theme, 0).colour }),
    line(partNames.threshold, { color: theme.ink, dash: 'dash' }),
    legendOnly(partNames.flagged, { mode: 'markers', marker: flaggedLook(theme) }),
    legendOnly(partNames.other, { mode: 'markers', marker: otherLook(theme) }),
    ...(figure.anomaly === undefined
      ? []
      : [
          legendOnly(escapeText(shorten(`labelled: ${figure.anomaly}`, 40)), {
            mode: 'markers',
            marker: anomalyLook(theme),
          }),
        ]),
  ];
}
