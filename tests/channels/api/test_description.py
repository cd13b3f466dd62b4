"""The published description and what the interface does are one."""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi import checks

from admin.app import create
from admin.wiring import Container

PATH = "/api/v1/petitions"
CHECKS = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
    checks.negative_data_rejection,
    checks.unsupported_method,
]


@pytest.mark.parametrize("mode", list(GenerationMode))
@pytest.mark.parametrize(("path", "method"), [(PATH, "POST"), (PATH + "/{number}", "GET")])
def test_every_answer_fits_the_description(container: Container, path: str, method: str, mode: GenerationMode) -> None:
    described = schemathesis.openapi.from_asgi("/api/v1/openapi.json", create(container))

    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(case=described[path][method].as_strategy(generation_mode=mode))
    def holds(case: schemathesis.Case[Any]) -> None:
        case.call_and_validate(checks=CHECKS)

    holds()


def test_the_description_names_every_route_of_the_interface(container: Container) -> None:
    assert set(create(container).openapi()["paths"]) == {PATH, PATH + "/{number}"}
