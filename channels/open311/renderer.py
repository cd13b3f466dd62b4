"""What GeoReport clients get back, in JSON or XML, and never anything personal: no words, no names, no spot."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

from starlette.responses import Response

from channels.base import Surroundings
from channels.markup import for_xml
from channels.wording import IDENTITIES, STAGES
from tracking.domain.clock import CITY_ZONE
from tracking.service.intake import Receipt
from tracking.store.published import Published

ONE_OF = {
    "discovery": "endpoint",
    "endpoints": "endpoint",
    "formats": "format",
    "services": "service",
    "service_requests": "request",
    "attributes": "attribute",
    "values": "value",
    "errors": "error",
}
TYPES = {"json": "application/json", "xml": "text/xml; charset=utf-8"}


def answer(name: str, value: Any, form: str, *, status: int = 200) -> Response:
    """``value`` under the name the standard gives it."""
    if form == "json":
        body = json.dumps(value, ensure_ascii=False).encode(errors="replace")
    else:
        root = Element(name)
        _fill(root, value)
        body = tostring(root, encoding="utf-8", xml_declaration=True)
    return Response(body, status, {"Cache-Control": "no-store"}, TYPES[form])


def errors(status: int, descriptions: Sequence[str], form: str) -> Response:
    """What is wrong, one error a sentence."""
    return answer("errors", [{"code": status, "description": each} for each in descriptions], form, status=status)


def services(around: Surroundings) -> Sequence[Mapping[str, Any]]:
    """Every topic a petition can have."""
    return [_service(code, name, around) for code, name in around.topics().items()]


def _service(code: str, name: str, around: Surroundings) -> Mapping[str, Any]:
    levels = around.topic_path(code).split(" › ")
    return {
        "service_code": code,
        "service_name": name,
        "description": " › ".join(levels),
        "metadata": True,
        "type": "realtime",
        "keywords": ", ".join(levels[:-1]),
        "group": levels[0],
    }


def definition(code: str, say: Any) -> Mapping[str, Any]:
    """What every service asks besides: under which name, and whether the answer may be published."""
    yes_or_no = {"yes": "是", "no": "否"}
    identity = {member.value: say(word) for member, word in IDENTITIES.items()}
    asked = (("identity", say("身份方式"), identity), ("publish", say("同意公开"), yes_or_no))
    attributes = [_attribute(order, *each) for order, each in enumerate(asked, start=1)]
    return {"service_code": code, "attributes": attributes}


def _attribute(order: int, code: str, description: str, values: Mapping[str, str]) -> Mapping[str, Any]:
    return {
        "variable": True,
        "code": code,
        "datatype": "singlevaluelist",
        "required": False,
        "datatype_description": None,
        "order": order,
        "description": description,
        "values": [{"key": key, "name": name} for key, name in values.items()],
    }


def accepted(receipt: Receipt, notice: str) -> Sequence[Mapping[str, Any]]:
    """The receipt; the notice tells the citizen number and query code."""
    return [{"service_request_id": receipt.number, "service_notice": notice, "account_id": None}]


def requests(found: Sequence[Published], around: Surroundings, say: Any) -> Sequence[Mapping[str, Any]]:
    """Petitions as strangers see them."""
    topics = around.topics()
    return [_request(each, around, topics.get(each.topic or "", ""), say) for each in found]


def _request(each: Published, around: Surroundings, service: str, say: Any) -> Mapping[str, Any]:
    due = each.due_at.astimezone(CITY_ZONE).isoformat() if each.due_at else None
    return {
        "service_request_id": each.number,
        "status": "closed" if each.closed_at else "open",
        "status_notes": say(STAGES[each.stage]),
        "service_name": service,
        "service_code": each.topic,
        "description": None,
        "agency_responsible": around.unit_name(each.unit) or None,
        "service_notice": None,
        "requested_datetime": each.received_at.astimezone(CITY_ZONE).isoformat(),
        "updated_datetime": (each.closed_at or each.updated_at).astimezone(CITY_ZONE).isoformat(),
        "expected_datetime": due,
        "address": around.place_name(each.district, each.street) or None,
        "address_id": each.street or each.district,
        "zipcode": None,
        "lat": None,
        "long": None,
        "media_url": None,
    }


def discovery(public_url: str) -> Mapping[str, Any]:
    """Where what is found (Open311 service discovery)."""
    endpoint = {
        "specification": "http://wiki.open311.org/GeoReport_v2",
        "url": f"{public_url}/open311/v2",
        "type": "production",
        "formats": ["application/json", "text/xml"],
    }
    return {"changeset": "1", "key_service": public_url, "endpoints": [endpoint]}


def _fill(element: Element, value: Any) -> None:
    if isinstance(value, Mapping):
        for name, each in value.items():
            _fill(SubElement(element, name), each)
    elif isinstance(value, list | tuple):
        for each in value:
            _fill(SubElement(element, ONE_OF[element.tag]), each)
    elif isinstance(value, bool):
        element.text = str(value).lower()
    elif value is not None:
        element.text = for_xml(str(value))
