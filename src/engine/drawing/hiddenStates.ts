import type { Dataset } from '../../data/dataset';
import { rowOf } from '../../data/matrix';
import type { Matrix } from '../../data/matrix';
import { decodeSteps, stepsOf } from '../../data/sequenceEncoding';
import { textAt } from '../../data/table';
import { shortened } from '../../data/words';
import type { Figure, FigureOf } from '../../protocol/figures';
import { pack } from '../../protocol/packing';
import { emits, ranked, stateModels, stateNames } from '../markov/describe';
import type { StateModel } from '../markov/describe';
import { posterior } from '../posterior';
import type { TrainedModel } from '../training/trained';

type StatePath = FigureOf<'state-path'>;

/** What is drawn at most. */
const most = { sequences: 6, steps: 300, classes: 8, symbols: 12 };
const standardised = 'standard deviations from the mean';

/** A sequence to draw: an encoded row of the model, and what is known of it. */
export interface ExampleSequence {
  name: string;
  row: Float64Array;
  label: number;
}

/** The states of each model that has such, and the paths through them of some sequences that it has not seen. */
export async function stateFigures(models: readonly TrainedModel[], dataset: Dataset): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const of of severalStates(models)) {
    figures.push(hiddenStatesFigure(of));
    const examples = exampleSequences(of, dataset);
    if (examples.length > 0)
      figures.push(
        await statePathFigure(
          of,
          examples,
          dataset.parts.test.length > 0 ? 'Hidden states of test sequences' : 'Hidden states of sequences',
        ),
      );
  }
  return figures;
}

/** With a single state there is nothing to see. */
export function severalStates(models: readonly TrainedModel[]): StateModel[] {
  return stateModels(models).filter(({ hidden }) => hidden.chains[0]!.start.length > 1);
}

function hiddenStatesFigure(of: StateModel): FigureOf<'hidden-states'> {
  const { model, hidden, sequence } = of;
  const { classes } = model.facts.target;
  const shown = hidden.chains.slice(0, most.classes);
  const states = stateNames(shown[0]!.start.length);
  const symbols = sequence.symbols && shownSymbols(shown.map((chain) => chain.symbols!));
  const told = shown.map(
    (chain, k) => `${classes[k]}: ${states.map((state, s) => `${state} ${emits(of, chain, s)}`).join('; ')}`,
  );
  const several = sequence.names.length > 1;
  const { mean, scale } = several ? { mean: 0, scale: 1 } : model.facts.encoding.columns[0]!;
  const rows = (values: Matrix, unscaled = (value: number) => value) =>
    Array.from({ length: values.rows }, (_, s) => Array.from(rowOf(values, s), unscaled));
  return {
    kind: 'hidden-states',
    title: `Hidden states: ${model.name}`,
    summary: shortened(
      `How the hidden states of each class follow one another and what they emit. ${told.join('. ')}.`,
      1900,
    ),
    model: model.name,
    states,
    ...(symbols ? { symbols: symbols.map((v) => shortened(sequence.symbols![v]!)) } : {}),
    columns: sequence.names,
    ...(several ? { unit: standardised } : {}),
    chains: shown.map((chain, k) => ({
      name: classes[k]!,
      start: [...chain.start],
      transition: rows(chain.transition),
      ...(symbols
        ? { symbols: rows(chain.symbols!).map((shares) => symbols.map((v) => shares[v]!)) }
        : {
            means: rows(chain.means!, (value) => value * scale + mean),
            deviations: rows(chain.deviations!, (value) => value * scale),
          }),
    })),
  };
}

/** The symbols with the largest shares in any state, in the order of the alphabet. */
function shownSymbols(tables: readonly Matrix[]): number[] {
  const largest = new Float64Array(tables[0]!.columns);
  for (const table of tables)
    for (let s = 0; s < table.rows; s++)
      rowOf(table, s).forEach((share, v) => (largest[v] = Math.max(largest[v]!, share)));
  return ranked(largest)
    .slice(0, most.symbols)
    .sort((a, b) => a - b);
}

function occurringIn(rows: readonly Float64Array[]): number[] {
  return [...new Set(rows.flatMap((row) => [...row]))].filter((v) => !Number.isNaN(v)).sort((a, b) => a - b);
}

/** The likeliest path of each sequence under the class that the model takes it for. */
export async function statePathFigure(
  of: StateModel,
  examples: readonly ExampleSequence[],
  title: string,
): Promise<StatePath> {
  const { model, hidden, sequence } = of;
  const { classes } = model.facts.target;
  const dims = sequence.names.length;
  const { columns } = model.facts.encoding;
  const occurring = sequence.symbols && occurringIn(examples.map(({ row }) => row.subarray(0, most.steps)));
  const placeOf = new Map(occurring?.map((v, place) => [v, place]));
  const sequences: StatePath['sequences'] = [];
  for (const { name, row, label } of examples) {
    const x = { rows: 1, columns: row.length, data: row };
    const proba = posterior(await model.logJoint(x));
    const predicted = ranked(proba.data)[0]!;
    const { states: path } = hidden.path(row, predicted);
    const drawn = Math.min(path.length, most.steps);
    const [logDensity] = await model.logDensity(x);
    const values = occurring
      ? row.subarray(0, drawn).map((v) => placeOf.get(v) ?? NaN)
      : dims > 1
        ? row.subarray(0, drawn * dims)
        : decodeSteps(sequence, columns, row)
            .slice(0, drawn)
            .map(([value]) => (typeof value === 'number' ? value : NaN));
    sequences.push({
      name,
      label,
      predicted,
      ...(Number.isFinite(logDensity) ? { logDensity: logDensity! } : {}),
      steps: stepsOf(row, dims),
      values: pack('f32', values, [drawn, dims]),
      path: pack('i32', path.subarray(0, drawn)),
    });
  }
  const right = sequences.filter(({ label, predicted }) => label === predicted).length;
  const judged = sequences.filter(({ label }) => label >= 0).length;
  return {
    kind: 'state-path',
    title: `${title}: ${model.name}`,
    summary: `${sequences.length} sequences with the likeliest path of hidden states under the class that ${model.name} takes them for${judged > 0 ? `, which is the true one for ${right} of ${judged}` : ''}.`,
    model: model.name,
    classes,
    states: stateNames(hidden.chains[0]!.start.length),
    ...(occurring ? { symbols: occurring.map((v) => shortened(sequence.symbols![v]!)) } : {}),
    columns: sequence.names,
    ...(!sequence.symbols && dims > 1 ? { unit: standardised } : {}),
    sequences,
  };
}

/** Test sequences of every class in turn; training sequences, where there are no others. */
function exampleSequences(
  { model }: StateModel,
  { features, parts, plan, columns, target }: Dataset,
): ExampleSequence[] {
  const [column] = features;
  const from = parts.test.length > 0 ? parts.test : parts.train;
  const whole = from.filter((row) => column && textAt(column, row) !== undefined);
  const byClass = target!.classes.map((_, k) => [...whole].filter((row) => target!.codes[row] === k));
  const turns = Array.from({ length: most.sequences }, (_, turn) =>
    byClass.flatMap((rows) => rows.slice(turn, turn + 1)),
  );
  const rows = turns
    .flat()
    .slice(0, most.sequences)
    .sort((a, b) => target!.codes[a]! - target!.codes[b]! || a - b);
  const id = columns.find(({ name }) => name === plan.sequence?.id);
  const z = model.encode(features, rows);
  return rows.map((row, i) => ({
    name: shortened((id && textAt(id, row)) ?? `row ${row + 1}`),
    row: rowOf(z, i),
    label: target!.codes[row]!,
  }));
}
