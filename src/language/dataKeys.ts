import { defaultSplit, defaultText, mostFolds } from '../data/plan';
import type { Parameter } from '../protocol/cards';

/** What a cell may say of its data, in every cell and with every verb. */
export const dataKeys: Parameter[] = [
  {
    name: 'data',
    type: 'file',
    doc: 'The file to read: a path from the notebook, else from a folder of the workspace. It becomes the current data of the cells below. A folder of PNG or JPEG pictures with a sub-folder for each class is read as one file.',
  },
  {
    name: 'labels',
    type: 'file',
    doc: 'A second file with as many rows, such as the labels of a file of pictures: its columns stand beside those of the data. A single column of it is the target.',
  },
  {
    name: 'target',
    type: 'column',
    doc: 'The column to predict. Rows where it is empty are unlabelled rows.',
  },
  {
    name: 'features',
    type: 'list',
    of: { name: 'feature', type: 'column', doc: 'A column to learn from.' },
    minItems: 1,
    doc: 'The columns to learn from. Left out: every usable column except the target and the ignored ones.',
  },
  {
    name: 'ignore',
    type: 'list',
    of: { name: 'column', type: 'column', doc: 'A column to leave out.' },
    doc: 'Columns to leave out of the features, such as identifiers.',
  },
  {
    name: 'text',
    type: 'object',
    doc: 'A column of text whose words are counted: each word of the training rows becomes a feature, beside the other features. Or a plain text file, which becomes the current data: a column `text` of its paragraphs, or of its lines where no blank line stands between them.',
    oneOf: [
      ['column', 'ngrams', 'weights', 'vocabulary', 'min_df', 'max_df', 'lowercase'],
      ['file', 'ngrams', 'weights', 'vocabulary', 'min_df', 'max_df', 'lowercase'],
    ],
    short: [{ field: 'file', pattern: '\\.(txt|text|md)(\\.gz)?$' }, { field: 'column' }],
    fields: [
      { name: 'column', type: 'column', required: true, doc: 'The column of text.' },
      { name: 'file', type: 'file', required: true, doc: 'A plain text file.' },
      {
        name: 'ngrams',
        type: 'integer',
        min: 1,
        max: 5,
        default: defaultText.ngrams,
        doc: 'Longest run of words that counts as one: 2 adds pairs of adjacent words.',
      },
      {
        name: 'weights',
        type: 'choice',
        choices: [
          { value: 'counts', doc: 'How often each word occurs.' },
          { value: 'binary', doc: 'Whether each word occurs.' },
          { value: 'tfidf', doc: 'Counts, higher for words that few texts have; each text of length 1.' },
        ],
        default: defaultText.weights,
        doc: 'What number a word becomes.',
      },
      {
        name: 'vocabulary',
        aliases: ['max_features'],
        type: 'integer',
        min: 1,
        max: 20000,
        default: defaultText.vocabulary,
        doc: 'So many of the most frequent words of the training rows are known; others are not read.',
      },
      {
        name: 'min_df',
        type: 'number',
        min: 0,
        above: true,
        default: defaultText.min_df,
        doc: 'Words of fewer training rows are not read: their number or, below 1, their share.',
      },
      {
        name: 'max_df',
        type: 'number',
        min: 0,
        above: true,
        default: defaultText.max_df,
        doc: 'Words of more training rows are not read: their share, up to 1, or their number, from 2 on.',
      },
      {
        name: 'lowercase',
        type: 'boolean',
        default: defaultText.lowercase,
        doc: 'Whether capitals count as small letters.',
      },
    ],
  },
  {
    name: 'image',
    type: 'object',
    doc: 'Each row is a picture: the columns of numbers without another role are its pixels, row by row from the top, the channels of a pixel together. Files that hold pictures say this themselves; the pictures of a folder are scaled to the size given here.',
    fields: [
      { name: 'width', type: 'integer', min: 1, max: 4096, doc: 'Pixels of a row. Left out: as the file says.' },
      { name: 'height', type: 'integer', min: 1, max: 4096, doc: 'Rows of pixels. Left out: as the file says.' },
      {
        name: 'channels',
        type: 'integer',
        min: 1,
        max: 4,
        doc: 'Numbers of a pixel: 1 for grey, 3 for red, green and blue. Default: as the file says, else 1.',
      },
    ],
  },
  {
    name: 'sequence',
    type: 'object',
    doc: 'Rows that form sequences: those of one id, in their order, make one sequence with one class. Each sequence then counts as one row. For models of sequences, such as hidden-markov-model.',
    oneOf: [
      ['symbol', 'values'],
      ['id', 'order', 'symbol', 'values'],
    ],
    fields: [
      {
        name: 'id',
        type: 'column',
        required: true,
        doc: 'Rows with the same value here form one sequence. Left out: each row is a whole sequence, written in one cell with blanks between its symbols and ? for a missing one.',
      },
      {
        name: 'order',
        type: 'column',
        doc: 'Numbers, or dates such as 2024-03-31, that the rows of a sequence are sorted by. Left out: as they come in the file.',
      },
      {
        name: 'symbol',
        type: 'list',
        of: { name: 'column', type: 'column', doc: 'A column that is observed at each step.' },
        minItems: 1,
        required: true,
        doc: 'What is observed at each step: a column of words, whose values are the symbols, or one or more columns of numbers.',
      },
      {
        name: 'values',
        type: 'choice',
        choices: [
          {
            value: 'auto',
            doc: 'Words are symbols; numbers are numbers, unless they are at most 20 different whole ones.',
          },
          { value: 'symbols', doc: 'Each different value is a symbol of its own.' },
          { value: 'numbers', doc: 'Values are measured: near ones are alike.' },
        ],
        default: 'auto',
        doc: 'What the values of the steps are.',
      },
    ],
  },
  {
    name: 'ratings',
    type: 'object',
    doc: 'Columns of ratings, for `recommend`: one row for each rating that a user gave an item. What is predicted is the rating; features describe users or items.',
    fields: [
      { name: 'user', type: 'column', required: true, doc: 'Who rated.' },
      { name: 'item', type: 'column', required: true, doc: 'What was rated.' },
      { name: 'rating', type: 'column', required: true, doc: 'The rating: a number.' },
    ],
  },
  {
    name: 'split',
    type: 'object',
    doc: 'How rows are divided into training and test rows: at random with the same share of each class, by a column, or into folds that are tested in turn.',
    default: { ...defaultSplit },
    oneOf: [['test', 'seed'], ['by'], ['folds', 'seed']],
    fields: [
      {
        name: 'test',
        type: 'number',
        min: 0,
        above: true,
        max: 0.99,
        default: defaultSplit.test,
        doc: 'Share of the rows that is held back for testing.',
      },
      {
        name: 'folds',
        type: 'integer',
        min: 2,
        max: mostFolds,
        required: true,
        default: 5,
        doc: 'Cross-validation: so many parts, each of which is tested once with models fitted to the others.',
      },
      {
        name: 'seed',
        type: 'integer',
        min: 0,
        max: 4294967295,
        default: defaultSplit.seed,
        doc: 'Seed of the random division: the same seed gives the same rows.',
      },
      {
        name: 'by',
        type: 'column',
        required: true,
        doc: 'A column whose values are train, validation and test.',
      },
    ],
  },
];

/** The option of every model that names what was trained. */
export const asParameter: Parameter = {
  name: 'as',
  type: 'name',
  doc: "A name for the trained model, by which later cells use it. Left out: the model's id.",
};
