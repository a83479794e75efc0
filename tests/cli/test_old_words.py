"""What people have in their scripts: words of before mean what the new ones mean."""

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from ledgerkit.cli import main
from ledgerkit.cli.commands import OLD_NAMES, names

SAMPLE_BOOKS = Path(__file__).parent.parent.parent / "sample_books"
AGENCY, SHOP = (str(SAMPLE_BOOKS / name) for name in ("agency", "shop"))
STATEMENT = """\
!Type:Bank
D2026-01-15
T-800.00
PImmobiliare Lago
^
"""
#: A book that is named last among the words.
AT = ("--as-of", "2025-12-31", AGENCY)
PAY = ("--as-of", "2026-01-05", "--until", "2026-01-09", SHOP)


def told(*words):
    done = CliRunner().invoke(main, [str(word) for word in words])
    return done.exit_code, done.output


def the_same(old, new):
    """What both say; nothing counts that is refused."""
    status, output = told(*new)
    assert status in {0, 1}
    assert told(*old) == (status, output)
    return output


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (["card", "zefiro", *AT], ["ledger", "zefiro", *AT]),
        (["cash-required", *AT], ["cash-requirements", *AT]),
        (["bank", "transit", *AT], ["bank", "in-transit", *AT]),
    ],
    ids=lambda words: words[0],
)
def test_a_command_goes_by_its_old_name(old, new):
    assert the_same(old, new)


@pytest.mark.parametrize(
    ("command", "old", "new"),
    [
        (["agenda", *AT], ["--party", "zefiro"], ["--client", "zefiro"]),
        (["client-measures", *AT], ["--party", "zefiro"], ["--client", "zefiro"]),
        (["credit-limits", *AT], ["--party", "zefiro"], ["--client", "zefiro"]),
        (["health", *AT], ["--party", "zefiro"], ["--client", "zefiro"]),
        (["pipeline", *AT], ["--party", "zefiro"], ["--client", "zefiro"]),
        (["task", "list", *AT], ["--party", "zefiro"], ["--client", "zefiro"]),
        (["reminders", *AT], ["--party", "teatro"], ["--client", "teatro"]),
        (["approvals", SHOP, "--all"], ["--party", "falkrad"], ["--vendor", "falkrad"]),
        (
            ["withholding", AGENCY, "--until", "2025-12-31"],
            ["--party", "ripa"],
            ["--vendor", "ripa"],
        ),
        (["deferred", *AT], ["--since", "2025-10-01"], ["--from", "2025-10-01"]),
        (["payment-run", *PAY], ["--from", "Volksbank"], ["--pay-from", "Volksbank"]),
        (
            ["recur", AGENCY, "--until", "2026-01-31", "--dry-run"],
            ["--dated", "2026-01-31"],
            ["--date", "2026-01-31"],
        ),
        (
            ["prepayment", SHOP, "--vendor", "falkrad", "--amount", "50", "--dry-run"],
            ["--from", "Volksbank", "--date", "2026-01-05"],
            ["--pay-from", "Volksbank", "--date", "2026-01-05"],
        ),
    ],
    ids=lambda words: words[0],
)
def test_an_option_goes_by_its_old_name(command, old, new):
    output = the_same([*command, *old], [*command, *new])
    assert told(*command) != (0, output)


@pytest.mark.parametrize("confidence", ["0", "1"])
def test_the_least_confidence_goes_by_its_old_name(confidence, tmp_path):
    shutil.copytree(AGENCY, tmp_path / "agency")
    file = tmp_path / "january.qif"
    file.write_text(STATEMENT)
    command = ["bank", "import", file, "-f", tmp_path / "agency", "--dry-run"]
    command += ["--account", "Intesa", "--date-format", "%Y-%m-%d"]
    output = the_same(
        [*command, "--above", confidence], [*command, "--min-confidence", confidence]
    )
    assert "Immobiliare Lago" in output


def test_old_names_are_not_shown():
    listed = CliRunner().invoke(main, ["help", "--all"]).output
    words = {line.split()[0] for line in listed.splitlines() if line.strip()}
    assert not words & set(OLD_NAMES)
    assert "\n  transit" not in CliRunner().invoke(main, ["bank", "--help"]).output
    assert not set(OLD_NAMES) & set(names())
    for command, option in (
        (["recur"], "--dated"),
        (["reminders"], "--party"),
        (["prepayment"], "--from"),
        (["bank", "import"], "--above"),
    ):
        shown = CliRunner().invoke(main, [*command, "--help"]).output.split()
        assert option not in shown
