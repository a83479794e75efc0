"""Shell completion: click's own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

COMMAND = Path(sys.executable).parent / "ledgerkit"


def completed(line, *, shell="bash"):
    """What the shell would propose for the last word of a line."""
    words = line.split(" ")
    done = subprocess.run(
        [COMMAND],
        env={
            **os.environ,
            "_LEDGERKIT_COMPLETE": f"{shell}_complete",
            "COMP_WORDS": line,
            "COMP_CWORD": str(len(words) - 1),
        },
        capture_output=True,
        text=True,
        check=True,
    )
    return [proposed.split(",")[-1] for proposed in done.stdout.split()]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_gets_a_script(shell):
    done = subprocess.run(
        [COMMAND],
        env={**os.environ, "_LEDGERKIT_COMPLETE": f"{shell}_source"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "_LEDGERKIT_COMPLETE" in done.stdout
    assert "ledgerkit" in done.stdout


def test_commands_are_completed():
    assert completed("ledgerkit inv") == ["invoice"]
    assert completed("ledgerkit report open") == ["open-items"]
    assert completed("ledgerkit invoice l") == ["list"]


def test_sides_are_completed():
    assert completed("ledgerkit aging --side ") == ["receivable", "payable"]
    assert completed("ledgerkit aging --side p") == ["payable"]


def test_formats_are_completed():
    assert completed("ledgerkit aging --format j") == ["json"]


def test_options_are_completed():
    assert completed("ledgerkit aging --as") == ["--as-of"]


def test_a_command_that_doesnt_exist_is_no_reason_to_fail():
    known = ["--version", "--file", "--no-cache", "--help"]
    assert completed("ledgerkit frobnicate --") == known


def test_keys_of_an_import_of_clients_are_completed():
    assert completed("ledgerkit import clients --column first") == ["first-name="]
