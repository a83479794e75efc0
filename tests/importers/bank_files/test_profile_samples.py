"""Every profile that ledgerkit has reads its bank's format."""

from decimal import Decimal

import pytest
from tests.importers.bank_files.profile_samples import SAMPLES

from ledgerkit.importers.bank_files.choices import BankFileChoices
from ledgerkit.importers.bank_files.tables.parse_profile import shipped_profiles
from ledgerkit.importers.bank_files.tables.tables import read_table_file

PROFILES = {profile.name: profile for profile in shipped_profiles()}


def test_no_profile_ships_untested():
    assert SAMPLES.keys() == PROFILES.keys()


def read(name, encoding="utf-8"):
    text = SAMPLES[name][0]
    said = name if PROFILES[name].only_by_name else None
    choices = BankFileChoices(profile=said)
    return read_table_file(text.encode(encoding), "file", choices)


@pytest.mark.parametrize("name", SAMPLES)
def test_a_banks_file_is_recognised_and_read(name):
    _text, expected, fields = SAMPLES[name]
    statements = read(name)
    lines = [line for statement in statements for line in statement.lines]
    shown = [f"{x.day} {x.amount:f} {x.currency}".strip() for x in lines]
    assert shown == expected
    for field, value in fields.items():
        found = getattr(lines[0], field)
        assert found == (Decimal(value) if field == "charges" else value)
    title = PROFILES[name].title
    for statement in statements:
        assert f"read by the profile {name} ({title})" in statement.notes
        assert statement.unexplained in {None, 0}


@pytest.mark.parametrize("name", [n for n, p in PROFILES.items() if p.encoding])
def test_a_banks_old_encoding_reads_the_same(name):
    text = SAMPLES[name][0]
    if text.isascii():
        return
    new, old = read(name), read(name, PROFILES[name].encoding)
    assert [s.lines for s in new] == [s.lines for s in old]


def test_pending_lines_are_shown_and_not_counted():
    statement = read("sparkasse-camt")[0]
    assert [line.pending for line in statement.lines] == [False, True]
    assert statement.movement == Decimal("-36.99")


def test_a_cancelled_row_is_left_out_by_name():
    assert (
        "1 row is cancelled or refused and left out: line 3" in read("paypal")[0].notes
    )
