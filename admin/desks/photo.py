"""Photos that come with a verb's form as evidence: judged before the verb, kept with the petition after it."""

from collections.abc import Sequence

from starlette.datastructures import FormData, UploadFile

from admin.desks.field import Flawed
from admin.desks.forms.form import Form
from admin.wiring import Container
from channels.base import Refused, marked
from channels.evidence import Evidence
from channels.picture import picture_of
from tracking.store.intake import attach

FIELD, MOST = "photo", 3
TOO_MANY = marked("一次最多三张照片。")


def judged(asked: Form, form: FormData) -> Sequence[Evidence]:
    """The photos of a form that asks for some, made anew. Raises ``Flawed`` where one cannot be kept."""
    files = [each for each in form.getlist(FIELD) if isinstance(each, UploadFile) and each.size]
    if not asked.photos or not files:
        return []
    if len(files) > MOST:
        raise Flawed({FIELD: TOO_MANY})
    try:
        return [picture_of(each.file, each.size or 0, field=FIELD) for each in files]
    except Refused as refused:
        raise Flawed({FIELD: refused.flaws[0].message % dict(refused.flaws[0].values)}) from refused


def keep(container: Container, number: str, photos: Sequence[Evidence]) -> None:
    """The same photo twice is kept once."""
    for each in photos:
        attach(
            container.engine,
            number,
            digest=each.digest,
            name=each.name,
            media_type=each.media_type,
            body=each.body,
            at=container.core.now(),
        )
