import { missingSpellings } from '../../../data/missing';
import type { ReadReport } from '../../../data/table';
import type { RatingDataset } from '../../ratings/assemble';
import type { TrainedRatings } from '../../ratings/trained';
import { python } from './estimator';
import { ratingPython } from './index';
import { fromFormat, readCells } from './reading';
import { wrapped } from './wrapped';

/** Where the rows of a script come from. */
export interface RatingSource {
  dataset: RatingDataset;
  report: ReadReport;
  /** Of the data file, from the folder of the script. */
  path: string;
}

/** A program that trains the models on the same ratings of the file and prints how they do on the same test ratings. */
export function ratingScriptOf({ dataset, report, path }: RatingSource, models: readonly TrainedRatings[]): string {
  const { ratings, columns, parts, rows, plan } = dataset;
  const kindOf = (name: string) => columns.find((column) => column.name === name)!.kind;
  const reads = (name: string) => (kindOf(name) === 'numeric' ? 'number' : 'word');
  const definitions = new Set(models.map(({ card }) => ratingPython[card.id]!.definition.trim()));
  const blocks = [
    `"""Trains ${models.map(({ name }) => name).join(', ')} on ${plan.path}, on the ratings that the notebook trained on.\n\nWritten by Model Cells. Needs numpy.\n"""`,
    'import csv\nimport json\nfrom pathlib import Path\n\nimport numpy as np',
    [
      '# Where the data file is, from this script.',
      `DATA = Path(__file__).parent / ${python(path)}`,
      `ROWS = ${rows}`,
      `COLUMNS = ${wrapped(columns.map(({ name }) => python(name)))}`,
      `USER, ITEM, RATING = ${[ratings.user, ratings.item, ratings.rating].map(({ name }) => python(name)).join(', ')}`,
      '# What stands for an empty cell.',
      `MISSING = set(${wrapped(missingSpellings.map(python))})`,
      `DECIMAL_COMMA = ${report.decimalComma ? 'True' : 'False'}`,
      '# Row numbers, from 0; the other rows that are ratings are for training.',
      `TEST = ${wrapped([...parts.test].map(String))}`,
      `ASIDE = ${wrapped([...parts.validation].map(String))}`,
    ].join('\n'),
    fromFormat(report, dataset).trim(),
    readCells.trim(),
    ...definitions,
    [
      'MODELS = [',
      ...models.map((model) => `    (${python(model.name)}, ${ratingPython[model.card.id]!.make(model)}),`),
      ']',
    ].join('\n'),
    running(reads(ratings.user.name), reads(ratings.item.name)).trim(),
  ];
  return `${blocks.join('\n\n\n')}\n`;
}

const running = (user: string, item: string) => `
def main():
    table = read(DATA)
    users, user = numbered(${user}(cell) for cell in table[USER])
    items, item = numbered(${item}(cell) for cell in table[ITEM])
    rating = np.array([number(cell) for cell in table[RATING]])
    rated = (user >= 0) & (item >= 0) & np.isfinite(rating)
    held = np.isin(np.arange(ROWS), TEST + ASIDE)
    train = np.flatnonzero(rated & ~held)
    test = np.array([row for row in TEST if rated[row]], dtype=int)
    for name, model in MODELS:
        model.fit(user[train], item[train], rating[train], users, items)
        if len(test):
            error = rating[test] - model.predict(user[test], item[test])
            print(f"{name}: RMSE {np.sqrt((error**2).mean()):.6f}, MAE {abs(error).mean():.6f}, {len(test)} test ratings")


def numbered(cells):
    """How many different ones there are, and the number of each; -1 for an empty cell."""
    known = {}
    codes = [-1 if cell is None or cell in MISSING or cell != cell else known.setdefault(cell, len(known)) for cell in cells]
    return len(known), np.array(codes)


if __name__ == "__main__":
    main()
`;
