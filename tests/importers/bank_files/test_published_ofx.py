"""OFX and QFX files that others published: every STMTTRN is a line, or it says why not.

How many movements a file has is counted by a plain pattern here, so that reader and
test share nothing. `pytest -rP` prints the table of files.
"""

import re
from decimal import Decimal
from time import process_time

from ledgerkit.errors import UnreadableFileError
from ledgerkit.importers.bank_files.read import read_bank_file

MOVEMENT = re.compile(rb"<STMTTRN>", re.IGNORECASE)
AMOUNT = re.compile(rb"<TRNAMT>\s*([-+0-9.,]+)", re.IGNORECASE)
BALANCE = re.compile(
    rb"<LEDGERBAL>\s*(?:<!--[^>]*-->\s*)*<BALAMT>\s*([-+0-9.,]+)", re.IGNORECASE
)

#: Files that hold what nobody can book, and what is said of them.
REFUSED = {
    "date_missing.ofx": "33: STMTTRN/DTPOSTED is missing; nobody can know the day",
    "decimal_error.ofx": "37: STMTTRN/TRNAMT '$120' is not an amount with decimal"
    " mark '.'",
    "error_message.ofx": "22: the bank answered with an error instead of a statement:"
    " 2000 General Server Error",
    "signon_fail.ofx": "11: the bank answered with an error instead of a statement:"
    " 15500 Your request could not be processed because you supplied an invalid"
    " identification code or your password was incorrect",
    "test_ofx_wrong.ofx": "42: STMTTRN/TRNAMT is missing; nobody can know the amount",
}


def files_of(shared_data):
    """Every file of the folder that is OFX by its content; the licences are not."""
    paths = sorted(p for p in (shared_data / "bank-ofx").rglob("*") if p.is_file())
    return [p for p in paths if p.suffix.lower() in {".ofx", ".qfx", ".xml"}]


def test_every_movement_is_a_line_and_every_refusal_has_its_reason(shared_data):
    read, refused = [], {}
    for path in files_of(shared_data):
        data = path.read_bytes()
        begun = process_time()
        try:
            statements = read_bank_file(data, path.name)
        except UnreadableFileError as error:
            refused[path.name] = str(error).removeprefix(f"{path.name}:")
            continue
        assert process_time() - begun < 2
        lines = [line for one in statements for line in one.lines]
        assert len(lines) == len(MOVEMENT.findall(data)), path
        assert [line.amount for line in lines] == numbers(AMOUNT, data), path
        assert closings(statements) == numbers(BALANCE, data), path
        read.append((len(statements), len(lines), path.parent.name, path.name))
    report(read, refused)
    assert refused == {name: why for name, why in REFUSED.items() if name in refused}
    assert len(read) >= 48


def numbers(pattern, data):
    found = pattern.findall(data)
    return [Decimal(text.decode().replace(",", ".")) for text in found]


def closings(statements):
    return [one.closing for one in statements if one.closing is not None]


def report(read, refused):
    print(f"read {len(read)} files: {sum(n for _, n, _, _ in read)} lines")
    for statements, lines, folder, name in read:
        print(f"  {statements:3} statements {lines:4} lines  {folder}/{name}")
    print(f"refused {len(refused)} files")
    for name, why in refused.items():
        print(f"  {name}: {why}")
