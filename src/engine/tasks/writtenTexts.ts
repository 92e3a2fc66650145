import { beginningsOf } from '../../data/beginnings';
import { matrix, rowOf } from '../../data/matrix';
import type { Matrix } from '../../data/matrix';
import { sizesOf } from '../../data/tokens';
import type { TokenEncoding } from '../../data/tokens';
import type { Json } from '../../protocol/cards';
import type { Alternatives, TextOptions, TextWriter, WriteWatch } from '../model';
import { draw, unwritten } from '../nn/text/write';
import { breathInterval, Pace, progressInterval } from '../pace';
import type { TaskContext } from '../task';
import type { TrainedModel } from '../training/trained';
import { drawLabels, labelOf } from './drawRows';

/** Tokens that could have stood at a place, that are kept. */
const mostAlternatives = 3;

/** Texts that a model wrote. */
export interface Written {
  model: TrainedModel;
  tokens: TokenEncoding;
  /** [n, length], -1 after the end. */
  x: Matrix;
  labels: Int32Array;
  /** log P of each token and of the end: [n, length]. */
  logProba: Matrix;
  /** What else could stand at each place, of the first rows. */
  alternatives: Alternatives;
}

/** What a cell asks for. */
interface Wish {
  n: number;
  prompt?: string;
  class?: Json;
  temperature: number;
  top_k?: number;
  max_length?: number;
}

/** The texts that a cell asks for; what else could stand there of the first `drawn`. */
export async function writtenBy(
  model: TrainedModel,
  { plan, rng, environment, signal }: TaskContext,
  drawn: number,
): Promise<Written> {
  const { n, prompt = '', temperature, top_k: topK, max_length: maxLength, ...wish } = plan.options as unknown as Wish;
  const { tokens } = model.facts.encoding.features[0]!;
  if (!tokens) throw new Error(`${model.name} reads no texts`);
  const chance = rng.fork(model.name);
  const sizes = sizesOf(tokens);
  const options: TextOptions = {
    temperature,
    ...(topK === undefined ? {} : { topK }),
    ...(maxLength === undefined ? {} : { maxLength }),
    sizes,
  };
  const asked = labelOf(wish.class, model.facts.target.classes);
  const labels = drawLabels(
    model.logPrior.map(Math.exp),
    { n, ...(asked === undefined ? {} : { label: asked }) },
    chance.fork('class'),
  );
  const writer = model.fitted as TextWriter;
  const all = beginningsOf(tokens, prompt);
  const charactersIn = (way: number[]) => way.reduce((sum, token) => sum + sizes[token]!, 0);
  const most = Math.max([...prompt].length, maxLength ?? Infinity);
  const fitting = all.filter((way) => charactersIn(way) <= most);
  const ways = fitting.length > 0 ? fitting : all;
  const x = matrix(n, tokens.length);
  let before = 0;
  for (const label of new Set(labels)) {
    const own = [...labels.keys()].filter((i) => labels[i] === label);
    const watch = watchOf(environment, signal, model.name, (share) => (before + share * own.length) / n);
    const begun = unwritten(own.length, tokens.length);
    const choose = await chooserOf(writer, ways, tokens.length, label, options, chance.fork('beginning').fork(label));
    own.forEach((_, i) => rowOf(begun, i).set(choose()));
    const texts = await writer.write(begun, label, options, chance.fork(label), watch);
    own.forEach((row, i) => rowOf(x, row).set(rowOf(texts, i)));
    before += own.length;
  }
  const first = matrix(Math.min(n, drawn), tokens.length, x.data.slice(0, Math.min(n, drawn) * tokens.length));
  return {
    model,
    tokens,
    x,
    labels,
    logProba: await writer.tokenLogProba(x, labels),
    alternatives: await writer.alternatives(first, labels.slice(0, first.rows), mostAlternatives),
  };
}

/** Chooses among the ways in which texts of a class can begin, each as probable as the model finds it. */
async function chooserOf(
  writer: TextWriter,
  ways: readonly number[][],
  length: number,
  label: number,
  options: TextOptions,
  rng: TaskContext['rng'],
): Promise<() => number[]> {
  if (ways.length === 1) return () => ways[0]!;
  const x = unwritten(ways.length, length);
  ways.forEach((way, i) => rowOf(x, i).set(way));
  const logProba = await writer.tokenLogProba(x, new Int32Array(ways.length).fill(label));
  const scores = Float64Array.from(ways, (way, i) =>
    rowOf(logProba, i)
      .subarray(0, way.length)
      .reduce((sum, value) => sum + value, 0),
  );
  return () => ways[draw(scores, options, rng)]!;
}

/** Shows how far the texts are, and lets a stop be heard. */
function watchOf(
  environment: TaskContext['environment'],
  signal: AbortSignal,
  name: string,
  shareOf: (share: number) => number,
): WriteWatch {
  const breath = new Pace(environment.now, breathInterval);
  const report = new Pace(environment.now, progressInterval);
  return {
    signal,
    async pause(share) {
      if (report.due()) environment.progress({ text: `${name} writes`, model: name, fraction: shareOf(share) });
      if (breath.due()) await environment.breathe();
    },
  };
}
