"""What the city's database has to teach the classifier, for ``minyi train``."""

from collections.abc import Sequence

import typer
from sqlalchemy.exc import OperationalError, ProgrammingError

from admin.settings import Settings
from admin.wiring import build
from nlu.corpus import Example
from routing import correction, learning


def corrections(settings: Settings) -> Sequence[Example]:
    """Every correction kept; none, with a sentence, where no database can be reached."""
    if not settings.database_url:
        return _without("no database is running here")
    container = build(settings)
    try:
        with container.engine.connect() as connection:
            found = correction.read(connection)
        return learning.examples(found, districts=container.city.register.districts)
    except (OperationalError, ProgrammingError):
        return _without("the database does not answer")
    finally:
        container.close()


def _without(why: str) -> Sequence[Example]:
    typer.echo(f"Learning without corrections: {why}.", err=True)
    return []
