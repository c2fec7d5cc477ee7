"""TF-IDF of word and pair features as scikit-learn has it: {"texts": [[word]], "vocabulary": [feature]} -> rows."""
import json
import sys

from sklearn.feature_extraction.text import TfidfVectorizer

cases = json.load(open(sys.argv[1]))
vectorizer = TfidfVectorizer(
    analyzer=lambda words: words + [" ".join(pair) for pair in zip(words, words[1:])],
    vocabulary=cases["vocabulary"],
    sublinear_tf=True,
)
json.dump(vectorizer.fit_transform(cases["texts"]).toarray().tolist(), sys.stdout)
