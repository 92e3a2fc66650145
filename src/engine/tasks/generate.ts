import type { Cell } from '../../data/cells';
import { requireTarget } from '../../data/dataset';
import { matrix, rowOf } from '../../data/matrix';
import type { Matrix } from '../../data/matrix';
import { Problem, unknown } from '../../data/problem';
import { mostCharacters, noToken, textOf, tokenEncoder, unknownToken } from '../../data/tokens';
import type { TokenEncoding } from '../../data/tokens';
import { listed } from '../../data/words';
import type { ModelCard, TaskCard } from '../../protocol/cards';
import type { FigureOf } from '../../protocol/figures';
import { pack } from '../../protocol/packing';
import type { ModelRequest } from '../../protocol/plan';
import type { Alternatives, TextOptions, TextWriter, WriteWatch } from '../model';
import { findModel, models as registry } from '../models/index';
import { breathInterval, Pace, progressInterval } from '../pace';
import type { TaskContext, TaskSpec } from '../task';
import { modelNotes } from '../training/modelNotes';
import type { TrainedModel } from '../training/trained';
import { seedParameter } from './parameters';
import { wanted } from './show';
import { writeParameters, writeRows } from './writeRows';

/** Texts in the figure. */
const mostDrawn = 12;
/** Characters that could have stood at a place, in the figure. */
const mostAlternatives = 3;

const card: TaskCard = {
  id: 'generate',
  title: 'Generate',
  summary:
    'Writes texts by a language model, from nothing or from a prompt, and shows how probable each character was.',
  models: 'required',
  needs: ['Sampler'],
  parameters: [
    { name: 'prompt', type: 'text', doc: 'How each text begins. Default: with nothing.' },
    {
      name: 'n',
      type: 'integer',
      min: 1,
      max: 1000,
      default: 10,
      doc: 'Texts to write, of each class that is asked for.',
    },
    {
      name: 'class',
      type: 'class',
      doc: 'Texts of this class only. Default: classes as often as the model expects them.',
    },
    {
      name: 'temperature',
      type: 'number',
      min: 0,
      max: 10,
      default: 1,
      doc: 'Below 1 likely characters become likelier and texts more alike; 0: always the likeliest; above 1 the other way.',
    },
    {
      name: 'top_k',
      type: 'integer',
      min: 1,
      max: 1000,
      doc: 'Only so many of the likeliest characters are chosen from. Default: all.',
    },
    {
      name: 'max_length',
      type: 'integer',
      min: 1,
      max: mostCharacters,
      doc: 'Characters of a text at most, the prompt included. Default: as many as the model reads.',
    },
    ...writeParameters,
    seedParameter,
  ],
  shows: [{ value: 'texts', doc: 'The texts, with the probability of each character.' }],
};

