"""What anybody would try first: jieba's words and pairs of them, tf-idf, one linear support vector machine."""

import time
import warnings
from collections.abc import Sequence
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import make_pipeline
from sklearn.svm import LinearSVC

from nlu.head import Answer, Guess
from nlu.measure import measure
from nlu.table import Table


def figures(learnt: Table, asked: Table) -> dict[str, Any]:
    """Train and ask; its scores are no probabilities, so nothing is automatic and the calibration error is left out."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # jieba 0.42 holds invalid escapes and old imports
        import jieba

        jieba.initialize()
    pipeline = make_pipeline(TfidfVectorizer(tokenizer=jieba.lcut, token_pattern=None, ngram_range=(1, 2)), LinearSVC())
    began = time.perf_counter()
    pipeline.fit(_texts(learnt), learnt.labels)
    trained = time.perf_counter()
    scores = pipeline.decision_function(_texts(asked))
    seconds = time.perf_counter() - trained
    if scores.ndim == 1:  # two labels share one column
        scores = np.stack([-scores, scores], axis=1)
    found = measure([_answer(row, pipeline.classes_) for row in scores], asked.labels)
    return {
        "rows": found.rows,
        "accuracy": found.accuracy,
        "macro_f1": found.macro_f1,
        "macro_f1_frequent": found.macro_f1_frequent,
        "top3": found.top3,
        "texts_per_second": round(found.rows / seconds, 1),
        "train_seconds": round(trained - began, 2),
    }


def _texts(table: Table) -> list[str]:
    return [document.text for document in table.documents]


def _answer(scores: Any, names: Sequence[str]) -> Answer:
    best = np.argsort(-scores)[:3]
    return Answer(tuple(Guess(str(names[index]), 0.0) for index in best), automatic=False)
