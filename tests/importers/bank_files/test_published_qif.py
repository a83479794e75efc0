"""QIF files that others published: every movement is a line.

How many movements a file has is counted by a plain pattern here, so that reader and
test share nothing. `pytest -rP` prints the table of files.
"""

import re

from ledgerkit.errors import UnreadableFileError
from ledgerkit.importers.bank_files.choices import BankFileChoices
from ledgerkit.importers.bank_files.read import read_bank_file

#: A section of movements: every line up to the next heading.
SECTION = re.compile(
    r"^!Type:(?:Bank|CCard|Cash|Oth)[^\n]*\n((?:(?!!)[^\n]*\n?)*)", re.MULTILINE
)
#: Letters that two code pages write; nobody but a person can tell.
ENCODED = {"Money95bank_fr.qif": "cp1252", "Money95invst_fr.qif": "cp1252"}
#: Files that hold what nobody can book, and what is said of them.
REFUSED = {
    "empty.qif": "it is empty",
    "web.qif": '2: "03/25/099Share Withdrawal" is no day',
}


def movements(text):
    """Records with an amount, in sections of an account."""
    sections = "^".join(SECTION.findall(text))
    return sum("\nT" in f"\n{record}" for record in sections.split("^"))


def test_every_movement_is_a_line(shared_data):
    read, refused = [], {}
    for path in sorted((shared_data / "bank-qif").rglob("*.qif")):
        data = path.read_bytes()
        choices = BankFileChoices(encoding=ENCODED.get(path.name))
        try:
            statements = read_bank_file(data, path.name, choices)
        except UnreadableFileError as error:
            refused[path.name] = str(error)
            continue
        lines = [line for one in statements for line in one.lines]
        assert len(lines) == movements(data.decode("latin-1")), path
        read.append((len(statements), len(lines), path.name))
    print(f"read {len(read)} files: {sum(n for _, n, _ in read)} lines")
    for statements, count, name in read:
        print(f"  {statements:3} statements {count:4} lines  {name}")
    print(f"refused {len(refused)} files: {refused}")
    assert len(read) >= 12
    assert set(refused) <= set(REFUSED)
    for name, why in refused.items():
        assert REFUSED[name] in why
