"""The coefficients of scikit-learn's logistic regression on standardized columns. Prints weight and bias as JSON."""
import json, sys
import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

case = json.load(open(sys.argv[1]))
x = StandardScaler().fit_transform(np.array(case['x']))
model = LogisticRegression(C=1.0, tol=1e-10, max_iter=10_000).fit(x, case['y'])
print(json.dumps({'weight': model.coef_[0].tolist(), 'bias': model.intercept_[0]}))
