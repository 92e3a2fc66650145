/**
 * What the editor may know of models, verbs and figures without loading the engine: plain data, written once beside
 * each model and verb and collected into `dist/catalogue.json` by the build.
 */

/** What a trained model can be asked. A verb asks for a capability, never for a name. */
export const capabilities = [
  'Classifier',
  'Density',
  'BoundedDensity',
  'UnnormalisedDensity',
  'Sampler',
  'Marginal',
  'Conditional',
  'Latent',
  'Partial',
  'Attention',
] as const;
export type Capability = (typeof capabilities)[number];

/** What a model predicts: the class of a row, or the rating that a user gives an item. */
export type Prediction = 'classes' | 'ratings';

export type Family = 'discriminative' | 'generative' | 'hybrid';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** One choice of an option, with what it means. */
export interface Choice {
  value: string;
  doc: string;
}

interface ParameterBase {
  /** scikit-learn's name wherever it has the same thing. */
  name: string;
  aliases?: string[];
  /** What it does, in one sentence. */
  doc: string;
  formula?: string;
  /** Absent: the option has no default, or is required (`required`). */
  default?: Json;
  required?: boolean;
  /** Words accepted besides the type, such as `auto` or `bic`. */
  words?: Choice[];
}

/** An option of a model, a verb or the data: one description for parsing, diagnostics, completion, hover and JSON Schema. */
export type Parameter = ParameterBase &
  (
    | { type: 'number' | 'integer'; min?: number; max?: number; /** `min` itself is not allowed. */ above?: boolean }
    | { type: 'boolean' }
    | { type: 'choice'; choices: Choice[] }
    | { type: 'list'; of: Parameter; minItems?: number; maxItems?: number }
    | {
        type: 'object';
        fields: Parameter[];
        /** Sets of fields of which exactly one set is given. */ oneOf?: string[][];
        /** Fields that a value without a mapping may stand for: the first whose pattern, a regular expression, it matches. */
        short?: { field: string; pattern?: string }[];
      }
    | { type: 'name' } // a name of the user's own choice
    | { type: 'text' }
    | { type: 'file' } // an existing file of the workspace
    | { type: 'newFile' } // a file to be written
    | { type: 'column' }
    | { type: 'class' } // one of the target's classes
    | { type: 'row' } // a mapping from columns to values
    | { type: 'perClass' } // a mapping from classes to numbers above 0
  );

/** Where an idea comes from. */
export interface Reference {
  authors: string;
  year: number;
  title: string;
}

export interface ModelCard {
  /** The field's name, in kebab case. */
  id: string;
  title: string;
  /** Short names accepted in cells, such as `qda`. */
  aliases: string[];
  family: Family;
  /** What its predictions are. Default: `classes`. */
  predicts?: Prediction;
  /** What it learns: `P(y | x)`, `P(x, y)`, ... */
  learns: string;
  capabilities: Capability[];
  /** One or two plain sentences. */
  summary: string;
  formula: string;
  references: Reference[];
  parameters: Parameter[];
}

export interface TaskCard {
  /** The verb, as written in a cell. */
  id: string;
  title: string;
  summary: string;
  /** Whether the verb's value names models. `data` names a file instead. */
  models: 'none' | 'optional' | 'required';
  /** What the models of this verb predict. Default: `classes`. */
  predicts?: Prediction | 'any';
  /** A model needs one of these. Empty: any model will do. */
  needs: Capability[];
  /** Further keys of the cell. */
  parameters: Parameter[];
  /** Values of `show` and what each draws. */
  shows: Choice[];
}

export interface FormatCard {
  id: string;
  title: string;
  extensions: string[];
}

export interface Catalogue {
  models: ModelCard[];
  tasks: TaskCard[];
  formats: FormatCard[];
}
