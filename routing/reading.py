"""The classifier as the router uses it: loaded on first use, and honest when there is none."""

import logging
from collections.abc import Sequence
from pathlib import Path
from threading import Lock

from nlu import classifier
from nlu.classifier import UNREADABLE, Classifier
from nlu.error import ModelError
from nlu.understanding import Understanding

_log = logging.getLogger(__name__)


class Reader:
    """Understands texts with the model in ``folder``; without a model every matter goes to a person."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = Lock()
        self._loaded: Classifier | None = None

    def understand(self, text: str) -> Understanding:
        """What the text is about; ``UNREADABLE`` while there is no model."""
        model = self._loaded or self._load()
        return model.understand(text) if model else UNREADABLE

    def understand_many(self, texts: Sequence[str]) -> Sequence[Understanding]:
        """The same for many texts, several times faster."""
        model = self._loaded or self._load()
        return list(model.understand_many(texts)) if model else [UNREADABLE] * len(texts)

    def _load(self) -> Classifier | None:
        with self._lock:
            if self._loaded is None:
                try:
                    self._loaded = classifier.load(self._folder)
                except ModelError as error:
                    _log.warning("no classifier, everything goes to a person: %s", error)
            return self._loaded
