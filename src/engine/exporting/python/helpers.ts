/** What scikit-learn leaves to its users, by name; `imports` besides those of the estimators. */
export const helpers: { readonly [name: string]: string } = {
  ByBayes: `
class ByBayes:
    """A density of each class and Bayes' rule: P(y | x) is P(y) p(x | y) over its sum."""

    def __init__(self, density, priors=None):
        self.density = density
        self.priors = priors

    def fit(self, x, y):
        self.classes_ = np.unique(y)
        shares = [np.mean(y == c) for c in self.classes_] if self.priors is None else self.priors
        self.log_prior = np.log(shares)
        self.densities = [self.density(x[y == c]) for c in self.classes_]
        return self

    def predict_proba(self, x):
        joint = np.column_stack([d.score_samples(x) for d in self.densities]) + self.log_prior
        return np.exp(joint - np.logaddexp.reduce(joint, axis=1, keepdims=True))

    def predict(self, x):
        return self.classes_[self.predict_proba(x).argmax(axis=1)]
`,
  best_mixture: `
def best_mixture(x, counts, **settings):
    """The mixture with the least Bayesian information criterion."""
    fits = [GaussianMixture(k, **settings).fit(x) for k in counts if k <= len(x)]
    return min(fits, key=lambda mixture: mixture.bic(x))
`,
  best_density: `
def best_density(x, bandwidths, folds, most=2000):
    """Kernels of the bandwidth under which held-out rows are likeliest; row i is in fold i mod folds."""
    n, d = x.shape
    chosen = x if n <= most else x[np.sort(np.random.default_rng(0).permutation(n)[:most])]
    fold = np.arange(len(chosen)) % folds

    def score(h):
        parts = [(chosen[fold != f], chosen[fold == f]) for f in range(folds)]
        return sum(KernelDensity(bandwidth=h).fit(a).score(b) for a, b in parts if len(a) and len(b))

    best = max(bandwidths, key=score) * (len(chosen) / n) ** (1 / (d + 4))
    return KernelDensity(bandwidth=best).fit(x)
`,
  MixedNaiveBayes: `
class MixedNaiveBayes:
    """Each column its own likelihood: a Gaussian for numbers, shares of the levels for categories (their codes)."""

    def __init__(self, levels, alpha=1.0, fit_prior=True, priors=None, var_smoothing=1e-9):
        self.levels = levels
        self.alpha = alpha
        self.fit_prior = fit_prior
        self.priors = priors
        self.var_smoothing = var_smoothing

    def fit(self, x, y):
        self.classes_ = np.unique(y)
        shares = [np.mean(y == c) if self.fit_prior else 1 / len(self.classes_) for c in self.classes_]
        self.log_prior = np.log(shares if self.priors is None else self.priors)
        numbers = [j for j, count in enumerate(self.levels) if count == 0]
        smooth = self.var_smoothing * x[:, numbers].var(axis=0).max() if numbers else 0.0
        self.columns = []
        for j, count in enumerate(self.levels):
            groups = [x[y == c, j] for c in self.classes_]
            if count == 0:
                self.columns.append([(group.mean(), group.var() + smooth) for group in groups])
            else:
                tables = [np.bincount(group.astype(int), minlength=count) + self.alpha for group in groups]
                self.columns.append([np.log(table / table.sum()) for table in tables])
        return self

    def predict_proba(self, x):
        joint = np.tile(self.log_prior, (len(x), 1))
        for j, (count, learned) in enumerate(zip(self.levels, self.columns)):
            for k, one in enumerate(learned):
                if count == 0:
                    mean, variance = one
                    joint[:, k] -= 0.5 * (np.log(2 * np.pi * variance) + (x[:, j] - mean) ** 2 / variance)
                else:
                    joint[:, k] += one[x[:, j].astype(int)]
        return np.exp(joint - np.logaddexp.reduce(joint, axis=1, keepdims=True))

    def predict(self, x):
        return self.classes_[self.predict_proba(x).argmax(axis=1)]
`,
};
