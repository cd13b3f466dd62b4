"""What supervision decided reaches the unit's desk and its leaders' telephones, each once, and nobody else."""

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import func, select, update

from admin.bulletins import contact
from admin.supervision import acting, notice, schema, telling
from admin.supervision.ladder import Decision, Step
from admin.wiring import Container
from notify.schema import delivery, unit_notice
from tests.admin.desks import matter
from tests.admin.desks.desk import Desk
from tests.admin.supervision.steps import identity, red, tick
from tests.statement import statements
from tracking.domain.clock import FixedClock
from tracking.domain.people import Actor, Role
from tracking.domain.procedure.ordering import supervise
from tracking.domain.vocabulary import Kind
from tracking.store import schema as tracking
from tracking.store.visibility import Viewer

Sit = Callable[[str], Desk]
N, D = unit_notice.c, delivery.c
NOTICES = "/staff/supervision/notices"
DISP = Actor(id="disp", role=Role.DISPATCHER)
UNIT = Actor(id="water", role=Role.HANDLER, unit="C01")


def _told(container: Container) -> list[str]:
    with container.engine.connect() as connection:
        return list(connection.execute(select(N.what).order_by(N.id)).scalars())


def _messages(container: Container) -> list[str]:
    with container.engine.connect() as connection:
        bodies = connection.execute(select(D.body).where(D.template == telling.TEMPLATE).order_by(D.id)).scalars()
        return [container.core.sealer.open(body, "delivery") for body in bodies]


def test_every_decision_is_told_once(container: Container, clock: FixedClock) -> None:
    red(container, clock)
    document = identity(container, Step.RED)
    acting.appeal(container.core, document, reason="停电所致", by=UNIT)
    acting.decide_appeal(container.core, document, decision=Decision.REJECTED, reason="没有停电", by=DISP)
    acting.reply(container.core, document, text="已修好", by=UNIT)
    acting.check(container.core, document, corrected=False, note="还在漏", by=DISP)
    acting.cancel(container.core, document, reason="系统错误", by=DISP)
    assert [telling.tell(container.core) for _ in range(2)] == [5, 0]
    assert _told(container) == ["issued", "issued", "appeal_rejected", "not_corrected", "cancelled"]


def test_leaders_of_the_unit_get_a_message_that_names_nobody(container: Container, clock: FixedClock) -> None:
    contact.put(container.core, unit="C01", post="主要负责人", phone="13900000001", by="root")
    number = red(container, clock)
    for _ in range(2):
        telling.tell(container.core)
    (body,) = _messages(container)
    assert "沈民督〔2026〕2号《红牌整改通知书》：签发" in body
    assert all(secret not in body for secret in (number, matter.PHONE, matter.NAME, "文体路"))


def test_of_a_report_no_message_goes_out_and_nothing_to_who_no_longer_holds_it(
    container: Container, clock: FixedClock
) -> None:
    contact.put(container.core, unit="C01", post="主要负责人", phone="13900000001", by="root")
    number = matter.signed(container, kind=Kind.REPORT)
    with container.core.change(number) as case:
        supervise(case, 1, by=DISP, at=clock.at, level=2, due_at=clock.at + timedelta(days=3), reason="多次反映")
    tick(container, clock, clock.at)
    assert telling.tell(container.core) == 1
    assert _messages(container) == []
    taken = update(tracking.assignment).values(stage="withdrawn")
    with container.engine.begin() as connection:
        connection.execute(taken)
        assert notice.unread(connection, Viewer(role=Role.HANDLER, unit="C01")) == 0
        connection.execute(update(schema.act).values(told=False))
        connection.execute(unit_notice.delete())
    assert telling.tell(container.core) == 0
    assert _told(container) == []


def test_what_was_made_of_an_old_ledger_is_told_to_nobody(container: Container, clock: FixedClock) -> None:
    red(container, clock)
    clock.at += telling.HISTORY + timedelta(days=1)
    assert telling.tell(container.core) == 0
    with container.engine.connect() as connection:
        untold = select(func.count()).select_from(schema.act).where(~schema.act.c.told)
        assert connection.execute(untold).scalar_one() == 0


def test_the_desk_counts_what_is_unread_until_somebody_opens_it(
    container: Container, at_desk: Sit, clock: FixedClock
) -> None:
    red(container, clock)
    telling.tell(container.core)
    unit, other, document = at_desk("water"), at_desk("heping"), identity(container, Step.RED)
    page = f"/staff/supervision/documents/{document}"
    assert "2条未阅" in unit.open("/staff").text
    assert "还没有通知" in other.open(NOTICES).text
    assert "还没有人打开" in at_desk("disp").open(page).text
    unit.open(page)
    assert "1条还没有人看过" in unit.open(NOTICES).text
    assert "由water打开" in at_desk("disp").open(page).text
    assert unit.send(NOTICES, NOTICES).status_code == 303
    assert "都看过了" in unit.open(NOTICES).text
    assert "条未阅" not in unit.open("/staff").text


def test_a_page_of_notices_is_a_few_statements(container: Container, at_desk: Sit, clock: FixedClock) -> None:
    red(container, clock)
    telling.tell(container.core)
    desk = at_desk("water")
    desk.open(NOTICES)
    assert statements(container, lambda: desk.open(NOTICES)) <= 5
