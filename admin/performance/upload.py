"""Files that come with a form of this room: judged by their content and examined before anything is kept."""

from collections.abc import Sequence

from starlette.datastructures import FormData, UploadFile

from admin.performance.refusal import EARLY, refused
from admin.wiring import Container
from channels.attachment import MOST_BYTES, attachment_of
from channels.base import marked
from channels.evidence import Evidence
from channels.scanner import Verdict

FIELD, MOST = "files", 5
_MANY = marked("一次最多%(most)s个文件。")
_HARMFUL = marked("文件“%(name)s”带有病毒，没有收下。")
_UNKNOWN = marked("病毒检查暂时不可用，文件“%(name)s”没有收下；请稍后再提交。")


def judged(container: Container, form: FormData) -> Sequence[Evidence]:
    """The files of a form, pictures made anew. Raises ``Refused`` where one cannot be kept."""
    files = [each for each in form.getlist(FIELD) if isinstance(each, UploadFile) and each.filename]
    if len(files) > MOST:
        raise refused(FIELD, _MANY, most=MOST)
    return [_examined(container, each) for each in files]


def _examined(container: Container, file: UploadFile) -> Evidence:
    found = attachment_of(file.file.read(MOST_BYTES + 1), file.filename or "", field=FIELD)
    verdict = container.post.filing.examine(found).verdict
    if verdict is Verdict.HARMFUL:
        raise refused(FIELD, _HARMFUL, name=found.name)
    if verdict is Verdict.UNKNOWN:
        raise refused(FIELD, _UNKNOWN, code=EARLY, name=found.name)
    return found
