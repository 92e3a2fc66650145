import type { Cell } from '../../data/cells';
import type { Dataset } from '../../data/dataset';
import { rowOf } from '../../data/matrix';
import type { Matrix } from '../../data/matrix';
import { listed, percent } from '../../data/words';
import { capabilitySentence } from '../../protocol/capabilitySentence';
import type { FigureOf } from '../../protocol/figures';
import { emptyFeatures, encodedRow } from '../explaining/askedRow';
import type { AskedRow } from '../explaining/askedRow';
import { backgroundOf } from '../explaining/background';
import { ledgerOf } from '../explaining/ledger';
import type { Ledger } from '../explaining/ledger';
import { rowPlayers } from '../explaining/players';
import type { Player } from '../explaining/players';
import { methodWords, scaleWords, shapOf } from '../explaining/shap';
import type { Shap, ShapSetting } from '../explaining/shap';
import { valueFunctions } from '../explaining/values';
import type { TrainedModel } from '../training/trained';

type BayesLedger = FigureOf<'bayes-ledger'>;
type Panel = BayesLedger['panels'][number];

/** Texts are kept up to this length, so that the row can be asked again. */
const mostText = 20_000;

/** How each model comes from a row to its answer: the ledger of those of P(x, y), SHAP values of the others. */
export async function bayesLedger(
  models: readonly TrainedModel[],
  dataset: Dataset,
  asked: AskedRow,
  original: AskedRow,
  setting: ShapSetting,
): Promise<BayesLedger> {
  const panels: Panel[] = [];
  for (const model of models) panels.push(await panelOf(model, dataset, asked, setting));
  const classes = models[0]!.facts.target.classes;
  return {
    kind: 'bayes-ledger',
    title: `From the features of ${asked.words} to its class`,
    summary: summaryOf(panels, classes),
    words: asked.words,
    classes,
    features: featuresOf(models, dataset, asked, original),
    panels,
  };
}

async function panelOf(model: TrainedModel, dataset: Dataset, asked: AskedRow, setting: ShapSetting): Promise<Panel> {
  const row = encodedRow(model, asked);
  const empty = emptyFeatures(model, row);
  const head = { model: model.name, family: model.card.family };
  if (empty.length > 0 && !model.takesGaps) {
    const silent = `${capabilitySentence(model.card, ['Marginal'], [])}: without ${listed(empty, 3)} it has no answer.`;
    const nothing = { name: '', values: [] };
    return { ...head, scale: '', method: '', start: nothing, terms: [], total: nothing, posterior: [], silent };
  }
  const players = await rowPlayers(model, row, valueFunctions.probability(model));
  const ledger = await ledgerOf(model, row, players);
  if (ledger) return { ...head, ...ledgerSteps(ledger, players) };
  const shap = await shapOf(model, row, backgroundOf(model, dataset), players, setting);
  const posterior = await model.predictProba({ rows: 1, columns: row.length, data: row });
  return { ...head, ...shapSteps(shap, players), posterior: [...posterior.data] };
}

function ledgerSteps(ledger: Ledger, players: readonly Player[]): Omit<Panel, 'model' | 'family'> {
  const { logPrior, terms, logJoint, logEvidence, posterior, isFactored } = ledger;
  return {
    scale: 'log probability, in nats',
    method: isFactored
      ? 'log p(x, y) = log p(y) + sum of log p(x_j | y)'
      : 'chain rule: each log p(x_j | features above, y)',
    start: { name: 'log p(y)', values: finiteOnly(logPrior) },
    terms: termsOf(terms, players),
    total: { name: 'log p(x, y)', values: finiteOnly(logJoint) },
    ...(Number.isFinite(logEvidence) ? { evidence: logEvidence } : {}),
    posterior: finiteOnly(posterior),
  };
}

function shapSteps(shap: Shap, players: readonly Player[]): Omit<Panel, 'model' | 'family' | 'posterior'> {
  return {
    scale: scaleWords[shap.scale],
    method: `SHAP, ${methodWords(shap)}`,
    start: { name: 'mean of all rows', values: finiteOnly(shap.base) },
    terms: termsOf(shap.contributions, players),
    total: { name: shap.scale === 'probability' ? 'P(y | x)' : 'log odds', values: finiteOnly(shap.value) },
  };
}

function termsOf(values: Matrix, players: readonly Player[]): Panel['terms'] {
  return players.map(({ name }, p) => ({ name, values: finiteOnly(rowOf(values, p)) }));
}

function finiteOnly(values: Float64Array): (number | null)[] {
  return Array.from(values, (value) => (Number.isFinite(value) ? value : null));
}

function featuresOf(
  models: readonly TrainedModel[],
  { features, parts }: Dataset,
  asked: AskedRow,
  original: AskedRow,
): BayesLedger['features'] {
  return features
    .filter(({ name }) => models.some((model) => model.reads(name)))
    .map((column) => {
      const { name } = column;
      const values = { name, value: keptCell(asked.cells[name]), original: keptCell(original.cells[name]) };
      if (column.kind === 'numeric') {
        const present = Array.from(parts.train, (row) => column.values[row]!).filter((value) => !Number.isNaN(value));
        if (present.length === 0) return values;
        const [low, high] = present.reduce(([a, b], value) => [Math.min(a, value), Math.max(b, value)], [
          Infinity,
          -Infinity,
        ] as [number, number]);
        return { ...values, low, high };
      }
      const isChosen = models.some(({ facts }) =>
        facts.encoding.features.some((own) => own.name === name && own.levels),
      );
      return isChosen ? { ...values, levels: column.levels } : values;
    });
}

function keptCell(cell: Cell | undefined): Cell {
  if (cell === undefined) return null;
  return typeof cell === 'string' ? cell.slice(0, mostText) : cell;
}

function summaryOf(panels: readonly Panel[], classes: readonly string[]): string {
  const answers = panels.map(({ model, posterior, silent, terms }) => {
    if (silent !== undefined) return `${model} has no answer`;
    const ranked = [...posterior.keys()].sort((a, b) => (posterior[b] ?? 0) - (posterior[a] ?? 0));
    const [first, second] = ranked as [number, number];
    const answer = `${model} says ${classes[first]} (${percent(posterior[first] ?? 0)})`;
    const gains = terms.map(({ name, values }) => ({ name, gain: (values[first] ?? 0) - (values[second] ?? 0) }));
    const best = gains.sort((a, b) => b.gain - a.gain)[0];
    return best && best.gain > 0 ? `${answer}, mostly by ${best.name} against ${classes[second]}` : answer;
  });
  return `${answers.join('; ')}.`;
}
