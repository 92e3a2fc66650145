import type { EncodedColumn } from '../data/encoding';
import type { Matrix } from '../data/matrix';
import type { ImageShape } from '../data/plan';
import type { Rng } from '../data/random';
import type { SequenceEncoding } from '../data/sequenceEncoding';
import type { TokenEncoding } from '../data/tokens';
import type { WordEncoding } from '../data/wordTokens';
import type { Json, ModelCard } from '../protocol/cards';
import type { Kernel } from './math/kernel';
import type { Forest } from './trees/forest';

/**
 * The abstraction that every model is written against. `n` rows, `d` encoded columns, `K` classes. All inputs are
 * encoded: numeric features standardised by the training rows, categories as 0/1 columns. Densities are in these units;
 * `trained.ts` brings them back to the units of the file.
 */

/** P(y | x). */
export interface Classifier {
  /** x: [n, d] without gaps -> [n, K], rows sum to one. */
  predictProba(x: Matrix): Promise<Matrix>;
}

/** How log P(y | x) changes with each number of a row. */
export interface InputGradient {
  /**
   * d/dx sum_k contrast_k log P(y = k | x) at each row. x: [n, d] without gaps; contrast: [K], sums to zero, so that only what
   * tells classes apart counts -> [n, d].
   */
  inputGradient(x: Matrix, contrast: Float64Array): Promise<Matrix>;
}

/** log P(x, y), exact. From it `posterior.ts` gives P(y | x) and P(x). */
export interface Density {
  /** x: [n, d] without gaps -> [n, K], in nats. */
  logJoint(x: Matrix): Promise<Matrix>;
}

/** A lower bound of log P(x, y), never reported as a density. */
export interface BoundedDensity {
  /** x: [n, d] without gaps -> [n, K], in nats; random numbers are drawn from `rng`. */
  logBound(x: Matrix, rng: Rng): Promise<Matrix>;
  /**
   * Of models with hidden variables, the two terms of the evidence lower bound of log p(x | y) of each row, in nats:
   * E_q[log p(x | z, y)] and KL(q(z | x, y) || p(z)). x: [n, d]; labels: [n].
   */
  evidenceBound?(x: Matrix, labels: Int32Array, rng: Rng): Promise<EvidenceBound>;
}

/** log p(x | y) >= reconstruction - divergence; each [n]. */
export interface EvidenceBound {
  reconstruction: Float64Array;
  divergence: Float64Array;
}

/** log P(x, y) up to a constant that nobody knows: the negative energy. */
export interface UnnormalisedDensity {
  /** x: [n, d] without gaps -> [n, K]. */
  logUnnormalised(x: Matrix): Promise<Matrix>;
}

/** A space of hidden variables from which rows are made. */
export interface Latent {
  /** Hidden variables of a row. */
  readonly latentSize: number;
  /** Where rows lie in the hidden space; `labels`: [n], their classes. x: [n, d] -> [n, latentSize]. */
  encode(x: Matrix, labels: Int32Array): Promise<Matrix>;
  /**
   * Rows from the hidden space, without noise. z: [n, latentSize] -> [n, d]. `classes`: [n, K], 1 at the class of each row,
   * or weights that sum to one for what lies between classes.
   */
  decode(z: Matrix, classes: Matrix): Promise<Matrix>;
}

/** What a model looks at in a row. */
export interface Attention {
  /** Share of the attention that each column of a row gets, summed over heads and layers: [n, d], rows sum to one. */
  attention(x: Matrix): Promise<Matrix>;
}

/** Missing features by the model's own means, where it has no exact conditional distribution. */
export interface Inpainter {
  /** x: [n, d], NaN where hidden -> one draw of the hidden features of each row, given the label or not. */
  inpaint(x: Matrix, rng: Rng, label?: number): Promise<Matrix>;
}

/** How a text goes on. */
export interface TextOptions {
  /** Scores are divided by it: below 1 the likely becomes likelier; 0: always the likeliest. */
  temperature: number;
  /** Only so many of the likeliest tokens are chosen from. Absent: from all. */
  topK?: number;
  /** Characters of a text at most, its beginning included. Absent: as long as what the model reads. */
  maxLength?: number;
  /** Characters of each token. Absent: one of each. */
  sizes?: ArrayLike<number>;
}

