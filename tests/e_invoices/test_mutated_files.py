"""Whatever becomes of a file on its way, reading it raises nothing but our own error.

Each mutation follows from its number, so that what fails can be run again; `make
fuzz` asks for a hundred times as many.
"""

import os
import random
from collections import Counter
from time import process_time

import pytest
from lxml import etree
from tests.e_invoices.test_received_files import FILES
from tests.e_invoices.test_unsafe_files import pdf

from ledgerkit.cli.bills.bill_read import bill_text
from ledgerkit.e_invoices.read import read_e_invoice
from ledgerkit.e_invoices.received_record import received_record
from ledgerkit.errors import UnreadableFileError
from ledgerkit.exporters.as_json import json_text

MUTATIONS = 5 * int(os.environ.get("LEDGERKIT_EXAMPLES", "100"))
SECONDS_MAX = 2
TEXTS = [
    "", " ", "0", "-0", "-1", "1E9", "NaN", "Infinity", "1,5", "1.", ".5", "0.00000001",
    "9" * 15, "-" + "9" * 15, "9" * 40, "0." + "9" * 19, "1" * 15 + "." + "9" * 20,
    "2026-02-30", "0000-00-00", "0001-01-01", "9999-12-31", "9999-12-31Z", "20260101",
    "99999999", "true", "SC", "MG", "S", "GROUP", "EUR", "JPY", "XXX", "TD04", "381",
    "\u202e", "\u0661", "a" * 1000, "\n\t\r", "é", "\U0001f4a9",
]  # fmt: skip


def mutated(data, seed):
    """The file with one to four changes to its bytes or to its elements."""
    chance = random.Random(seed)
    for _ in range(chance.randint(1, 4)):
        changes = [_bytes_flipped, _bytes_moved, _bytes_cut, _element_changed]
        weights = [1, 1, 1, 6]
        data = chance.choices(changes, weights)[0](data, chance)
    return data


def _bytes_flipped(data, chance):
    changed = bytearray(data)
    for _ in range(chance.randint(1, 5)):
        if changed:
            changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def _bytes_moved(data, chance):
    start, end, to = sorted(chance.randrange(len(data) + 1) for _ in range(3))
    return data[:to] + data[start:end] + data[to:]


def _bytes_cut(data, chance):
    start = chance.randrange(len(data) + 1)
    return data[:start] + data[start + chance.randint(1, 200) :]


def _element_changed(data, chance):
    try:
        root = etree.fromstring(data)
    except (etree.XMLSyntaxError, ValueError):
        return data
    element = chance.choice([e for e in root.iter() if isinstance(e.tag, str)])
    above = element.getparent()
    act = chance.choice(
        ["text", "text", "text", "remove", "repeat", "rename", "attribute"]
    )
    if act == "text":
        element.text = chance.choice(TEXTS)
    elif act == "rename":
        element.tag = chance.choice(
            [e.tag for e in root.iter() if isinstance(e.tag, str)]
        )
    elif act == "attribute":
        for name in element.attrib:
            element.attrib[name] = chance.choice(TEXTS).strip("\n\r\t")
    elif above is not None and act == "remove":
        above.remove(element)
    elif above is not None:
        for _ in range(chance.choice([1, 1, 50])):
            above.append(etree.fromstring(etree.tostring(element)))
    return etree.tostring(root)


def read_wholly(data):
    """What became of it, by all that a person or program may ask of it."""
    begun = process_time()
    try:
        for received in read_e_invoice(data, "file.xml"):
            assert bill_text(received, locale="en").isascii() is not None
            assert json_text(received_record(received))
    except UnreadableFileError as error:
        assert str(error).isprintable()  # noqa: PT017
        return "refused"
    finally:
        assert process_time() - begun < SECONDS_MAX
    return "read"


@pytest.mark.parametrize("name", FILES)
def test_a_mutated_file_is_read_or_refused(name):
    data = FILES[name].read_bytes()
    outcomes = Counter(
        read_wholly(mutated(data, f"{name} {seed}")) for seed in range(MUTATIONS)
    )
    print(name, dict(outcomes))
    assert min(outcomes["read"], outcomes["refused"]) > MUTATIONS // 10


def test_a_mutated_pdf_is_read_or_refused():
    data = pdf(("factur-x.xml", FILES["credit.cii"].read_bytes()))
    outcomes = Counter()
    for seed in range(MUTATIONS // 2):
        chance = random.Random(seed)
        change = chance.choice([_bytes_flipped, _bytes_moved, _bytes_cut])
        outcomes[read_wholly(change(data, chance))] += 1
    print("pdf", dict(outcomes))
    assert outcomes["refused"]
