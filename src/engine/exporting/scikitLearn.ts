import { requireTarget } from '../../data/dataset';
import type { Dataset } from '../../data/dataset';
import { Problem } from '../../data/problem';
import { counted, listed } from '../../data/words';
import { findModel } from '../models/index';
import type { TaskContext } from '../task';
import { completeRows } from '../training/columns';
import { TrainedRatings } from '../ratings/trained';
import { TrainedModel } from '../training/trained';
import type { Exportable, ExportFormat } from './format';
import { estimators, ratingPython } from './python/index';
import { ratingScriptOf } from './python/ratingScript';
import { scriptOf } from './python/script';
import type { ScriptModel } from './python/script';

/** A Python program that trains the same models on the same rows. */
export const scikitLearnFormat: ExportFormat = {
  id: 'python',
  doc: 'A Python script that trains the same models with scikit-learn (of ratings: with numpy) on the same rows and prints accuracy and log loss, or the errors, on the same test rows.',
  extension: '.py',
  refusal({ id }) {
    if (estimators[id] ?? ratingPython[id]) return undefined;
    const able = listed([...Object.keys(estimators), ...Object.keys(ratingPython)], 20);
    const message = `scikit-learn has no ${id}: choose json; models that can be written in Python are ${able}`;
    return new Problem('no-python', message);
  },
  async write(models, path, context) {
    const { report } = await context.readTable(context.dataset.plan.path, ['data']);
    const from = { report, path: fromFolderOf(path, context.dataset.plan.path) };
    // data holds classes or ratings, and so are all models of one kind
    const ofClasses = models.filter((model) => model instanceof TrainedModel);
    const ofRatings = models.filter((model) => model instanceof TrainedRatings);
    const script =
      ofRatings.length > 0
        ? ratingScriptOf({ dataset: context.ratingTrainer.dataset(), ...from }, ofRatings)
        : scriptOf(
            { dataset: requireTarget(context.dataset), ...from },
            ofClasses.map((one) => scriptModel(one, context)),
          );
    return [{ path, bytes: new TextEncoder().encode(script) }];
  },
  notes: (path, models, dataset) => [
    `It runs with \`python3 ${path}\`, which needs numpy${dataset.ratings ? '' : ' and scikit-learn'}.`,
    ...coldNotes(models, dataset),
    ...new Set(models.flatMap((model) => estimators[model.card.id]?.differs?.(model.facts.options) ?? [])),
    ...gapNotes(models, dataset),
  ],
};

function scriptModel(model: TrainedModel, { dataset }: TaskContext): ScriptModel {
  const estimator = estimators[model.card.id]!;
  const { options, seed, classCounts, target } = model.facts;
  const setting = {
    rows: classCounts.reduce((sum, count) => sum + count, 0),
    validation: dataset.parts.validation.length > 0,
    seed,
    classes: target.classes,
  };
  return { name: model.name, estimator, expression: estimator.make(options, setting) };
}

/** What the script does not know of users and items without ratings. */
function coldNotes(models: readonly Exportable[], { ratings }: Dataset): string[] {
  const content = [...(ratings?.content.user ?? []), ...(ratings?.content.item ?? [])].map(({ name }) => name);
  if (content.length === 0 || !models.some((model) => model instanceof TrainedRatings)) return [];
  return [`The script predicts who has no training rating as average, not by ${listed(content)}.`];
}

/** What the script cannot do with rows with empty cells. */
function gapNotes(models: readonly Exportable[], { features, parts }: Dataset): string[] {
  const able = models.filter(({ card }) => findModel(card.id)?.gaps);
  const left = parts.train.length - completeRows(features, parts.train).length;
  if (left === 0 || able.length === 0) return [];
  return [
    `The script leaves out ${counted(left, 'training row')} with empty cells, from which ${listed(able.map(({ name }) => name))} learned here.`,
  ];
}

/** The path of a file of the notebook from the folder of another. */
function fromFolderOf(script: string, file: string): string {
  const depth = script.split('/').filter((part) => part !== '' && part !== '.').length - 1;
  return `${'../'.repeat(depth)}${file}`;
}
