"""How errors of the interface look, for its description; the answers themselves are made in one place for all."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, Field


class FieldProblem(BaseModel):
    """What is wrong with one field."""

    field: str
    code: str
    detail: str


class ProblemDocument(BaseModel):
    """RFC 9457."""

    type: str = Field(examples=["urn:minyi:problem:too_long"])
    title: str
    status: int
    detail: str
    instance: str = Field(description="reference number that stands in our log", examples=["7KQ2-M9XD"])
    code: str
    errors: list[FieldProblem] = Field(default=[], description="each field that has a flaw")


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The error answers of a route for its description."""
    schema = ProblemDocument.model_json_schema()
    nested = schema.pop("$defs")
    schema["properties"]["errors"]["items"] = nested["FieldProblem"]
    return {status: {"content": {"application/problem+json": {"schema": schema}}} for status in statuses}
