import { categoricalNaiveBayesPython } from './categoricalNaiveBayes';
import { bernoulliNaiveBayesPython, multinomialNaiveBayesPython } from './countNaiveBayes';
import { linearDiscriminantAnalysisPython, quadraticDiscriminantAnalysisPython } from './discriminantAnalysis';
import type { PythonEstimator } from './estimator';
import { matrixFactorizationPython } from './factorisation';
import type { RatingPython } from './factorisation';
import { gaussianMixturePython } from './gaussianMixture';
import { gaussianNaiveBayesPython } from './gaussianNaiveBayes';
import { kernelDensityPython } from './kernelDensity';
import { kNearestNeighborsPython } from './kNearestNeighbors';
import { logisticRegressionPython } from './logisticRegression';
import { mlpPython } from './mlp';
import { randomForestPython } from './randomForest';
import { kernelSvmPython, linearSvmPython } from './supportVectorMachines';

/** The models that scikit-learn has, or that a few lines on top of it make, by their ids. */
export const estimators: { readonly [model: string]: PythonEstimator } = {
  'logistic-regression': logisticRegressionPython,
  'gaussian-naive-bayes': gaussianNaiveBayesPython,
  'multinomial-naive-bayes': multinomialNaiveBayesPython,
  'bernoulli-naive-bayes': bernoulliNaiveBayesPython,
  'categorical-naive-bayes': categoricalNaiveBayesPython,
  'linear-discriminant-analysis': linearDiscriminantAnalysisPython,
  'quadratic-discriminant-analysis': quadraticDiscriminantAnalysisPython,
  'gaussian-mixture': gaussianMixturePython,
  'kernel-density': kernelDensityPython,
  mlp: mlpPython,
  'linear-svm': linearSvmPython,
  'kernel-svm': kernelSvmPython,
  'k-nearest-neighbors': kNearestNeighborsPython,
  'random-forest': randomForestPython,
};

/** The models of ratings that numpy can do in a few lines, by their ids. */
export const ratingPython: { readonly [model: string]: RatingPython } = {
  'matrix-factorization': matrixFactorizationPython,
};
