"""``python -m admin`` is ``minyi``, also where the folder of the environment was moved."""

from admin.cli import app

app()