/** Texts that a model wrote. */
interface Written {
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

export const generate: TaskSpec = {
  card,
  withoutTarget: true,
  async run(context) {
    const { plan, signal, trainer } = context;
    const show = wanted(plan, card, ['texts']);
    for (const request of plan.models) requireWriter(trainer.cardOf(request), request);
    const whole = requireTarget(context.dataset).target.whole === true;
    const drawn = Math.max(1, Math.floor(mostDrawn / plan.models.length));
    const done: Written[] = [];
    for (const request of plan.models) {
      if (signal.aborted) break;
      done.push(await writtenBy(await trainer.obtain(request), context, drawn));
    }
    if (done.length === 0) throw new Problem('interrupted', 'The run was stopped before anything was written.');
    const header = ['text', ...(whole ? [] : ['class']), 'logProbability', ...(done.length > 1 ? ['model'] : [])];
    const cells = done.flatMap((written) => rowsOf(written, whole, done.length > 1));
    return {
      models: done.map(({ model }) => model.report({})),
      tables: [{ name: 'generated', columns: header, rows: cells }],
      figures: show.has('texts') ? [figureOf(done, whole, drawn)] : [],
      notes: [
        ...modelNotes(done.map(({ model }) => model)),
        ...done.flatMap((written) => promptNotes(written, String(plan.options.prompt ?? ''))),
        ...(signal.aborted ? ['Stopped: the last texts end where they were.'] : []),
        ...(await writeRows({ header, cells }, context)),
      ],
    };
  },
};

/** Throws a plain sentence, as a `Problem`, for a model that writes no texts. */
function requireWriter({ id, learns }: ModelCard, { at }: ModelRequest): void {
  if (findModel(id)?.reads === 'tokens' && findModel(id)!.card.capabilities.includes('Sampler')) return;
  const able = registry
    .filter((spec) => spec.reads === 'tokens' && spec.card.capabilities.includes('Sampler'))
    .map((spec) => spec.card.id);
  throw new Problem('no-capability', `${id} learns ${learns}: it writes no texts. Models that do: ${listed(able)}`, at);
}

async function writtenBy(
  model: TrainedModel,
  { plan, rng, environment, signal }: TaskContext,
  drawn: number,
): Promise<Written> {
  const {
    n,
    prompt = '',
    temperature,
    top_k: topK,
    max_length: maxLength,
  } = plan.options as {
    n: number;
    prompt?: string;
    temperature: number;
    top_k?: number;
    max_length?: number;
  };
  const { classes } = model.facts.target;
  const { tokens } = model.facts.encoding.features[0]!;
  if (!tokens) throw new Error(`${model.name} reads no texts`);
  const chance = rng.fork(model.name);
  const begun = promptOf(prompt, tokens);
  const options: TextOptions = {
    temperature,
    ...(topK === undefined ? {} : { topK }),
    ...(maxLength === undefined ? {} : { maxLength }),
  };
  const labels = labelsOf(plan.options.class, classes, model.logPrior, n, chance.fork('class'));
  const writer = model.fitted as TextWriter;
  const x = matrix(n, tokens.length);
  let before = 0;
  for (const label of new Set(labels)) {
    const own = [...labels.keys()].filter((i) => labels[i] === label);
    const watch = watchOf(environment, signal, model.name, (share) => (before + share * own.length) / n);
    const texts = await writer.write(begun, own.length, label, options, chance.fork(label), watch);
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

function promptOf(prompt: string, tokens: TokenEncoding): Float64Array {
  const out = new Float64Array(tokens.length);
  tokenEncoder(tokens)(prompt, out, 0);
  const end = out.indexOf(noToken);
  return end < 0 ? out : out.subarray(0, end);
}

function labelsOf(
  wantedClass: unknown,
  classes: readonly string[],
  logPrior: Float64Array,
  n: number,
  rng: TaskContext['rng'],
): Int32Array {
  if (wantedClass === undefined || wantedClass === null)
    return Int32Array.from({ length: n }, () => rng.choice(logPrior.map(Math.exp)));
  const label = classes.indexOf(String(wantedClass));
  if (label < 0) throw unknown('class', String(wantedClass), classes, ['class']);
  return new Int32Array(n).fill(label);
}

function rowsOf({ model, tokens, x, labels, logProba }: Written, whole: boolean, several: boolean): Cell[][] {
  return Array.from(labels, (label, i) => [
    textOf(tokens, rowOf(x, i)),
    ...(whole ? [] : [model.facts.target.classes[label]!]),
    rowOf(logProba, i).reduce((sum, value) => sum + value, 0),
    ...(several ? [model.name] : []),
  ]);
}

function figureOf(done: readonly Written[], whole: boolean, drawn: number): FigureOf<'token-probabilities'> {
  return {
    kind: 'token-probabilities',
    title: 'Generated texts',
    summary: `Texts that ${listed(done.map(({ model }) => model.name))} wrote; each character with its probability, given those before it.`,
    measure: 'P(next character)',
    lines: done.flatMap(({ model, tokens, x, labels, logProba, alternatives }) =>
      Array.from({ length: Math.min(drawn, x.rows) }, (_, i) => {
        const characters = [...textOf(tokens, rowOf(x, i))];
        const kind = whole ? model.name : model.facts.target.classes[labels[i]!]!;
        return {
          heading: done.length > 1 && !whole ? `${model.name}: ${kind}` : kind,
          tokens: characters,
          values: pack(
            'f32',
            characters.map((_, t) => Math.exp(rowOf(logProba, i)[t]!)),
          ),
          hints: characters.map((_, t) => hintOf(alternatives, tokens, i * x.columns + t)),
        };
      }),
    ),
  };
}

/** What could stand at a place: "e 41 %, a 20 %, end 5 %". */
function hintOf(
  { count, tokens: likeliest, proba }: Alternatives,
  { vocabulary }: TokenEncoding,
  place: number,
): string {
  return Array.from({ length: Math.min(count, vocabulary.length + 1) }, (_, c) => {
    const token = likeliest[place * count + c]!;
    const word = token === vocabulary.length ? 'end' : vocabulary[token] === ' ' ? 'blank' : vocabulary[token]!;
    return `${word} ${(100 * proba[place * count + c]!).toFixed(0)} %`;
  }).join(', ');
}

function promptNotes({ model, tokens }: Written, prompt: string): string[] {
  const characters = [...prompt];
  const unseen = [...new Set(characters)].filter((character) => !tokens.vocabulary.includes(character));
  return [
    ...(unseen.length === 0
      ? []
      : [`${model.name} has never seen ${listed(unseen)} of the prompt: read as ${unknownToken}.`]),
    ...(characters.length < tokens.length
      ? []
      : [
          `${model.name} reads ${tokens.length} characters: the prompt of ${characters.length} leaves nothing to write; shorten it.`,
        ]),
  ];
}
