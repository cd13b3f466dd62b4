"""A unit's day: sign, contact, reply from a template with a photo; ask for time; give back; help; and what it costs."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import Browser

from admin.wiring import Container
from tests.admin.desks import matter
from tests.admin.desks.desk import Desk
from tests.admin.desks.test_life import case_of
from tests.journeys.person import person
from tracking.domain.people import Role
from tracking.domain.stage import AssignmentStage
from tracking.store import dossier
from tracking.store.visibility import Viewer

pytestmark = pytest.mark.browser
Sit = Callable[[str], Desk]
BODY = "您好，{unit}已处理您反映的问题（{number}），现已恢复供水。"


def _photo() -> bytes:
    body = BytesIO()
    Image.new("RGB", (60, 40), "blue").save(body, "JPEG")
    return body.getvalue()


def test_a_day_at_the_units_desk(chromium: Browser, address: str, container: Container, at_desk: Sit) -> None:
    assert at_desk("water").send("/staff/templates", "/staff/templates", title="停水恢复", body=BODY).status_code == 303
    new, slow, foreign = matter.with_unit(container), matter.signed(container), matter.signed(container)
    helped = matter.with_unit(container, unit="A01")
    assert at_desk("disp").act(helped, "add-assist", unit="C01", basis="配合停水检修").status_code == 303
    with person(chromium, address, "water") as him:
        page, keys = him.page, him.page.keyboard
        desk = him.opens("/staff")
        assert "九项指标" in desk
        assert "再失一件会扣" in desk
        keys.press("g")
        keys.press("w")
        page.wait_for_url("**/staff/worklist")
        assert new in him.reads()
        assert "已签收" in him.acts(new, "sign")
        assert "已记录联系" in him.acts(new, "contact", note="已通话，下午三点上门")

        him.opens(f"/staff/petitions/{new}")
        form = him.fills("report-back", outcome="solved", evidence="更换阀门一只")
        form.locator("[data-template]").select_option(label="停水恢复")
        with page.expect_navigation():
            form.get_by_role("button", name="插入模板").click()
        form = him.form("report-back")
        reply = form.locator("[name=reply]").input_value()
        assert "沈阳" in reply or "水" in reply.partition("已处理")[0]
        assert new in reply
        form.locator("[name=photo]").set_input_files(
            {"name": "fixed.jpg", "mimeType": "image/jpeg", "buffer": _photo()}
        )
        him.sends(form)
        assert "已报结" in him.reads()
        assert page.locator(".files img").count() == 1
        assert case_of(container, new).lead.stage is AssignmentStage.SUBMITTED
        with container.engine.connect() as connection:
            kept = dossier.read(connection, new, Viewer(role=Role.DISPATCHER))
        assert (kept.latest("reply"), len(kept.files)) == (reply, 1)

        assert "已申请延期" in him.acts(slow, "request-extension", reason="等水表到货，预计周五")
        assert case_of(container, slow).lead.extension_asked_at is not None
        why = {"reason": "wrong_function", "target": "A01", "explanation": "楼内立管属产权单位"}
        him.acts(foreign, "return", **why)
        assert case_of(container, foreign).lead.stage is AssignmentStage.RETURN_PENDING
        assert "协办" in him.opens("/staff/worklist?tab=to_sign")
        him.acts(helped, "sign")
        him.acts(helped, "report-back", outcome="solved", reply="已关阀配合检修", evidence="关阀记录")
        parts = {each.unit: each.stage for each in case_of(container, helped).assignments}
        assert parts["C01"] is not AssignmentStage.TO_SIGN
        assert parts["A01"] is AssignmentStage.TO_SIGN
        assert "不当退单率" in him.opens("/staff/indicators")
