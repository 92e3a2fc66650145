/**
 * Options that users of scikit-learn write and that are not known here: what takes their place. Asked only for a name that
 * the model, or the role of a column, does not know.
 */
const elsewhere: ReadonlyMap<string, string> = new Map(
  [
    [['random_state'], 'write seed as a key of the cell, beside the verb'],
    [['probability'], 'leave it out, probabilities are always there, by Platt scaling'],
    [['solver', 'dual', 'algorithm', 'leaf_size'], 'leave it out, there is one way to compute it here'],
    [['n_jobs', 'verbose', 'warm_start', 'cache_size', 'shrinking'], 'leave it out, it would change no number'],
    [['store_covariance', 'decision_function_shape', 'break_ties'], 'leave it out, it would change no number'],
    [['penalty'], 'leave it out, the penalty is L2 and C says how little it weighs'],
    [['loss'], 'leave it out, the loss of support vector machines is the hinge'],
    [['fit_intercept'], 'leave it out, this model always fits intercepts, without a penalty'],
    [['multi_class'], 'leave it out, all classes are fitted together'],
    [
      ['kernel'],
      'kernel-density has the Gaussian kernel only, and the support vector machine with kernels is kernel-svm',
    ],
    [['init_params'], 'leave it out, the n_init starts take turns between k-means, k-means++ and chance'],
    [['oob_score'], 'leave it out, a forest always reports its out-of-bag accuracy'],
    [['max_leaf_nodes', 'min_impurity_decrease', 'ccp_alpha'], 'keep trees small by max_depth or min_samples_leaf'],
    [['sample_weight', 'weight'], 'rows of a class can count more by class_weight, where the model has it'],
    [['ngram_range'], 'write ngrams: 2 for single words and pairs of words'],
    [['binary'], 'write weights: binary'],
    [
      ['stop_words'],
      'leave it out, no list of words is there; max_df: 0.5 leaves out words of more than half of the texts',
    ],
    [['weight_decay', 'l2'], 'the L2 penalty on the weights is alpha'],
    [['learning_rate', 'momentum', 'beta_1', 'beta_2', 'nesterovs_momentum'], 'Adam is used: set learning_rate_init'],
  ].flatMap(([names, instead]) => (names as string[]).map((name) => [name, instead as string] as const)),
);

/** What to do instead of giving this option; undefined where nothing is known of it. */
export function insteadOf(option: string): string | undefined {
  return elsewhere.get(option);
}
