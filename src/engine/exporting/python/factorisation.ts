import type { Json } from '../../../protocol/cards';
import { startsOf } from '../../models/matrixFactorization';
import { readFactors } from '../../ratings/savedFactors';
import type { TrainedRatings } from '../../ratings/trained';
import { call } from './estimator';

/** How numpy does what a model of ratings does. */
export interface RatingPython {
  /** Functions and classes. */
  definition: string;
  /** An expression that makes the model, with the options that were chosen. */
  make(model: TrainedRatings): string;
}

export const matrixFactorizationPython: RatingPython = {
  definition: `
class MatrixFactorization:
    """mean + b_u + b_i + p_u . q_i by alternating least squares; each row holds the bias, if there are any, and the factors."""

    def __init__(self, factors, lam, biases, max_iter, tol, n_init, seed):
        self.width, self.lam, self.biases = factors + biases, lam, biases
        self.max_iter, self.tol, self.n_init, self.seed = max_iter, tol, n_init, seed

    def fit(self, user, item, rating, users, items):
        rng = np.random.default_rng(self.seed)
        self.mean = rating.mean()
        best = np.inf
        for _ in range(self.n_init):
            p, q = (0.3 * rng.standard_normal((count, self.width)) for count in (users, items))
            if self.biases:
                p[:, 0] = q[:, 0] = 0
            objective = np.inf
            for _ in range(self.max_iter):
                self.solve(p, q, user, item, rating)
                self.solve(q, p, item, user, rating)
                before = objective
                error = rating - self.product(p[user], q[item])
                objective = error @ error + self.lam * ((p**2).sum() + (q**2).sum())
                if before - objective <= self.tol * objective:
                    break
            if objective < best:
                best, self.p, self.q = objective, p, q
        # who has no rating to learn from counts as average
        for vectors, known in ((self.p, user), (self.q, item)):
            cold = np.setdiff1d(np.arange(len(vectors)), known)
            vectors[cold] = vectors[np.unique(known)].mean(axis=0)
        return self

    def solve(self, own, other, mine, theirs, rating):
        """A ridge regression for each row of \`own\`, \`other\` being given."""
        a, t = other[theirs], rating - self.mean
        if self.biases:
            t, a[:, 0] = t - a[:, 0], 1
        order = np.argsort(mine, kind="stable")
        ends = np.searchsorted(mine[order], np.arange(len(own) + 1))
        own[:] = 0
        for e in np.unique(mine):
            rows = order[ends[e] : ends[e + 1]]
            normal = a[rows].T @ a[rows] + self.lam * np.eye(self.width)
            own[e] = np.linalg.solve(normal, a[rows].T @ t[rows])

    def product(self, p, q):
        if not self.biases:
            return self.mean + (p * q).sum(axis=1)
        return self.mean + p[:, 0] + q[:, 0] + (p[:, 1:] * q[:, 1:]).sum(axis=1)

    def predict(self, user, item):
        return self.product(self.p[user], self.q[item])
`,
  make({ fitted, facts }) {
    const { factors, problem } = readFactors(fitted.save() as { [name: string]: Json });
    const rank = factors.user.columns - (problem.biases ? 1 : 0);
    const { max_iter, tol, n_init } = facts.options;
    const starts = startsOf(n_init, problem.byUser.value.length, rank);
    const biases = problem.biases ? 'True' : 'False';
    return call('MatrixFactorization', [
      ...Object.entries({
        factors: rank,
        lam: problem.lam,
        biases,
        max_iter,
        tol,
        n_init: starts,
        seed: facts.seed,
      }).map(([name, value]) => `${name}=${String(value)}`),
    ]);
  },
};
