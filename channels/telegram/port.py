from __future__ import annotations

from channels.dialogue.talk import Messenger
from channels.submission import Door

MESSENGER = Messenger(door=Door("telegram", "T"), carried=True)
