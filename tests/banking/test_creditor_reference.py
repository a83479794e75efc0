"""A structured reference is found where it is valid, and nowhere else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import iso11649

from ledgerkit.banking.creditor_reference import iso_reference, references_in

#: From the standards and banks' own examples.
PUBLISHED = {
    "RF18539007547034": "RF18539007547034",
    "RF18 5390 0754 7034 and thanks": "RF18539007547034",
    "rf18 5390 0754 7034": "RF18539007547034",
    "***090/9337/55493***": "090933755493",
    "+++ 090 9337 55493 +++": "090933755493",
    "Ref 21 00000 00003 13947 14300 09017": "210000000003139471430009017",
    "210000000003139471430009017": "210000000003139471430009017",
    "Viite: 1232": "1232",
    "VIITENUMERO 1234561": "1234561",
    "KID 2345676": "2345676",
    "OCR-nr: 7992 7398 713": "79927398713",
    "SI00 2026-014": "SI002026-014",
    "SI12 1234567890": "SI121234567890",
}


@pytest.mark.parametrize(("text", "found"), PUBLISHED.items())
def test_valid_references_are_found(text, found):
    assert references_in(text) == [found]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "RF19 5390 0754 7034",
        "+++090/9337/55494+++",
        "090/9337/55493",
        "210000000003139471430009018",
        "0" * 27,
        "Viite 1233",
        "1232",
        "KID 2345677",
        "SI12 1234567891",
        "SI99",
        "ARF18539007547034",
    ],
)
def test_what_is_not_valid_is_none(text):
    assert references_in(text) == []


def test_each_stands_once_and_several_stand_in_one_text():
    text = "RF18539007547034 RF18539007547034 +++090/9337/55493+++"
    assert references_in(text) == ["RF18539007547034", "090933755493"]


@given(st.text("0123456789ABCXYZ", min_size=1, max_size=21))
def test_any_number_becomes_a_reference_that_is_found_again(number):
    reference = iso_reference(number)
    assert iso11649.is_valid(reference)
    blocks = " ".join(reference[n : n + 4] for n in range(0, len(reference), 4))
    assert references_in(f"{blocks}, thanks") == [reference]


def test_what_does_not_fit_is_no_reference():
    assert iso_reference("1" * 22) == iso_reference("--") == ""
    assert iso_reference("\u00dc-12") == iso_reference("\u0663") == ""


@given(st.text(max_size=60))
def test_any_text_can_be_looked_through(text):
    assert references_in(text) is not None
