import type { ModelSpec } from '../model';
import { bernoulliNaiveBayes } from './bernoulliNaiveBayes';
import { categoricalNaiveBayes } from './categoricalNaiveBayes';
import { gaussianMixture } from './gaussianMixture';
import { gaussianNaiveBayes } from './gaussianNaiveBayes';
import { kNearestNeighbors } from './kNearestNeighbors';
import { kernelDensity } from './kernelDensity';
import { kernelSvm } from './kernelSvm';
import { linearDiscriminantAnalysis } from './linearDiscriminantAnalysis';
import { linearSvm } from './linearSvm';
import { logisticRegression } from './logisticRegression';
import { mlp } from './mlp';
import { multinomialNaiveBayes } from './multinomialNaiveBayes';
import { quadraticDiscriminantAnalysis } from './quadraticDiscriminantAnalysis';
import { randomForest } from './randomForest';

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
  mlp,
  linearSvm,
  kernelSvm,
  kNearestNeighbors,
  randomForest,
];

/** The model of an id or an alias. */
export function findModel(name: string): ModelSpec | undefined {
  return models.find(({ card }) => card.id === name || card.aliases.includes(name));
}