/** Somebody who waits for texts. */
export interface WriteWatch {
  /** Called before each token, with the share that is done: lets other work happen. */
  pause(fraction: number): Promise<void>;
  /** What is written so far is returned. */
  signal: AbortSignal;
}

/** What could stand at each position of texts: the likeliest tokens, the number after the last one being the end. */
export interface Alternatives {
  /** Of each position. */
  count: number;
  /** [n, length, count], the likeliest first. */
  tokens: Int32Array;
  proba: Float64Array;
}

/** Texts that go on from a beginning, token by token. */
export interface TextWriter {
  /** begun: [n, length], the tokens with which each text begins, -1 after them -> [n, length], -1 after the end of each text. */
  write(begun: Matrix, label: number, options: TextOptions, rng: Rng, watch?: WriteWatch): Promise<Matrix>;
  /** log P(token | those before it, y) of each token and, where there is room, of the end: [n, length], 0 after it. */
  tokenLogProba(x: Matrix, labels: Int32Array): Promise<Matrix>;
  /** P(token | those before it, y) of the `count` likeliest tokens at each position. x: [n, length]. */
  alternatives(x: Matrix, labels: Int32Array, count: number): Promise<Alternatives>;
}

/** New rows. */
export interface Sampler {
  /** `n` rows x ~ P(x | y = label): [n, d]. */
  sample(n: number, label: number, rng: Rng): Promise<Matrix>;
  /** log P(y): [K]. */
  readonly logPrior: Float64Array;
}

/** How new rows come about, where they are made step by step. */
export interface PathSampler {
  /** `n` rows of a class from noise to data: `frames` times [n, d], the last of which are rows as `sample` makes them. */
  samplePath(n: number, label: number, rng: Rng, frames: number): Promise<Matrix[]>;
}

/** Two networks that were trained against each other: one makes rows from hidden variables, the other tells them from real ones. */
export interface Adversaries {
  /** Hidden variables of a row, normal in training. */
  readonly latentSize: number;
  /** P(real | x, y) by the discriminator, where real and generated rows are as many. x: [n, d] -> [n]. */
  judge(x: Matrix, label: number): Promise<Float64Array>;
  /** Rows of a class by the generator. z: [n, latentSize] -> [n, d]. */
  make(z: Matrix, label: number): Promise<Matrix>;
}

/** log P(x_observed, y): the features that are missing are summed out. */
export interface Marginal {
  /** x: [n, d], NaN where missing -> [n, K]. */
  logJointMarginal(x: Matrix): Promise<Matrix>;
}

/** The distribution of missing features given the observed ones. */
export interface Conditional {
  /** x: [n, d], NaN where missing -> the same with E[x_missing | x_observed] (or given the label too) filled in. */
  conditionalMean(x: Matrix, label?: number): Promise<Matrix>;
  /** One draw of the missing features of each row. */
  conditionalSample(x: Matrix, rng: Rng, label?: number): Promise<Matrix>;
}

/** A Gaussian that is a part of p(x | y), over some of the encoded columns. */
export interface GaussianComponent {
  label: number;
  /** P(component | class). */
  weight: number;
  /** [m]. */
  mean: Float64Array;
  /** [m, m]. */
  covariance: Matrix;
}

/** A chain of hidden states that emits the steps of a sequence, in encoded units. */
export interface StateChain {
  /** P(first state): [S]. */
  start: Float64Array;
  /** P(next state | state): [S, S]. */
  transition: Matrix;
  /** P(symbol | state): [S, symbols], where steps are symbols. */
  symbols?: Matrix;
  /** Mean and standard deviation of each number of a step in each state: [S, dims], where steps are numbers. */
  means?: Matrix;
  deviations?: Matrix;
}

/** What a model of sequences takes each step to be in. */
export interface HiddenStates {
  /** Of each class. */
  chains: StateChain[];
  /** The likeliest path of states of an encoded sequence of a class: [steps] (Viterbi 1967), and its log P(path, x | y). */
  path(x: Float64Array, label: number): { states: Int32Array; logProbability: number };
}

