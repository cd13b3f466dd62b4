"""What a change of the register will do, to be read before it is confirmed."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, func, select

from admin.security.schema import account
from channels.base import marked
from routing.city import ANYWHERE, Register
from tracking.domain.stage import OPEN_ASSIGNMENT_STAGES, OPEN_STAGES
from tracking.domain.vocabulary import Kind
from tracking.store.schema import assignment, petition

Values = Mapping[str, Any]
Said = Sequence[tuple[str, Mapping[str, int]]]
LOOKED_BACK = timedelta(days=30)
_ACCOUNTS = marked("有%(n)s个有效账号属于该单位：撤并后仍能登录办完手上的件，请到账号管理另开承接单位的账号。")
_SHARES = marked("有%(n)s件承办件未办结：仍由原账号办完，统计从撤并之日起记到承接单位。")
_DUTIES = marked("权责清单有%(n)s条指向该单位：派单时自动换成承接单位。")
_PETITIONS = marked("有%(n)s件在办诉求属于这个分类：照常办理，只是不能再选这个分类。")
_OTHERWISE = marked("近30天有%(n)s件诉求（不含举报）按改后的清单会指向别的单位；已派出的不受影响。")


def told(
    connection: Connection, thing: str, new: Values, before: Values | None, register: Register, at: datetime
) -> Said:
    """(message, numbers); nothing where the change has no consequence that needs a word."""
    if thing == "unit" and new["abolished_on"] and (before is None or before["abolished_on"] is None):
        return _abolishing(connection, new["code"], register)
    if thing == "topic" and before is not None and before["active"] and not new["active"]:
        return _some([(_PETITIONS, _petitions(connection, new["code"]))])
    if thing == "duty":
        return _some([(_OTHERWISE, _otherwise(connection, new, before, register, at))])
    return []


def _abolishing(connection: Connection, unit: str, register: Register) -> Said:
    share = assignment.c
    accounts = select(func.count()).where(account.c.unit == unit, account.c.active).scalar_subquery()
    shares = select(func.count()).where(share.unit == unit, share.stage.in_(OPEN_ASSIGNMENT_STAGES)).scalar_subquery()
    row = connection.execute(select(accounts, shares)).one()
    duties = sum(duty.unit == unit for duty in register.duties.values())
    return _some([(_ACCOUNTS, row[0]), (_SHARES, row[1]), (_DUTIES, duties)])


def _petitions(connection: Connection, topic: str) -> int:
    wanted = select(func.count()).where(petition.c.topic == topic, petition.c.stage.in_(OPEN_STAGES))
    return connection.execute(wanted).scalar_one()


def _otherwise(connection: Connection, new: Values, before: Values | None, register: Register, at: datetime) -> int:
    """How many of the last 30 days the register names another unit for; one row a place."""
    row = petition.c
    wanted = select(row.district, row.street, func.count()).where(
        row.topic == new["topic"], row.received_at >= at - LOOKED_BACK, row.kind != Kind.REPORT
    )
    old = {place: duty.unit for (topic, place), duty in register.duties.items() if topic == new["topic"]}
    fresh = {place: unit for place, unit in old.items() if place != new["place"]}
    fresh |= {new["place"]: new["unit"]} if new["active"] else {}
    if old == fresh:
        return 0
    rows = connection.execute(wanted.group_by(row.district, row.street))
    return sum(
        count for district, street, count in rows if _named(old, district, street) != _named(fresh, district, street)
    )


def _named(duties: Mapping[str, str], district: str | None, street: str | None) -> str | None:
    return next((duties[place] for place in (street, district, ANYWHERE) if place and place in duties), None)


def _some(found: Sequence[tuple[str, int]]) -> Said:
    return [(message, {"n": n}) for message, n in found if n]
