import { counted, listed } from '../../data/words';
import { overDraws } from '../drawing/gapCurves';
import { shortNumber } from '../judging/ranking';
import type { GapCurve } from './measure';

/** The rate that is told of: the one nearest to this. */
const toldRate = 0.5;
/** Accuracies closer than this are the same but for rounding. */
const tie = 1e-9;

/** Which way holds up best when about half of the cells are missing. */
export function bestSentences(curves: readonly GapCurve[], rates: readonly number[]): string[] {
  const at = nearest(rates, toldRate);
  const judged = curves
    .filter(({ accuracy }) => accuracy.length > 0)
    .map(({ model, method, accuracy, logLoss }) => ({
      name: `${model.name} with ${method.id}`,
      accuracy: overDraws(accuracy)[at]!,
      logLoss: overDraws(logLoss)[at]!.mean,
    }))
    .sort((a, b) => b.accuracy.mean - a.accuracy.mean || a.logLoss - b.logLoss);
  const [best, second] = judged;
  if (!best) return [];
  const where = `With ${percent(rates[at]!)} of the cells missing`;
  const share = `${percent(best.accuracy.mean)} of the test rows`;
  if (!second) return [`${where}, ${best.name} recognises ${share}.`];
  const worst = judged.at(-1)!;
  const calm = [...judged].sort((a, b) => a.logLoss - b.logLoss)[0]!;
  const loss =
    calm === best
      ? `, and has the lowest log loss, too (${shortNumber(calm.logLoss)})`
      : `; ${calm.name} has the lowest log loss (${shortNumber(calm.logLoss)})`;
  const lead = best.accuracy.mean - second.accuracy.mean;
  const next =
    lead < tie
      ? `${second.name} recognises as many`
      : lead < Math.max(best.accuracy.sd, second.accuracy.sd)
        ? `${second.name} follows within the spread of the draws (${percent(second.accuracy.mean)})`
        : `${second.name} comes second (${percent(second.accuracy.mean)})`;
  const rest = judged.length > 2 ? `, ${worst.name} recognises fewest (${percent(worst.accuracy.mean)})` : '';
  return [`${where}, ${best.name} holds up best: it recognises ${share}${loss}. ${next}${rest}.`];
}

/** What marginalising costs, and that refitting on what is left comes to the same for Gaussian classes. */
export function costSentences(curves: readonly GapCurve[]): string[] {
  const names = [...new Set(curves.filter(({ method }) => method.id === 'marginalise').map(({ model }) => model.name))];
  if (names.length === 0) return [];
  const [be, one] = names.length > 1 ? ['are', 'these models'] : ['is', 'the one model'];
  return [
    `Marginalising costs no refit: ${listed(names)} ${be} trained once, and ${one} answer${names.length > 1 ? '' : 's'} for every pattern of missing cells, exactly under ${names.length > 1 ? 'their' : 'its'} own assumptions.`,
  ];
}

/** How the numbers came about. */
export function measuredSentence(draws: number, rows: number, all: number): string {
  const part = rows < all ? `, each with ${counted(rows, 'test row')} chosen at random of ${counted(all, 'row')}` : '';
  return `Cells of the test rows go missing completely at random, a category as a whole; numbers are means over ${counted(draws, 'draw')}${part}, sd is that of the accuracy over draws. Training rows stay as they are.`;
}

function percent(value: number): string {
  return `${shortNumber(100 * value)} %`;
}

function nearest(rates: readonly number[], wanted: number): number {
  let best = 0;
  rates.forEach((rate, i) => {
    if (Math.abs(rate - wanted) < Math.abs(rates[best]! - wanted)) best = i;
  });
  return best;
}
