import { requireTarget } from '../../data/dataset';
import type { Dataset } from '../../data/dataset';
import { Problem } from '../../data/problem';
import { counted, listed } from '../../data/words';
import { findModel } from '../models/index';
import type { TaskContext } from '../task';
import { completeRows } from '../training/columns';
import { TrainedModel } from '../training/trained';
import type { Exportable, ExportFormat } from './format';
import { estimators } from './python/index';
import { scriptOf } from './python/script';
import type { ScriptModel } from './python/script';

/** A Python program that trains the same models on the same rows. */
export const scikitLearnFormat: ExportFormat = {
  id: 'python',
  doc: 'A Python script that trains the same models with scikit-learn on the same rows and prints accuracy and log loss on the same test rows.',
  extension: '.py',
  refusal({ id }) {
    if (estimators[id]) return undefined;
    const able = listed(Object.keys(estimators), 20);
    const message = `scikit-learn has no ${id}: choose json; models that can be written in Python are ${able}`;
    return new Problem('no-python', message);
  },
  async write(models, path, context) {
    // of ratings there are none: each would have been refused
    const ofClasses = models.filter((model) => model instanceof TrainedModel);
    const dataset = requireTarget(context.dataset);
    const { report } = await context.readTable(dataset.plan.path);
    const source = { dataset, report, path: fromFolderOf(path, dataset.plan.path) };
    const script = scriptOf(
      source,
      ofClasses.map((one) => scriptModel(one, context)),
    );
    return [{ path, bytes: new TextEncoder().encode(script) }];
  },
  notes: (path, models, dataset) => [
    `It runs with \`python3 ${path}\`, which needs numpy and scikit-learn.`,
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
