import type { LabelledDataset } from '../../data/dataset';
import { counted, listed } from '../../data/words';
import { shortNumber } from '../judging/ranking';
import type { OverallError } from './errors';
import type { FilledRows } from './fill';
import type { HiddenMeasurement } from './hidden';

/** What was filled in, by which model. */
export function filledSentences(
  filled: readonly FilledRows[],
  { features, missingCells, plan }: LabelledDataset,
  { draws, most }: { draws: number; most: number },
): string[] {
  if (missingCells === 0) {
    return [
      'No feature of the file has an empty cell, so there is nothing to fill in: what is measured are cells hidden on purpose.',
    ];
  }
  const how = draws > 0 ? `by ${counted(draws, 'draw')} from their distribution` : 'by their mean';
  const cells = filled.reduce((sum, { cells: own }) => sum + own.length, 0);
  return [
    ...filled.map(
      ({ model, rows, cells: own }) =>
        `${model.name} fills in ${counted(own.length, 'empty cell')} of ${counted(rows.length, 'row')} ${how} given the other cells of the row; a category by its most probable level, a column of whole numbers by whole numbers.`,
    ),
    ...unfilled(
      filled,
      features.filter((column) => column.missing > 0).map(({ name }) => name),
      plan.text?.column,
    ),
    ...(cells > most
      ? [
          `The table imputed holds ${counted(most, 'cell')} of ${counted(cells, 'cell')}; write all rows with to: file.csv.`,
        ]
      : []),
  ];
}

/** Columns that stay as they are. */
function unfilled(filled: readonly FilledRows[], empty: readonly string[], text: string | undefined): string[] {
  const left = empty.filter((name) => name === text || filled.some(({ model }) => !model.reads(name)));
  return left.length > 0 ? [`Left empty, being text or no feature of every model: ${listed(left)}.`] : [];
}

/** Whether the class was used. */
export function classSentence({ target }: LabelledDataset, givenClass: boolean): string[] {
  if (target.whole) return [];
  return [
    givenClass
      ? `The class of a row (${target.name}) helps to fill it in where it is known: do not judge a classifier on the completed rows.`
      : `The class of a row (${target.name}) is not used, so that a classifier can be judged on the completed rows; given_class: true uses it.`,
  ];
}

/** How far off the methods are. */
export function errorSentences(
  errors: readonly OverallError[],
  { rows, rounds }: HiddenMeasurement,
  share: number,
): string[] {
  const [first] = errors;
  if (!first) return [];
  const told = (of: (error: OverallError) => string | undefined) =>
    listed(
      errors.flatMap((error) => {
        const value = of(error);
        return value === undefined ? [] : [`${error.method} ${value}`];
      }),
    );
  const numbers = told(({ rmse }) => (rmse === undefined ? undefined : shortNumber(rmse)));
  const categories = told(({ errorRate }) =>
    errorRate === undefined ? undefined : `${shortNumber(100 * errorRate)} %`,
  );
  const percent = shortNumber(100 * share);
  return [
    `Errors are over ${counted(first.cells, 'cell')} of ${counted(rows, 'test row')}, hidden on purpose ${percent} % at a time${rounds > 1 ? `, in ${rounds} rounds that hide different cells` : ''}; rmse is in the units of each column, errorRate is the share of categories that are wrong.`,
    ...(numbers
      ? [`Root mean squared error over all numbers, in standard deviations of their columns: ${numbers}.`]
      : []),
    ...(categories ? [`Wrong categories: ${categories}.`] : []),
  ];
}
