import { asOneClass, requireTarget } from '../../data/dataset';
import type { LabelledDataset } from '../../data/dataset';
import { withFold } from '../../data/folds';
import { Problem } from '../../data/problem';
import type { TaskCard } from '../../protocol/cards';
import type { Figure } from '../../protocol/figures';
import type { ModelRequest } from '../../protocol/plan';
import type { ModelResult, ResultTable } from '../../protocol/result';
import { requireCapability } from '../capability';
import { completedFile } from '../completion/completedFile';
import { errorTable, overallErrors, overallTable } from '../completion/errors';
import type { OverallError } from '../completion/errors';
import { fillRows, spreadOf } from '../completion/fill';
import type { FilledRows } from '../completion/fill';
import { learnFromGaps, needsGaps } from '../completion/learnFromGaps';
import { hiddenCells } from '../completion/hidden';
import type { HiddenMeasurement } from '../completion/hidden';
import { classSentence, errorSentences, filledSentences } from '../completion/sentences';
import { requireTable } from '../gaps/requireTable';
import { completedRowsFigure, imputationFigure } from '../drawing/imputation';
import { chooseAxes } from '../drawing/plane';
import { filledPictures } from '../drawing/wholePictures';
import type { TaskContext, TaskSpec } from '../task';
import { modelNotes } from '../training/modelNotes';
import type { TrainedModel } from '../training/trained';
import { seedParameter } from './parameters';
import { wanted } from './show';
import { writeParameters, writeRows } from './writeRows';

/** Rows of the table of filled cells. */
const most = { cells: 1000 };

const card: TaskCard = {
  id: 'impute',
  title: 'Impute',
  summary:
    'Fills the empty cells of the file by their distribution given the cells that are there, and says by cells hidden on purpose how far off that is.',
  models: 'required',
  needs: ['Conditional'],
  parameters: [
    {
      name: 'draws',
      type: 'integer',
      min: 0,
      max: 100,
      default: 0,
      doc: 'Completions to draw at random, all of which are written by `to`; 0: the conditional mean of each cell.',
    },
    {
      name: 'given_class',
      type: 'boolean',
      default: false,
      doc: 'Whether the class of a row helps to fill it, where it is known. A classifier trained on the completed file would then find its answer in the cells.',
    },
    {
      name: 'hide',
      type: 'number',
      min: 0,
      max: 0.9,
      default: 0.1,
      doc: 'Share of the observed cells of the test rows that is hidden at a time, to measure the error; 0: nothing is measured.',
    },
    ...writeParameters,
    seedParameter,
  ],
  shows: [
    { value: 'imputation', doc: 'True against imputed values of the cells that were hidden.' },
    {
      value: 'rows',
      doc: 'Completed rows over complete ones, with the spread of what was filled in; completed pictures as they are.',
    },
  ],
};

export const impute: TaskSpec = {
  card,
  async run(given) {
    const { plan, signal } = given;
    const show = wanted(plan, card, ['imputation', 'rows']);
    const {
      draws,
      given_class: givenClass,
      hide,
    } = plan.options as {
      draws: number;
      given_class: boolean;
      hide: number;
    };
    requireTable(given.dataset, card.id);
    const dataset = given.dataset.target ? requireTarget(given.dataset) : asOneClass(given.dataset);
    const context = { ...given, dataset };
    const { models, fromGaps } = await obtain(context);
    const filled: FilledRows[] = [];
    for (const model of models) {
      const rows = await fillRows(context, model, { draws, givenClass, spread: spreadOf(model) });
      if (rows) filled.push(rows);
    }
    const hidden = await measure(context, models, hide, givenClass);
    const errors = overallErrors(hidden.results, dataset);
    fromGaps.forEach((model) => model.dispose());
    return {
      models: models.map((model, i) => reported(model, errors[i], fromGaps.has(model))),
      tables: [errorTable(hidden.results), overallTable(errors), filledTable(filled)],
      figures: [
        ...(show.has('imputation') ? imputationFigure(hidden.results, errors, dataset) : []),
        ...(show.has('rows') ? rowFigures(filled, dataset, models) : []),
      ],
      notes: [
        ...dataset.notes,
        ...modelNotes(models),
        ...(signal.aborted ? ['Stopped before everything was filled in and measured.'] : []),
        ...filledSentences(filled, dataset, { draws, most: most.cells }),
        ...classSentence(dataset, givenClass),
        ...errorSentences(errors, hidden, hide),
        ...hidden.notes,
        ...(filled.length > 0 && !signal.aborted
          ? await writeRows(completedFile(filled, given.dataset, draws), given)
          : []),
      ],
    };
  },
};

