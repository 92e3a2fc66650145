"""Answers one task per line on standard input with its milliseconds: the scikit-learn side of the benchmark.

Only `fit` or `predict_proba` itself is timed; reading the data is not.
"""
import json
import sys
import time
import warnings

import numpy as np
import sklearn
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis, QuadraticDiscriminantAnalysis
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.mixture import GaussianMixture
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import KernelDensity, KNeighborsClassifier
from sklearn.neural_network import MLPClassifier
from sklearn.svm import SVC

warnings.filterwarnings("ignore")  # the network is stopped before it converges on purpose



class ByBayes:
    """One density per class and Bayes' rule, which scikit-learn leaves to its users."""

    def __init__(self, density):
        self.density = density

    def fit(self, x, y):
        labels = np.unique(y)
        self.log_prior = np.log([np.mean(y == label) for label in labels])
        self.densities = [self.density().fit(x[y == label]) for label in labels]
        return self

    def predict_proba(self, x):
        joint = np.column_stack([d.score_samples(x) for d in self.densities]) + self.log_prior
        return np.exp(joint - np.logaddexp.reduce(joint, axis=1, keepdims=True))


models = {
    "logistic-regression": lambda o: LogisticRegression(C=1.0, max_iter=1000, tol=1e-6),
    "gaussian-naive-bayes": lambda o: GaussianNB(),
    "linear-discriminant-analysis": lambda o: LinearDiscriminantAnalysis(solver="lsqr"),
    "quadratic-discriminant-analysis": lambda o: QuadraticDiscriminantAnalysis(store_covariance=True),
    "gaussian-mixture": lambda o: ByBayes(lambda: GaussianMixture(3, n_init=5, max_iter=200, tol=1e-3)),
    "kernel-density": lambda o: ByBayes(lambda: KernelDensity(bandwidth=0.5, rtol=1e-4)),
    "linear-svm": lambda o: SVC(kernel="linear", probability=True),
    "kernel-svm": lambda o: SVC(probability=True),
    "k-nearest-neighbors": lambda o: KNeighborsClassifier(),
    "random-forest": lambda o: RandomForestClassifier(),
    "mlp": lambda o: MLPClassifier((64, 64), batch_size=128, max_iter=o["epochs"], tol=0, n_iter_no_change=10**6),
}
data, fitted = {}, {}
print(json.dumps({"version": sklearn.__version__}), flush=True)
for line in sys.stdin:
    task = json.loads(line)
    if task["do"] == "load":
        x = np.fromfile(task["x"], dtype="<f8").reshape(task["rows"], -1)
        data[task["name"]] = (x, np.fromfile(task["y"], dtype="<i4"))
        milliseconds = 0
    else:
        x, y = data[task["data"]]
        model = models[task["model"]](task) if task["do"] == "fit" else fitted[task["model"]]
        start = time.perf_counter()
        if task["do"] == "fit":
            fitted[task["model"]] = model.fit(x, y)
        else:
            model.predict_proba(x)
        milliseconds = 1000 * (time.perf_counter() - start)
    print(json.dumps({"milliseconds": milliseconds}), flush=True)
