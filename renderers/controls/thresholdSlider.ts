import type { FigureOf } from '../../src/protocol/figures';
import { foundBy, unpackScores } from '../figures/anomalyThreshold';
import { formatNumber, formatPercent } from '../figures/text';
import { el } from '../view/dom';
import type { FigureCard } from '../view/figureCard';
import type { Control } from './control';

/** Places of the slider; near its left end it is finer, where thresholds are of use. */
const places = 200;
const most = 0.5;

const shareAt = (place: number) => most * (place / places) ** 3;
const placeOf = (share: number) => Math.round(places * Math.cbrt(Math.min(most, share) / most));

/** A threshold that moves: the line, the flagged rows, their number and what they find follow at once. */
export function thresholdSlider(figure: FigureOf<'anomaly-scores'>): Control | undefined {
  const models = unpacked(figure);
  if (models.length === 0) return undefined;
  const told = (share: number) => {
    const found = models.map(({ model, scores }) => ({ name: model.model, ...foundBy(model, scores, share) }));
    const each = found.map(({ name, flagged, of, precision, recall }) =>
      [
        `${models.length > 1 ? `${name}: ` : ''}${formatNumber(flagged)} of ${formatNumber(of)} flagged`,
        ...(precision === undefined ? [] : [`precision ${formatPercent(precision)}`]),
        ...(recall === undefined ? [] : [`recall ${formatPercent(recall)}`]),
      ].join(', '),
    );
    return `${formatPercent(share, share < 0.01 ? 2 : 1)} of training rows below: ${each.join('; ')}`;
  };
  const slider = el('input', {
    attributes: {
      type: 'range',
      min: '0',
      max: String(places),
      step: '1',
      'aria-label': 'Threshold, as a share of the training rows',
    },
  });
  slider.value = String(placeOf(figure.quantile));
  slider.setAttribute('aria-valuetext', told(figure.quantile));
  const readout = el('output', { class: 'reading', attributes: { 'aria-live': 'off' } }, told(figure.quantile));
  const element = el('div', { class: 'planes' }, el('label', {}, 'threshold', slider), readout);

  const attach = (card: FigureCard) => {
    // the flagged rows
    card.openTable();
    slider.addEventListener('input', () => {
      const quantile = shareAt(Number(slider.value));
      const text = told(quantile);
      readout.textContent = text;
      slider.setAttribute('aria-valuetext', text);
      card.replace({ ...figure, quantile, summary: `${text}.` });
    });
  };
  return { element, attach };
}

/** Nothing where the numbers are damaged: the figure says so itself. */
function unpacked({ models }: FigureOf<'anomaly-scores'>) {
  try {
    return models.map((model) => ({ model, scores: unpackScores(model) }));
  } catch (error) {
    if (error instanceof RangeError) return [];
    throw error;
  }
}
