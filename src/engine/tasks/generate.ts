import type { Cell } from '../../data/cells';
import { requireTarget } from '../../data/dataset';
import { rowOf } from '../../data/matrix';
import { mostInPiece } from '../../data/pieces';
import { Problem } from '../../data/problem';
import { hasPieces, mostTokens, textOf, tokenizer, unknownToken } from '../../data/tokens';
import { counted, listed } from '../../data/words';
import type { ModelCard, TaskCard } from '../../protocol/cards';
import type { ModelRequest } from '../../protocol/plan';
import { findModel, models as registry } from '../models/index';
import type { TaskSpec } from '../task';
import { modelNotes } from '../training/modelNotes';
import { seedParameter } from './parameters';
import { wanted } from './show';
import { figureOf, readable } from './textsShown';
import { writeParameters, writeRows } from './writeRows';
import { writtenBy } from './writtenTexts';
import type { Written } from './writtenTexts';

/** Texts in the figure. */
const mostDrawn = 12;

const card: TaskCard = {
  id: 'generate',
  title: 'Generate',
  summary:
    'Writes texts by a language model, from nothing or from a prompt, and shows how probable each character or piece of a word was.',
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
      doc: 'Only so many of the likeliest characters, or pieces of words, are chosen from. Default: all.',
    },
    {
      name: 'max_length',
      type: 'integer',
      min: 1,
      max: mostTokens * mostInPiece,
      doc: 'Characters of a text at most, the prompt included. Default: as many as the model reads.',
    },
    ...writeParameters,
    seedParameter,
  ],
  shows: [{ value: 'texts', doc: 'The texts, with the probability of each character or piece of a word.' }],
};

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

function rowsOf({ model, tokens, x, labels, logProba }: Written, whole: boolean, several: boolean): Cell[][] {
  return Array.from(labels, (label, i) => [
    textOf(tokens, rowOf(x, i)),
    ...(whole ? [] : [model.facts.target.classes[label]!]),
    rowOf(logProba, i).reduce((sum, value) => sum + value, 0),
    ...(several ? [model.name] : []),
  ]);
}

function promptNotes({ model, tokens }: Written, prompt: string): string[] {
  const characters = [...prompt];
  const unseen = [...new Set(characters)].filter((character) => !tokens.vocabulary.includes(character));
  const { length } = tokenizer({ ...tokens, length: Infinity })(prompt);
  const read = counted(tokens.length, hasPieces(tokens) ? 'token' : 'character');
  return [
    ...(unseen.length === 0
      ? []
      : [`${model.name} has never seen ${listed(unseen.map(readable))} of the prompt: read as ${unknownToken}.`]),
    ...(length < tokens.length
      ? []
      : [`${model.name} reads ${read}: the prompt of ${length} leaves nothing to write; shorten it.`]),
  ];
}
