"""A citizen's matter must never be taken for a command because a word of a command stands in it.

A command is short, sure, and says nothing else: a letter that stands in none of its examples (公交站撤了: 公, 交, 站) is
about something, and then the sentence is ``unsure``. Outside a form the citizen is asked what is meant; inside one it
is taken as the answer.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

_MARK = re.compile(r"〔[^〕]*〕")
_LETTER = re.compile(r"\w")
_FILE = "letters.json"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class Guard(GraphComponent, IntentClassifier):
    """Reads the ranking of the classifier before it, and demotes what is long, unsure, or about something."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """``matters`` are left alone; the letters of ``polite`` intents may stand in every command. ``longest``: how
        many letters a command may have; ``margin``: how much likelier than a matter it must be.
        """
        return {"matters": ["tell", "inform"], "polite": ["greet", "thank", "affirm"], "longest": 10, "margin": 2.0}

    @classmethod
    def create(
        cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> Guard:
        return cls(config, model_storage, resource, {})

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **_: Any,
    ) -> Guard:
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, json.loads((folder / _FILE).read_text()))

    def __init__(
        self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, letters: dict[str, str]
    ) -> None:
        self._matters, self._polite = frozenset(config["matters"]), config["polite"]
        self._longest, self._margin = config["longest"], config["margin"]
        self._storage, self._resource = model_storage, resource
        self._letters = {intent: frozenset(known) for intent, known in letters.items()}

    def train(self, training_data: TrainingData) -> Resource:
        """Learn the letters of every intent's examples."""
        letters: defaultdict[str, set[str]] = defaultdict(set)
        for example in training_data.intent_examples:
            letters[example.get(INTENT)] |= set(_letters(example.get(TEXT)))
        polite = set().union(*(letters[intent] for intent in self._polite))
        known = {intent: "".join(sorted(own | polite)) for intent, own in letters.items()}
        with self._storage.write_to(self._resource) as folder:
            (folder / _FILE).write_text(json.dumps(known, ensure_ascii=False))
        self._letters = {intent: frozenset(each) for intent, each in known.items()}
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Set ``unsure`` where a command would be a guess."""
        for message in messages:
            ranking = message.get(INTENT_RANKING_KEY) or []
            if ranking and ranking[0]["name"] not in self._matters and not self._holds(message.get(TEXT), ranking):
                message.set(INTENT, {"name": "unsure", "confidence": ranking[0]["confidence"]}, add_to_output=True)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        return training_data

    def _holds(self, text: str, ranking: list[dict[str, Any]]) -> bool:
        """A petition's number in the text lifts the length: nobody has one by accident."""
        letters, name = _letters(text), ranking[0]["name"]
        if not set(letters) <= self._letters.get(name, frozenset()):
            return False
        matter = sum(each["confidence"] for each in ranking if each["name"] in self._matters)
        is_short = len(letters) <= self._longest or "〔编号〕" in text
        return is_short and ranking[0]["confidence"] >= self._margin * matter


def _letters(text: str) -> list[str]:
    return _LETTER.findall(_MARK.sub("", text).lower())
