import type { ModelCard } from '../../protocol/cards';
import type { ModelSpec } from '../model';
import type { RatingModelSpec } from '../ratingModel';
import { autoencoderClassifier } from './autoencoderClassifier';
import { bernoulliNaiveBayes } from './bernoulliNaiveBayes';
import { categoricalNaiveBayes } from './categoricalNaiveBayes';
import { cnn } from './cnn';
import { diffusion } from './diffusion';
import { energyBasedModel } from './energyBasedModel';
import { gan } from './gan';
import { gaussianMixture } from './gaussianMixture';
import { gaussianNaiveBayes } from './gaussianNaiveBayes';
import { hiddenMarkovModel } from './hiddenMarkovModel';
import { kNearestNeighbors } from './kNearestNeighbors';
import { kernelDensity } from './kernelDensity';
import { kernelSvm } from './kernelSvm';
import { languageModel } from './languageModel';
import { linearDiscriminantAnalysis } from './linearDiscriminantAnalysis';
import { linearSvm } from './linearSvm';
import { logisticRegression } from './logisticRegression';
import { matrixFactorization } from './matrixFactorization';
import { mlp } from './mlp';
import { normalizingFlow } from './normalizingFlow';
import { multinomialNaiveBayes } from './multinomialNaiveBayes';
import { quadraticDiscriminantAnalysis } from './quadraticDiscriminantAnalysis';
import { randomForest } from './randomForest';
import { semiSupervisedGan } from './semiSupervisedGan';
import { textTransformer } from './textTransformer';
import { vae } from './vae';
import { vaeClassifier } from './vaeClassifier';

/** Every model, in the order in which they are offered. */
export const models: readonly ModelSpec[] = [
  logisticRegression,
  gaussianNaiveBayes,
  multinomialNaiveBayes,
  bernoulliNaiveBayes,
  categoricalNaiveBayes,
  linearDiscriminantAnalysis,
  quadraticDiscriminantAnalysis,
  gaussianMixture,
  kernelDensity,
  hiddenMarkovModel,
  normalizingFlow,
  vae,
  gan,
  diffusion,
  energyBasedModel,
  languageModel,
  vaeClassifier,
  autoencoderClassifier,
  semiSupervisedGan,
  mlp,
  cnn,
  textTransformer,
  linearSvm,
  kernelSvm,
  kNearestNeighbors,
  randomForest,
];

/** Every model of ratings. */
export const ratingModels: readonly RatingModelSpec[] = [
  matrixFactorization, //
];

/** What is known of all of them. */
export const modelCards: readonly ModelCard[] = [...models, ...ratingModels].map(({ card }) => card);

/** The model of an id or an alias. */
export function findModel(name: string): ModelSpec | undefined {
  return models.find(({ card }) => card.id === name || card.aliases.includes(name));
}

/** The model of ratings of an id or an alias. */
export function findRatingModel(name: string): RatingModelSpec | undefined {
  return ratingModels.find(({ card }) => card.id === name || card.aliases.includes(name));
}
