"""Set up the dialogue engine beforehand, so that nobody waits for it later: ``python -m admin.dialogue.prepare``."""

from __future__ import annotations

import sys

from admin.dialogue import interpreter, setup


def main() -> None:
    """Install and train what is lacking, or say that it is left out."""
    python = interpreter.find()
    if python is None:
        print("minyi: SKIPPED, the dialogue engine: no Python 3.10 (with pyenv: pyenv install 3.10)", file=sys.stderr)
        return
    if not setup.is_installed():
        print(f"minyi: setting up the dialogue engine with {python} (about 700 MB the first time)", file=sys.stderr)
    setup.install(python)
    setup.model()


if __name__ == "__main__":
    main()