/** A trained model: what it can do is what it has. */
export type Fitted = {
  /** Numbers that were learned. */
  readonly parameters: number;
  /** What a user should know of this fit, in whole sentences. */
  readonly notes: string[];
  /** Training rows that alone decide where the boundary of a margin model lies, encoded: [m, d]. */
  readonly supportVectors?: Matrix;
  /** The trees of a model that is nothing but trees: what they say can be shared out among features exactly. */
  readonly forest?: Forest;
  /** Categories have probabilities of their own; otherwise they count as densities of their columns of 0 and 1. */
  readonly exactCategories?: true;
  /**
   * What one more of each encoded column adds to log P(y | x), up to what is the same in every class: [K, d]; of columns
   * that are there or not, what presence adds. For models that are linear in columns.
   */
  featureWeights?(): Matrix;
  /** The Gaussians that make up p(x | y) of these encoded columns, the others summed out; empty where they are none. */
  components?(columns: Int32Array): GaussianComponent[];
  /** The states behind the steps of sequences. */
  readonly hidden?: HiddenStates;
  /** The two networks behind the rows that it makes. */
  readonly adversaries?: Adversaries;
  /** Everything needed to restore it, as plain JSON (`protocol/packing` for arrays). */
  save(): { [name: string]: Json };
  /** Frees tensors. */
  dispose(): void;
} & Partial<
  Classifier &
    InputGradient &
    Density &
    BoundedDensity &
    UnnormalisedDensity &
    Sampler &
    Marginal &
    Conditional &
    Latent &
    Attention &
    Inpainter &
    PathSampler &
    TextWriter
>;

export interface TrainingData {
  /** [n, d], no gaps unless the model's spec says `gaps`. */
  x: Matrix;
  /** [n], class codes 0 to K - 1. */
  y: Int32Array;
  classes: number;
  /** [K], for notes and errors. */
  classNames: string[];
  columns: EncodedColumn[];
  /** What the steps are, where each row is a sequence: [n, steps * dims], NaN after its end and where nothing was observed. */
  sequence?: SequenceEncoding;
  /** Each row is a picture: its columns are the pixels, 0 (least) to 1, row by row from the top, channels together. */
  image?: ImageShape;
  /** Each row is a text: [n, length] numbers of tokens, -1 after its end. */
  tokens?: TokenEncoding;
  /** Each row is a text: [n, length] numbers of words, -1 after its end. */
  words?: WordEncoding;
  /** Rows for early stopping, if the split has any. */
  validation?: { x: Matrix; y: Int32Array };
  /** Rows without a label: [m, d]. */
  unlabelled?: Matrix;
}

export interface FitContext {
  rng: Rng;
  /** Checked at every step: a stopped fit returns what was learned so far. */
  signal: AbortSignal;
  /** The passes over many rows that the classical models share. */
  kernel: Kernel;
}

/** One step of training. */
export interface FitStep {
  step: number;
  /** Steps in all, where it is known. */
  steps?: number;
  /** Loss after this step, if it was read; reading stalls a GPU, so networks do it now and then. */
  loss?: number;
  validationLoss?: number;
  /** The model as it is at this moment, for a live picture; valid until the generator goes on. */
  current?: Partial<Classifier & Density & Sampler & Latent & { adversaries: Adversaries }>;
}

/** Option values under their canonical names, checked and with defaults filled in. */
export type Options = { readonly [name: string]: Json };

/** A model: its card and how to fit it. One file in `models/`, one line in `models/index.ts`. */
export interface ModelSpec {
  card: ModelCard;
  /** May be trained on rows with NaN. Default: no. */
  gaps?: boolean;
  /** What it fits can `inpaint`. Default: no. */
  inpaints?: boolean;
  /** Features are independent within a class, so that learning takes a product for each and not for each pair. Default: no. */
  independentFeatures?: boolean;
  /**
   * What it takes numeric features as: `numbers`, standardised (default); or, in the units of the file, `counts`, which
   * are 0 or more, or the `presence` of what is above a threshold. Models of `sequences`, `images`, `tokens` (the letters
   * of a text) or `words` (of a text, in their order) read these and nothing else.
   */
  reads?: 'numbers' | 'counts' | 'presence' | 'sequences' | 'images' | 'tokens' | 'words';
  fit(data: TrainingData, options: Options, context: FitContext): AsyncGenerator<FitStep, Fitted>;
  /** The inverse of `save`. Throws a `Problem` on a damaged state. */
  restore(state: { [name: string]: Json }, kernel: Kernel): Fitted;
}
