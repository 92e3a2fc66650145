import type { LabelledDataset } from '../../../data/dataset';
import { fromFormat, readCells } from './reading';
import { wrapped } from './wrapped';
import { missingSpellings } from '../../../data/missing';
import { defaultText } from '../../../data/plan';
import type { Column, ReadReport } from '../../../data/table';
import { helpers } from './helpers';
import type { PythonEstimator } from './estimator';
import { python } from './estimator';

/** A model of the script: its name, its estimator and the expression that makes it. */
export interface ScriptModel {
  name: string;
  estimator: PythonEstimator;
  expression: string;
}

export interface ScriptSource {
  dataset: LabelledDataset;
  report: ReadReport;
  /** Of the data file, from the folder of the script. */
  path: string;
}

/** A program that trains the models on the same rows of the file and prints how they do on the same test rows. */
export function scriptOf({ dataset, report, path }: ScriptSource, models: readonly ScriptModel[]): string {
  const imports = new Set(models.flatMap(({ estimator }) => estimator.imports));
  const used = new Set(models.flatMap(({ estimator }) => estimator.helpers ?? []));
  const text = dataset.plan.text;
  const blocks = [
    `"""Trains ${models.map(({ name }) => name).join(', ')} on ${dataset.plan.path} with scikit-learn, on the rows that the notebook trained on.\n\nWritten by Model Cells. Needs numpy and scikit-learn.\n"""`,
    [
      'import csv',
      'import json',
      'from pathlib import Path',
      '',
      'import numpy as np',
      ...(text ? ['from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer'] : []),
      ...[...imports].sort(),
      'from sklearn.metrics import accuracy_score, log_loss',
    ].join('\n'),
    constants(dataset, report, path),
    ...[...used].map((name) => helpers[name]!.trim()),
    fromFormat(report, dataset).trim(),
    readCells.trim(),
    reading.trim(),
    text ? vectoriser(dataset) : '',
    encoding.trim(),
    modelTable(models),
    running.trim(),
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n\n')}\n`;
}

function constants(dataset: LabelledDataset, report: ReadReport, path: string): string {
  const { target, features, parts, columns, plan, rows } = dataset;
  const targetColumn = columns.find(({ name }) => name === target.name)!;
  const describe = (column: Column): string => {
    if (column.name === plan.text?.column) return '"text"';
    return column.kind === 'numeric' ? 'None' : python(column.levels);
  };
  const lines = [
    '# Where the data file is, from this script.',
    `DATA = Path(__file__).parent / ${python(path)}`,
    `ROWS = ${rows}`,
    `COLUMNS = ${wrapped(columns.map(({ name }) => python(name)))}`,
    `TARGET = ${python(target.name)}`,
    `CLASSES = ${targetColumn.kind === 'numeric' ? `[${target.classes.join(', ')}]` : wrapped(target.classes.map(python))}`,
    '# Levels of the categories; None for numbers.',
    `FEATURES = {\n${features.map((column) => `    ${python(column.name)}: ${describe(column)},`).join('\n')}\n}`,
    'LEVELS = [0 if levels is None else len(levels) for levels in FEATURES.values()]',
    '# What stands for an empty cell.',
    `MISSING = set(${wrapped(missingSpellings.map(python))})`,
    `DECIMAL_COMMA = ${report.decimalComma ? 'True' : 'False'}`,
  ];
  if (parts.folds) {
    lines.push(
      '# Row numbers of each fold, from 0: each is tested once.',
      `FOLDS = [\n${parts.folds.map((fold) => `    ${wrapped([...fold].map(String))},`).join('\n')}\n]`,
    );
  } else {
    lines.push('# Row numbers, from 0; the other rows that have a class are for training.');
    lines.push(`TEST = ${wrapped([...parts.test].map(String))}`);
    lines.push(`ASIDE = ${wrapped([...parts.validation].map(String))}`);
  }
  lines.push(
    parts.folds
      ? 'SPLITS = [(np.setdiff1d(np.concatenate(FOLDS), fold), np.array(fold)) for fold in FOLDS]'
      : 'SPLITS = [(np.setdiff1d(np.arange(ROWS), np.array(TEST + ASIDE, dtype=int)), np.array(TEST, dtype=int))]',
  );
  return lines.join('\n');
}

const reading = `
def read_classes(cells):
    """Codes of the classes; -1 where the cell is empty."""
    if isinstance(CLASSES[0], str):
        return np.array([CLASSES.index(text) if text in CLASSES else -1 for text in map(word, cells)])
    values = [number(cell) for cell in cells]
    return np.array([-1 if np.isnan(value) else CLASSES.index(value) for value in values])
`;

const encoding = `
def encode(table, train, how):
    """Features as numbers, standardised by the training rows; rows with empty cells have nan."""
    parts = []
    for name, levels in FEATURES.items():
        cells = table[name]
        if levels is None:
            values = np.array([number(cell) for cell in cells])
            known = values[train][~np.isnan(values[train])]
            scale = known.std() if known.size and known.max() > known.min() else 1.0
            parts.append((values if how == "raw" else (values - known.mean()) / scale)[:, None])
        elif levels == "text":
            parts.append(encode_texts([None if cell in MISSING else word(cell) for cell in cells], train))
        else:
            codes = np.array([float(levels.index(text)) if text in levels else np.nan for text in map(word, cells)])
            if how == "codes":
                parts.append(codes[:, None])
                continue
            hot = np.full((len(codes), len(levels)), np.nan)
            hot[~np.isnan(codes)] = np.eye(len(levels))[codes[~np.isnan(codes)].astype(int)]
            parts.append(hot[:, 1:] if len(levels) == 2 else hot)
    return np.hstack(parts)
`;

function vectoriser({ plan }: LabelledDataset): string {
  const { ngrams, weights, vocabulary, min_df, max_df, lowercase } = { ...defaultText, ...plan.text };
  const settings = [
    `ngram_range=(1, ${ngrams})`,
    `max_features=${vocabulary}`,
    ...(min_df === 1 ? [] : [`min_df=${python(min_df)}`]),
    ...(max_df === 1 ? [] : [`max_df=${python(max_df)}`]),
    `lowercase=${python(lowercase)}`,
    'dtype=float',
    ...(weights === 'binary' ? ['binary=True'] : []),
  ];
  const name = weights === 'tfidf' ? 'TfidfVectorizer' : 'CountVectorizer';
  return `def encode_texts(texts, train):
    """How often each of the most frequent words of the training rows occurs."""
    words = ${name}(${settings.join(', ')})
    words.fit([texts[row] or "" for row in train])
    return words.transform([text or "" for text in texts]).toarray()`;
}

function modelTable(models: readonly ScriptModel[]): string {
  const rows = models.map(
    ({ name, estimator, expression }) =>
      `    (${python(name)}, ${python(estimator.reads ?? 'numbers')}, lambda: ${expression}),`,
  );
  return ['# Name, how features are read, and how the estimator is made.', 'MODELS = [', ...rows, ']'].join('\n');
}

const running = `
def main():
    table = read(DATA)
    y = read_classes(table[TARGET])
    for name, how, make in MODELS:
        scores = []
        for train, test in SPLITS:
            train, test = train[y[train] >= 0], test[y[test] >= 0]
            x = encode(table, train, how)
            full = ~np.isnan(x).any(axis=1)
            train, test = train[full[train]], test[full[test]]
            model = make().fit(x[train], y[train])
            if len(test) == 0:
                continue
            proba = np.zeros((len(test), len(CLASSES)))
            proba[:, model.classes_] = model.predict_proba(x[test])
            if np.isnan(proba).any():
                print(f"{name}: no probabilities; scikit-learn needs covariances that are not singular")
                break
            accuracy = accuracy_score(y[test], model.predict(x[test]))
            scores.append((accuracy, log_loss(y[test], proba, labels=range(len(CLASSES))), len(test)))
        if scores:
            accuracy, loss, _ = np.mean(scores, axis=0)
            print(f"{name}: accuracy {accuracy:.6f}, log loss {loss:.6f}, {sum(s[2] for s in scores)} test rows")


if __name__ == "__main__":
    main()
`;
