"""The body of a POST as a form. Of one that breaks off on the way, what had come is not thrown away.

A browser sends the fields in the order of the page, so the words are there before the files are.
"""

from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager

from fastapi import Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import ClientDisconnect

MOST_FIELDS, MOST_FILES, LARGEST_FIELD = 60, 20, 1024 * 1024
"""More files than any page takes: a page says itself how many it takes, with everything else still filled in."""
_FORM = "multipart/form-data"


@asynccontextmanager
async def form_of(request: Request) -> AsyncIterator[FormData]:
    """The form; its files are closed in the end.

    Raises ``ClientDisconnect`` where nobody waits for the answer any more, and ``HTTPException``: to the page on which
    the words stand again where they could be kept (303), else for what was wrong (400, 413).
    """
    if not request.headers.get("content-type", "").startswith(_FORM):
        async with request.form() as form:
            yield form
        return
    form = await _read(request)
    try:
        yield form
    finally:
        await form.close()


async def _read(request: Request) -> FormData:
    async with aclosing(request.stream()) as stream:
        limits = {"max_fields": MOST_FIELDS, "max_files": MOST_FILES, "max_part_size": LARGEST_FIELD}
        parser = MultiPartParser(request.headers, stream, **limits)
        try:
            return await parser.parse()
        except (ClientDisconnect, MultiPartException, HTTPException) as error:
            words = FormData([(name, each) for name, each in parser.items if isinstance(each, str)])
            back = await run_in_threadpool(request.app.state.drafts.cut_off, request, words)
            if isinstance(error, ClientDisconnect):
                raise
            status = error.status_code if isinstance(error, HTTPException) else 400
            if back:
                told = "large" if status == 413 else "broken"
                raise HTTPException(303, headers={"Location": f"{back}&refused={told}"}) from error
            raise HTTPException(status) from error
