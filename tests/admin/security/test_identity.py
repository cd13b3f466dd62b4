"""What is left of a name or number when it is masked."""

import pytest

from admin.security.identity import Person, masked


@pytest.mark.parametrize(("name", "phone", "shown"), [
    ("欧阳试", "13912345678", Person(name="欧**", phone="139******78")),
    ("王", "", Person(name="王", phone="")),
    ("", "024-22334455", Person(name="", phone="024*******55")),
    ("李丁", "12345", Person(name="李*", phone="1****")),
])  # fmt: skip
def test_a_masked_person_is_recognised_but_not_known(name: str, phone: str, shown: Person) -> None:
    assert masked(Person(name=name, phone=phone)) == shown


def test_an_address_keeps_its_provider() -> None:
    assert masked(Person(name="", phone="", email="writer@mail.example")).email == "w*****@mail.example"
    assert masked(Person(name="", phone="")).email == ""