/** Rows over two features, pictures as they are. */
function rowFigures(
  filled: readonly FilledRows[],
  dataset: LabelledDataset,
  models: readonly TrainedModel[],
): Figure[] {
  if (dataset.image) return filledPictures(filled, dataset);
  const axes = chooseAxes(dataset, models);
  return axes && filled.length > 0 ? completedRowsFigure(filled, dataset, axes) : [];
}

/** The models, each of which must be able to complete rows; without a target they learn all rows as one class. */
async function obtain(
  context: TaskContext & { dataset: LabelledDataset },
): Promise<{ models: TrainedModel[]; fromGaps: Set<TrainedModel> }> {
  const { plan, trainer, signal, dataset } = context;
  for (const request of plan.models) requireCapability(trainer.cardOf(request), 'Conditional', request.at);
  const fresh = dataset.target.whole ? trainer.over(dataset) : trainer;
  const models: TrainedModel[] = [];
  const fromGaps = new Set<TrainedModel>();
  for (const request of plan.models) {
    if (signal.aborted) break;
    if (request.model !== undefined && needsGaps(request.model, dataset)) {
      const model = await learnFromGaps(context, request);
      if (!model) break;
      models.push(model);
      fromGaps.add(model);
    } else models.push(await (request.model === undefined ? trainer : fresh).obtain(request));
  }
  if (models.length === 0) throw new Problem('interrupted', 'The run was stopped before anything was learned.');
  return { models, fromGaps };
}

/** Hides cells of the test rows; with folds, of the first one, from models that have not seen it. */
async function measure(
  context: TaskContext & { dataset: LabelledDataset },
  models: readonly TrainedModel[],
  share: number,
  givenClass: boolean,
): Promise<HiddenMeasurement> {
  const { dataset, trainer } = context;
  const { folds, test } = dataset.parts;
  const nothing = (note: string) => ({ results: [], rows: 0, rounds: 0, notes: [note] });
  if (share === 0) return nothing('No cells were hidden, so the error was not measured.');
  if (!folds) {
    if (test.length === 0)
      return nothing('There are no test rows whose cells could be hidden: the error was not measured.');
    return hiddenCells(context, models, { share, givenClass });
  }
  const part = withFold(dataset, folds, 0);
  const again: TrainedModel[] = [];
  for (const model of models) {
    const fitted = needsGaps(model.card.id, part)
      ? await learnFromGaps({ ...context, dataset: part }, requestOf(context, model))
      : await trainer.refit(model, part, `fitting ${model.name} without the first fold`);
    if (!fitted) return nothing('The error was not measured.');
    again.push(fitted);
  }
  const measured = await hiddenCells({ ...context, dataset: part }, again, { share, givenClass });
  again.forEach((model) => model.dispose());
  return {
    ...measured,
    notes: ['Cells were hidden in the first of the folds, by models fitted to the others.', ...measured.notes],
  };
}

/** The request that a model answers, as one to fit it afresh. */
function requestOf({ plan }: TaskContext, { name, card: { id } }: TrainedModel): ModelRequest {
  return { ...plan.models.find((request) => request.name === name)!, model: id };
}

/** Without its key where the model was not kept. */
function reported(model: TrainedModel, error: OverallError | undefined, isFromGaps: boolean): ModelResult {
  const { key, ...report } = model.report(metricsOf(error));
  return isFromGaps ? report : { ...report, ...(key === undefined ? {} : { key }) };
}

function metricsOf(error: OverallError | undefined) {
  return error?.rmse === undefined ? {} : { imputationRmse: error.rmse };
}

/** The first of the filled cells. `row`: of the file, from 0 on. */
function filledTable(filled: readonly FilledRows[]): ResultTable {
  return {
    name: 'imputed',
    columns: ['row', 'column', 'model', 'value', 'sd', 'share'],
    rows: filled.flatMap(({ model, cells }) =>
      cells
        .slice(0, Math.floor(most.cells / filled.length))
        .map(({ row, feature, value, sd, share }) => [row, feature, model.name, value, sd, share]),
    ),
  };
}
