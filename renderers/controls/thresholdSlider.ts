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
  const foundOf = (share: number) =>
    models.map(({ model, scores }) => {
      const { flagged, of, precision, recall } = foundBy(model, scores, share);
      return [
        `${models.length > 1 ? `${model.model}: ` : ''}${formatNumber(flagged)} of ${formatNumber(of)} flagged`,
        ...(precision === undefined ? [] : [`precision ${formatPercent(precision)}`]),
        ...(recall === undefined ? [] : [`recall ${formatPercent(recall)}`]),
      ].join(', ');
    });
  const below = (share: number) => `${formatPercent(share, share < 0.01 ? 2 : 1)} of training rows below`;
  const told = (share: number) => `${below(share)}: ${foundOf(share).join('; ')}`;
  // of several models the panels say the rest
  const shown = (share: number) => (models.length > 1 ? below(share) : told(share));
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
  const readout = el('output', { attributes: { 'aria-live': 'off' } }, shown(figure.quantile));
  const element = el('div', { class: 'planes' }, el('label', {}, 'threshold', slider), readout);

  const attach = (card: FigureCard) => {
    // the flagged rows
    card.openTable();
    slider.addEventListener('input', () => {
      const quantile = shareAt(Number(slider.value));
      const text = told(quantile);
      readout.textContent = shown(quantile);
      slider.setAttribute('aria-valuetext', text);
      // drawn over other features, perhaps
      const { current } = card;
      card.replace({ ...(current.kind === 'anomaly-scores' ? current : figure), quantile, summary: `${text}.` });
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
