import type { Cell } from '../../data/cells';
import { requireTarget } from '../../data/dataset';
import { matrix } from '../../data/matrix';
import type { Json, TaskCard } from '../../protocol/cards';
import type { Figure } from '../../protocol/figures';
import type { ResultTable } from '../../protocol/result';
import { attribution } from '../drawing/attribution';
import { askedPicture } from '../explaining/askedPicture';
import { encodedRow, fileRow, givenRow, requireValues } from '../explaining/askedRow';
import type { AskedRow } from '../explaining/askedRow';
import { backgroundOf } from '../explaining/background';
import type { AttributionPanel, Explanation, ExplainSetting, Situation, Subject } from '../explaining/explanation';
import { explainMethods } from '../explaining/methods/index';
import { pauseOf, untilStopped } from '../explaining/pause';
import { featurePlayers, rowPlayers, shownValues } from '../explaining/players';
import { valueFunctions } from '../explaining/values';
import { mostProbable } from '../judging/metrics';
import type { TaskContext, TaskSpec } from '../task';
import { modelNotes } from '../training/modelNotes';
import type { TrainedModel } from '../training/trained';
import { obtainAll } from './obtainAll';
import { seedParameter } from './parameters';
import { wanted } from './show';

const choices = explainMethods.map(({ value, doc }) => ({ value, doc }));

const card: TaskCard = {
  id: 'explain',
  title: 'Explain',
  summary:
    'Says why: what speaks for and against each class in one row, or what a model goes by as a whole. Models of P(x, y) and of P(y | x) side by side.',
  models: 'required',
  needs: ['Classifier', 'Density'],
  parameters: [
    {
      name: 'row',
      type: 'integer',
      min: 0,
      doc: 'Row of the file to explain, counted from 0. Without row and given, the models as a whole.',
    },
    { name: 'given', type: 'row', doc: 'A row given by its values, to explain instead of one of the file.' },
    {
      name: 'methods',
      type: 'list',
      minItems: 1,
      of: { name: 'method', type: 'choice', choices, doc: 'A way to explain.' },
      doc: 'How to explain. Default: all that suit a row, a picture, or the models as a whole.',
    },
    {
      name: 'scale',
      type: 'choice',
      default: 'auto',
      choices: [
        { value: 'auto', doc: 'log odds where they are a sum over features, else probability' },
        { value: 'log-odds', doc: 'log P(y | x) less its mean over the classes' },
        { value: 'probability', doc: 'P(y | x)' },
      ],
      doc: 'What SHAP values add up to.',
    },
    {
      name: 'background',
      type: 'integer',
      min: 1,
      doc: 'Training rows against which SHAP values are measured, drawn by chance. Default: all, or as many as can be afforded.',
    },
    {
      name: 'repeats',
      aliases: ['n_repeats'],
      type: 'integer',
      min: 1,
      max: 1000,
      default: 5,
      doc: 'Shuffles of each feature for permutation importance.',
    },
    seedParameter,
  ],
  shows: choices,
};

export const explain: TaskSpec = {
  card,
  async run(context) {
    const { plan, dataset, signal, environment, rng } = context;
    requireTarget(dataset);
    const models = await obtainAll(context, 'Classifier');
    const asked = askedOf(context, models);
    const subjects: Subject[] = [];
    for (const model of models) subjects.push(await subjectOf(model, context, asked));
    const byDefault = explainMethods.filter((method) => method.byDefault.includes(situationOf(context, asked)));
    const named = (plan.options.methods as string[] | undefined) ?? plan.show ?? byDefault.map(({ value }) => value);
    const show = wanted(plan, card, named);
    const setting: ExplainSetting = {
      dataset,
      options: plan.options,
      asked,
      rng,
      pause: pauseOf(environment, signal),
      progress: (text) => environment.progress({ text }),
      order: [],
    };
    const found: Explanation[] = [];
    const drawn: Figure[] = [];
    for (const method of explainMethods.filter(({ value }) => named.includes(value))) {
      const explanation = await untilStopped(() => method.explain(subjects, setting));
      if (!explanation) break;
      found.push(explanation);
      if (show.has(method.value)) drawn.push(...(explanation.figures ?? []));
    }
    const panels = found.flatMap((each) => each.panels ?? []);
    const maps = found.flatMap((each) => each.maps ?? []);
    return {
      models: models.map((model) => model.report({})),
      tables: found.flatMap((each): ResultTable[] => each.tables ?? []),
      figures: [...askedPicture(maps, subjects, setting), ...attributionFigure(panels, subjects, asked), ...drawn],
      notes: [
        ...(asked ? [answersNote(subjects, asked, context)] : []),
        ...modelNotes(models),
        ...found.flatMap((each) => each.notes ?? []),
      ],
    };
  },
};

function askedOf({ plan, dataset }: TaskContext, models: readonly TrainedModel[]): AskedRow | undefined {
  const { row, given } = plan.options;
  if (given !== undefined && given !== null) return givenRow(given as { [name: string]: Json }, models);
  if (typeof row === 'number') return fileRow(dataset.columns, dataset.rows, row, dataset.plan.path);
  return undefined;
}

function situationOf({ dataset }: TaskContext, asked: AskedRow | undefined): Situation {
  if (dataset.image) return asked ? 'picture' : 'model of pictures';
  return asked ? 'row' : 'model';
}

async function subjectOf(model: TrainedModel, { dataset }: TaskContext, asked: AskedRow | undefined): Promise<Subject> {
  const subject = { model, background: backgroundOf(model, dataset), features: featurePlayers(model) };
  if (!asked) return subject;
  const at = [asked.number === undefined ? 'given' : 'row'];
  const z = encodedRow(model, asked, at);
  requireValues(model, z, at);
  const f = valueFunctions.probability(model);
  const players = await rowPlayers(model, z, f);
  const values = shownValues(model, z, players);
  const proba = await f(matrix(1, z.length, z));
  return { ...subject, row: { z, players, values, predicted: mostProbable(proba)[0]!, proba: proba.data } };
}

function attributionFigure(
  panels: readonly AttributionPanel[],
  subjects: readonly Subject[],
  asked: AskedRow | undefined,
): Figure[] {
  const first = subjects[0]?.row;
  if (panels.length === 0 || !first || !asked) return [];
  const values = new Map(
    subjects.flatMap(({ row }) => row!.players.map(({ name }, p) => [name, shownText(row!.values[p]!)] as const)),
  );
  const { classes } = subjects[0]!.model.facts.target;
  return [attribution(panels, { classes, shown: first.predicted, words: asked.words, values })];
}

/** For people: a year must stay a year. */
function shownText(value: Cell): string {
  return typeof value === 'number' ? String(Number(value.toPrecision(6))) : (value ?? '');
}

/** What the models say of the row, and what it is. */
function answersNote(subjects: readonly Subject[], { words, number }: AskedRow, { dataset }: TaskContext): string {
  const said = subjects.map(
    ({ model, row }) => `${model.name} takes it for ${model.facts.target.classes[row!.predicted]}`,
  );
  const code = number === undefined ? -1 : dataset.target!.codes[number]!;
  return `${words}: ${said.join(', ')}${code < 0 ? '' : `; it is ${dataset.target!.classes[code]}`}.`;
}
