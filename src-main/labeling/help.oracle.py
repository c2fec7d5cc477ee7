"""Logistic regression by scikit-learn, and confident learning as published, in arrays."""
import json
import sys

import numpy as np

case = json.load(sys.stdin)
result = {}
if "vectors" in case:
    from sklearn.linear_model import LogisticRegression

    features = np.array(case["vectors"])
    model = LogisticRegression(C=case["c"], tol=1e-10, max_iter=10000)
    model.fit(features, case["labels"])
    result["probabilities"] = model.predict_proba(features).tolist()
if "rows" in case:
    # Northcutt, Jiang & Chuang (2021), sections 3.1 and 3.2: thresholds, confident joint, off-diagonal, margins.
    rows, given = np.array(case["rows"]), np.array(case["given"])
    classes = rows.shape[1]
    thresholds = np.array([rows[given == j, j].mean() for j in range(classes)])
    reached = rows >= thresholds - 1e-6
    count = reached.sum(1)
    guess = np.where(count > 1, rows.argmax(1), reached.argmax(1))
    confident = count > 0
    joint = np.zeros((classes, classes), int)
    np.add.at(joint, (given[confident], guess[confident]), 1)
    scaled = joint / np.maximum(joint.sum(1, keepdims=True), 1) * np.bincount(given, minlength=classes)[:, None]
    result["joint"] = joint.tolist()
    result["distribution"] = (scaled / scaled.sum()).tolist()
    own = rows[np.arange(len(given)), given]
    others = rows.copy()
    others[np.arange(len(given)), given] = -1
    margins = own - others.max(1)
    wrong = np.flatnonzero(confident & (guess != given))
    result["suspects"] = wrong[np.argsort(margins[wrong], kind="stable")].tolist()
json.dump(result, sys.stdout)
