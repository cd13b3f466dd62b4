"""Going on with a call: what was heard meets the tables, acts are done, the caller stands elsewhere."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy import Connection

from channels.voice.act import Acts
from channels.voice.call import Call
from channels.voice.flow import SCENES, Move, move, signal
from channels.voice.heard import Heard

UNSURE = 0.0


@dataclass(frozen=True)
class Conversation:
    """Knows the tables and who does what they say."""

    acts: Acts

    def answer(self, connection: Connection, call: Call, heard: Heard) -> Call:
        """The call after what was heard now; ``turn`` is one more, ``tries`` counts a scene said again."""
        call, heard = _with_partial(call, heard)
        scene = SCENES[call.state]
        chosen = move(scene, signal(scene, heard, confidence=self.acts.hotline.confidence), call.tries)
        after, done = self._moved(connection, call, heard, chosen) if chosen else (call, False)
        if chosen and not done and after.state is call.state and call.tries >= scene.most:
            after, done = self._moved(connection, after, heard, scene.at_last)
        same = after.state is call.state
        after = after.remembering(missed=not done)
        return replace(after, turn=call.turn + 1, tries=call.tries + 1 if same else 0)

    def _moved(self, connection: Connection, call: Call, heard: Heard, chosen: Move) -> tuple[Call, bool]:
        for act in chosen.acts:
            call, done = self.acts.do(connection, act, call, heard)
            if not done:
                return replace(call, state=chosen.failing or chosen.to), False
        return replace(call, state=chosen.to), True


def _with_partial(call: Call, heard: Heard) -> tuple[Call, Heard]:
    """The final result replaces the intermediate ones; where it is missing they are all there is."""
    partial, call = call.memo.partial, call.remembering(partial="")
    if not partial or heard.words:
        return call, heard
    if heard.keys or heard.recording:
        return call.remembering(kept=(*call.memo.kept, partial)), heard
    return call, replace(heard, words=partial, confidence=UNSURE)
