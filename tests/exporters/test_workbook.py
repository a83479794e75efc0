"""The workbook of statements: each formula comes to the value beside it."""

import re
from collections import Counter
from datetime import date
from decimal import Decimal
from zipfile import ZipFile

import pytest
from click.testing import CliRunner
from lxml import etree
from tests.conftest import SAMPLE_BOOKS

from ledgerkit.cli import main

calamine = pytest.importorskip("python_calamine")

MAIN = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


def export(tmp_path, book, *options, period="2025"):
    arguments = ["export", "workbook", period, str(book), "-o", str(tmp_path)]
    result = CliRunner().invoke(main, [*arguments, *options])
    assert result.exit_code == 0, result.output
    return tmp_path / f"statements-{period}.xlsx"


def formulas_of(path):
    """By sheet: the formula and the value of each cell that has one."""
    found = {}
    with ZipFile(path) as archive:
        names = [n for n in archive.namelist() if n.startswith("xl/worksheets/sheet")]
        for number in range(1, len(names) + 1):
            root = etree.fromstring(archive.read(f"xl/worksheets/sheet{number}.xml"))
            found[number - 1] = {
                cell.get("r"): (cell.findtext("m:f", None, MAIN),
                                cell.findtext("m:v", None, MAIN))
                for cell in root.iterfind(".//m:c", MAIN)
                if cell.find("m:f", MAIN) is not None
            }  # fmt: skip
    return found


def place_of(cell):
    letters, line = re.fullmatch(r"([A-Z]+)(\d+)", cell).groups()
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(line) - 1, column - 1


def added(formula, rows):
    """What a formula of ours comes to, by the values of a sheet."""

    def at(cell):
        line, column = place_of(cell)
        value = rows[line][column] if line < len(rows) else ""
        return Decimal(repr(value)) if value != "" else Decimal(0)

    inner = re.fullmatch(r"MAX\(0,(.*)\)", formula)
    total = Decimal(0)
    for sign, first, last, single in re.findall(
        r"([+-]?)(?:SUM\(([A-Z]+\d+):([A-Z]+\d+)\)|([A-Z]+\d+))",
        inner[1] if inner else formula,
    ):
        way = -1 if sign == "-" else 1
        if single:
            total += way * at(single)
            continue
        letters = re.match(r"[A-Z]+", first)[0]
        for line in range(place_of(first)[0], place_of(last)[0] + 1):
            total += way * at(f"{letters}{line + 1}")
    return max(total, Decimal(0)) if inner else total


@pytest.mark.parametrize("layout", ["plain", "italian", "german-small-skr04"])
@pytest.mark.parametrize("book", ["agency", "shop"])
def test_every_formula_comes_to_its_value(tmp_path, book, layout):
    file = export(
        tmp_path, SAMPLE_BOOKS / book, "--layout", layout, "--compare", "2024"
    )
    workbook = calamine.CalamineWorkbook.from_path(str(file))
    assert workbook.sheet_names == [
        "Trial balance", "Balance sheet", "Income statement", "Changes in equity",
        "Cash flow", "Cash flow, indirect",
    ]  # fmt: skip
    counted = Counter()
    for sheet, cells in formulas_of(file).items():
        rows = workbook.get_sheet_by_index(sheet).to_python(skip_empty_area=False)
        for cell, (formula, value) in cells.items():
            line, column = place_of(cell)
            assert added(formula, rows) == Decimal(repr(rows[line][column])), cell
            assert Decimal(value) == Decimal(repr(rows[line][column]))
            counted[sheet] += 1
    assert all(counted[sheet] for sheet in range(6)), counted


def test_the_totals_of_the_plain_statements_are_all_formulas(tmp_path):
    file = export(tmp_path, SAMPLE_BOOKS / "agency")
    workbook = calamine.CalamineWorkbook.from_path(str(file))
    formulas = formulas_of(file)
    amounts = {}
    for sheet in (1, 2, 4):
        rows = workbook.get_sheet_by_index(sheet).to_python(skip_empty_area=False)
        for line, row in enumerate(rows):
            label = str(row[0])
            if label.startswith(("Total ", "Cash from", "Change of", "Cash at the e")):
                assert any(place_of(cell)[0] == line for cell in formulas[sheet]), label
                amounts[label] = row[-1]
    assert amounts["Total assets"] == 109681.57
    assert amounts["Total income"] == 169422.25
    assert amounts["Change of cash"] == 10372.73


BOOK = """
option "operating_currency" "EUR"
2025-01-01 open Assets:Bank EUR
2025-01-01 open Income:Work EUR
2025-01-01 open Income:More EUR
2025-01-02 * "=1+1" "Work"
  Assets:Bank 10.004 EUR
  Income:Work -5.002 EUR
  Income:More -5.002 EUR
"""


def test_a_sum_that_rounding_moves_is_a_value(tmp_path):
    """5.002 and 5.002 are shown as 5.00, and so is their sum; 10.004 is 10.00."""
    path = tmp_path / "main.beancount"
    path.write_text(BOOK.replace("5.002", "5.004").replace("10.004", "10.008"))
    file = export(tmp_path, path)
    rows = calamine.CalamineWorkbook.from_path(str(file)).get_sheet_by_index(2)
    values = {row[0]: row[-1] for row in rows.to_python(skip_empty_area=False)}
    assert (values["Work"], values["More"], values["Total income"]) == (5, 5, 10.01)
    cells = formulas_of(file)[2]
    assert not any(formula == "SUM(C5:C6)" for formula, _value in cells.values())


def test_same_books_same_bytes_and_nothing_is_overwritten(tmp_path):
    path = tmp_path / "main.beancount"
    path.write_text(BOOK)
    first = export(tmp_path, path).read_bytes()
    assert export(tmp_path, path).read_bytes() == first
    path.write_text(BOOK.replace("10.004", "12.004").replace("5.002", "6.002"))
    arguments = ["export", "workbook", "2025", str(path), "-o", str(tmp_path)]
    result = CliRunner().invoke(main, arguments)
    assert (result.exit_code, "--force" in result.output) == (2, True)
    assert date(2025, 12, 31).isoformat().encode() not in first[:50]
