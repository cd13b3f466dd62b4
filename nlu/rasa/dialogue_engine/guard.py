"""A citizen's matter must never be taken for a command because a word of a command stands in it.

Commands are short and sure. What is long, or might as well be a matter, is ``unsure``: then the citizen is asked, and
inside a form it is taken as the answer.
"""

from __future__ import annotations

import re
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

_MARK = re.compile(r"〔[^〕]*〕")
_LETTER = re.compile(r"\w")


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class Guard(GraphComponent, IntentClassifier):
    """Reads the classifier's ranking and demotes commands that are long or unsure."""

    @classmethod
    def required_components(cls) -> list[type]:
        return [IntentClassifier]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """``longest``: letters a command may have; ``margin``: how much likelier than a matter it must be."""
        return {"commands": [], "matters": ["tell", "inform"], "longest": 16, "margin": 2.0}

    @classmethod
    def create(
        cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> Guard:
        return cls(config)

    def __init__(self, config: dict[str, Any]) -> None:
        self._commands = frozenset(config["commands"])
        self._matters = frozenset(config["matters"])
        self._longest, self._margin = config["longest"], config["margin"]

    def process(self, messages: list[Message]) -> list[Message]:
        """Set ``unsure`` where a command would be a guess; a petition's number in the text lifts the length."""
        for message in messages:
            ranking = message.get(INTENT_RANKING_KEY) or []
            if ranking and ranking[0]["name"] in self._commands and not self._is_command(message.get(TEXT), ranking):
                message.set(INTENT, {"name": "unsure", "confidence": ranking[0]["confidence"]}, add_to_output=True)
        return messages

    def _is_command(self, text: str, ranking: list[dict[str, Any]]) -> bool:
        matter = sum(each["confidence"] for each in ranking if each["name"] in self._matters)
        length = len(_LETTER.findall(_MARK.sub("", text)))
        return (length <= self._longest or "〔编号〕" in text) and ranking[0]["confidence"] >= self._margin * matter
