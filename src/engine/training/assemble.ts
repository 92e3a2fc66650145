import type { Dataset, LabelledDataset } from '../../data/dataset';
import { encode } from '../../data/encode';
import { fitEncoding, fitTokenEncoding, fitWordEncoding } from '../../data/fitEncoding';
import type { Encoding } from '../../data/encoding';
import type { TextPlan } from '../../data/plan';
import { Problem } from '../../data/problem';
import type { Column } from '../../data/table';
import { counted } from '../../data/words';
import { completeRows } from './columns';
import { textNotes } from './textNotes';
import type { ModelSpec, Options, TrainingData } from '../model';

export interface Assembled {
  data: TrainingData;
  encoding: Encoding;
  /** Training rows of each class. */
  classCounts: number[];
  notes: string[];
}

/** Whether a model can learn from the rows that have no class. */
export function learnsUnlabelled(spec: ModelSpec, { parts }: Dataset): boolean {
  return spec.card.capabilities.includes('Partial') && parts.unlabelled.length > 0;
}

/**
 * The rows that a model learns from, encoded by what these rows are like. Rows with empty cells are left out where the
 * model cannot learn from them.
 *
 * @param options of the model, some of which say how texts are read
 * @param unlabelled with the rows that have no class, where the model can learn from them
 */
export function assemble(
  dataset: LabelledDataset,
  spec: ModelSpec,
  options: Options = {},
  unlabelled = false,
): Assembled {
  const { features, target, parts } = dataset;
  const read = featuresRead(spec, dataset);
  const usable = (rows: Int32Array) => (spec.gaps ? rows : completeRows(read, rows));
  const rows = usable(parts.train);
  const left = parts.train.length - rows.length;
  if (rows.length === 0) {
    throw new Problem(
      'no-complete-rows',
      `every training row has an empty cell and ${spec.card.id} cannot learn from such rows; leave out the emptiest features, or choose a model that can`,
      ['features'],
    );
  }
  const hidden = unlabelled && learnsUnlabelled(spec, dataset) ? usable(parts.unlabelled) : undefined;
  const encoding = encodingFor(spec, dataset, options, rows, hidden);
  const codes = (of: Int32Array) => Int32Array.from(of, (row) => target.codes[row]!);
  const y = codes(rows);
  const classCounts = target.classes.map((_, c) => y.reduce((count, code) => count + (code === c ? 1 : 0), 0));
  const validation = usable(parts.validation);
  return {
    data: {
      x: encode(encoding, features, rows),
      y,
      classes: target.classes.length,
      classNames: target.classes,
      ...inputOf(encoding),
      ...(hidden ? { unlabelled: encode(encoding, features, hidden) } : {}),
      ...(validation.length > 0
        ? { validation: { x: encode(encoding, features, validation), y: codes(validation) } }
        : {}),
    },
    encoding,
    classCounts,
    notes: [
      ...(left === 0
        ? []
        : [`Rows with empty cells were left out of the training: ${left} of ${counted(parts.train.length, 'row')}.`]),
      ...textNotes(encoding, features, rows),
    ],
  };
}

/** Models that read a text in its order read nothing else. */
const textEncodings: {
  readonly [reads: string]: (column: Column, rows: ArrayLike<number>, plan: TextPlan, options: Options) => Encoding;
} = {
  tokens: (column, rows, _, { pieces }) => fitTokenEncoding(column, rows, pieces as number | 'auto' | undefined),
  words: fitWordEncoding,
};

/** The text, for a model that reads it in its order; else all features. */
function featuresRead({ reads = 'numbers' }: ModelSpec, { features, plan }: Dataset): Column[] {
  const text = features.find(({ name }) => name === plan.text?.column);
  return text && textEncodings[reads] ? [text] : features;
}

/** How rows become what a model reads. Words that only rows without a class have are what these rows teach. */
function encodingFor(
  spec: ModelSpec,
  dataset: Dataset,
  options: Options,
  rows: Int32Array,
  hidden?: Int32Array,
): Encoding {
  const { reads = 'numbers' } = spec;
  const { features, plan, sequence, image } = dataset;
  const inOrder = textEncodings[reads];
  const [text] = featuresRead(spec, dataset);
  if (text && plan.text && inOrder) return inOrder(text, rows, plan.text, options);
  // what counts, or is there or not, is so in the units of the file
  const scale = reads !== 'counts' && reads !== 'presence';
  const textRows = hidden ? [...rows, ...hidden] : rows;
  return fitEncoding(features, rows, { scale, text: plan.text, textRows, sequence, image });
}

/** What a model is told of the rows that it reads. */
export function inputOf({
  columns,
  features,
  image,
}: Encoding): Pick<TrainingData, 'columns' | 'sequence' | 'image' | 'tokens' | 'words'> {
  const { sequence, tokens, words } = features[0] ?? {};
  return {
    columns,
    ...(sequence ? { sequence } : {}),
    ...(image ? { image } : {}),
    ...(tokens ? { tokens } : {}),
    ...(words ? { words } : {}),
  };
}
