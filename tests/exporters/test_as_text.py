"""The terminal's table: aligned, whole, and plain when piped."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from rich.cells import cell_len

from ledgerkit.errors import UsageError
from ledgerkit.exporters.as_text import render_text
from ledgerkit.table import Column, ColumnType, Row, Table

AGEING = """\
Receivables by age, as at 2025-12-31

Client       Currency   Not due    1-30   Balance
-------------------------------------------------
Acme S.r.l.  EUR       1,220.00  500.00  1,720.00
Globex       EUR           0.00   80.25     80.25
-------------------------------------------------
Total        EUR       1,220.00  580.25  1,800.25

Days count from the due date.
"""

NAMES_AND_CURRENCIES = """\
Balances, as at 2026-01-31

Client                Since        Days  Currency       Balance
---------------------------------------------------------------
東京デザイン株式会社  2025-11-02     90  JPY          1,234,567
Ödön & Söhne                             KWD             -0.125
Acme                  2026-01-31      0  EUR           1,234.50
Acme                  2024-05-01  1,234  USD       1,000.123456
---------------------------------------------------------------
Total                                    JPY          1,234,567
Total                                    EUR           1,234.50
"""


def plain(table: Table, locale: str = "en") -> str:
    return render_text(table, locale=locale, colour=False, width=None)


def without_colours(text: str) -> str:
    return re.sub(r"\x1b\[[0-9;]*m", "", text)


def balances() -> Table:
    columns = [
        Column("client", "Client"),
        Column("since", "Since", ColumnType.DATE),
        Column("days", "Days", ColumnType.INTEGER),
        Column("currency", "Currency"),
        Column("balance", "Balance", ColumnType.AMOUNT),
    ]
    keys = [column.key for column in columns]
    lines = [
        ("東京デザイン株式会社", date(2025, 11, 2), 90, "JPY", Decimal(1234567)),
        ("Ödön & Söhne", None, None, "KWD", Decimal("-0.125")),
        ("Acme", date(2026, 1, 31), 0, "EUR", Decimal("1234.5")),
        ("Acme", date(2024, 5, 1), 1234, "USD", Decimal("1000.123456")),
    ]
    return Table(
        title="Balances",
        as_of=date(2026, 1, 31),
        columns=columns,
        rows=[Row(cells=dict(zip(keys, line, strict=True))) for line in lines],
        totals=[
            {"currency": "JPY", "balance": Decimal(1234567)},
            {"currency": "EUR", "balance": Decimal("1234.5")},
        ],
    )


def test_a_report_reads_like_an_accountants(ageing):
    assert plain(ageing) == AGEING


def test_wide_characters_and_several_currencies_stay_aligned():
    assert plain(balances()) == NAMES_AND_CURRENCIES
    table = NAMES_AND_CURRENCIES.splitlines()[2:]
    assert {cell_len(line) for line in table} == {63}


@pytest.mark.parametrize(
    ("locale", "total"),
    [
        ("de", "Total        EUR       1.220,00  580,25  1.800,25"),
        ("it", "Total        EUR       1.220,00  580,25  1.800,25"),
        ("fr", "Total        EUR       1\u202f220,00  580,25  1\u202f800,25"),
        ("hi-IN", "Total        EUR       1,220.00  580.25  1,800.25"),
    ],
)
def test_numbers_are_written_as_the_locale_does(ageing, locale, total):
    assert total in plain(ageing, locale).splitlines()


def test_dates_stay_iso_in_every_locale():
    assert "2025-11-02" in plain(balances(), "de")


def test_an_empty_table_says_so_and_keeps_its_notes(empty):
    assert plain(empty) == (
        "Bills to pay, as at 2026-01-31\n"
        "\n"
        "Nothing to show.\n"
        "\n"
        "Bills due within 30 days.\n"
    )


def test_a_total_is_shown_even_without_rows(ageing):
    text = plain(replace(ageing, rows=[]))
    assert "Nothing to show." not in text
    assert "1,800.25" in text


def test_a_first_column_with_a_total_of_its_own_is_not_relabelled(ageing):
    totals = [{"client": "All clients", "balance": Decimal(1)}]
    lines = plain(replace(ageing, totals=totals)).splitlines()
    assert lines[7].startswith("All clients  ")


def test_a_long_name_in_a_pipe_is_neither_wrapped_nor_cut(ageing):
    name = "Società " * 200 + "S.p.A."
    row = Row(cells={**ageing.rows[0].cells, "client": name})
    table = replace(ageing, rows=[row])
    for width in (None, 40):
        text = render_text(table, locale="en", colour=False, width=width)
        assert any(line.startswith(name) for line in text.splitlines())


def test_a_late_cell_is_red_and_bold_on_a_terminal_only(ageing):
    terminal = render_text(ageing, locale="en", colour=True, width=None)
    assert "\x1b[1;31m500.00\x1b[0m" in terminal
    assert terminal.count("\x1b[1;31m") == 1
    assert without_colours(terminal) == AGEING
    assert "\x1b" not in plain(ageing)


def test_a_zero_is_dim_on_a_terminal_but_written(ageing):
    terminal = render_text(ageing, locale="en", colour=True, width=None)
    assert "\x1b[2m0.00\x1b[0m" in terminal


def test_a_narrow_terminal_folds_names_and_never_amounts(ageing):
    name = "Officine Meccaniche Fratelli Bianchi di Bianchi Aldo"
    row = Row(cells={**ageing.rows[0].cells, "client": name})
    terminal = render_text(
        replace(ageing, rows=[row], totals=[]), locale="en", colour=True, width=64
    )
    assert without_colours(terminal).splitlines()[2:6] == [
        "Client                      Currency   Not due    1-30   Balance",
        "----------------------------------------------------------------",
        "Officine Meccaniche         EUR       1,220.00  500.00  1,720.00",
        "Fratelli Bianchi di",
    ]


def test_a_word_longer_than_its_column_is_broken_and_nothing_lost():
    name = "東京" * 30
    table = replace(balances(), totals=[])
    row = Row(cells={**table.rows[0].cells, "client": name})
    terminal = render_text(
        replace(table, rows=[row]), locale="en", colour=True, width=1
    )
    assert without_colours(terminal).count("東") == 30
    assert "1,234,567" in terminal


def test_hostile_text_stays_text(hostile):
    text = plain(hostile)
    assert len(text.splitlines()) == 7
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u202e]", text)
    coloured = render_text(hostile, locale="en", colour=True, width=None)
    assert without_colours(coloured) == text


def test_rich_markup_is_not_obeyed():
    table = replace(
        balances(), title="[bold red]x[/]", totals=[], notes=["[link=x]:smile:[/]"]
    )
    text = plain(table)
    assert text.startswith("[bold red]x[/], as at 2026-01-31\n")
    assert text.endswith("\n[link=x]:smile:[/]\n")


def test_an_unknown_locale_is_refused_even_for_an_empty_table(empty):
    with pytest.raises(UsageError, match="no locale 'xx'"):
        plain(empty, "xx")


def test_a_column_that_tells_a_person_nothing_is_left_out():
    columns = [Column("party", "Party"), Column("name", "Name"), Column("iban", "IBAN")]
    same = {"party": "Acme", "name": "Acme", "iban": None}
    other = {"party": "bolt", "name": "Bolt Ltd", "iban": None}
    day = date(2026, 3, 20)

    def first_line(*rows):
        rows = [Row(cells=cells) for cells in rows]
        table = Table(title="Clients", as_of=day, columns=columns, rows=rows)
        return render_text(table, locale="en", colour=False, width=None).splitlines()[2]

    assert first_line(same) == "Party"
    assert first_line(same, other) == "Party  Name"
