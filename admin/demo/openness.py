"""What the simulated city lets everyone read: a few answers released, an example published."""

from sqlalchemy import select

from admin.disclosure import store
from admin.media import service
from admin.media import store as column
from admin.media.stage import Stage
from admin.wiring import Container
from tracking.domain.clock import city_day
from tracking.domain.people import Role, citizen
from tracking.domain.procedure.privacy import request_data
from tracking.domain.stage import FINAL_STAGES, OPEN_STAGES
from tracking.domain.vocabulary import DataRight
from tracking.store import dossier, frozen, schema
from tracking.store.visibility import Viewer

RELEASED, RELEASER, SECOND = 24, "dispatcher", "supervisor"
_EYES = Viewer(role=Role.DISPATCHER)


def open_up(container: Container) -> None:
    """Release the latest answers as the machine redacted them; a simulation has no person to read them."""
    with container.engine.begin() as connection:
        for each in reversed(store.candidates(connection, most=RELEASED)):
            question, answer = container.redact(each.said), container.redact(each.reply)
            store.put(connection, each, question=question, answer=answer, by=RELEASER, at=container.core.now())


def show_examples(container: Container) -> None:
    """Examples of the last closed month: one good and one bad published, one more waiting for its unit's reply."""
    with container.engine.connect() as connection:
        periods = frozen.recent(connection, most=1)
    if not periods:
        return
    service.find(container, periods[0])
    with container.engine.connect() as connection:
        found = column.at_stages(connection, [Stage.FOUND], most=200)
        good = [each for each in found if each.tone == "good"][:1]
        shown = [*good, *(each for each in found if each.tone == "bad")][:3]
        told = [(each, dossier.read(connection, each.number, _EYES)) for each in shown]
    for index, (item, source) in enumerate(told):
        title, story = container.redact(source.title)[: service.TITLE], container.redact(source.latest("said"))
        service.draft(container, item.id, title=title, story=story, by=RELEASER)
        service.ask_unit(container, item.id, by=RELEASER)
        if index < len(told) - 1:
            _publish(container, item)


def _publish(container: Container, item: column.Item) -> None:
    words = "已查明原因，责成科室限期整改，并向诉求人说明了情况。"
    service.reply(container, item.id, text=words, by=f"unit-{item.unit}", unit=item.unit)
    service.propose(container, item.id, by=RELEASER)
    service.release(container, item.id, medium="民意直通车", on=city_day(container.core.now()), by=SECOND)
    service.follow_up(container, item.id, text="一周后回访，问题没有再出现。", by=RELEASER)
    service.confirm(container, item.id, by=SECOND)


def ask_for_data(container: Container) -> None:
    """Two petitioners want something done about their own data; a person has still to decide."""
    wanted = {
        True: (DataRight.CORRECT, "电话最后两位应当是78。"),
        False: (DataRight.ERASE, "事情办完了，不想再留电话。"),
    }
    petition = schema.petition.c
    for is_open, (right, words) in wanted.items():
        stages = OPEN_STAGES if is_open else FINAL_STAGES
        newest = select(petition.number).where(petition.stage.in_(stages)).order_by(petition.number.desc()).limit(1)
        with container.engine.connect() as connection:
            number = connection.execute(newest).scalar()
        if number:
            with container.core.change(number) as case:
                request_data(case, by=citizen("web"), at=container.core.now(), right=right, words=words)
