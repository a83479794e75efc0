"""Transcripts: what a person types, and what the terminal says.

A ``.console`` file is a sequence of steps, run one after the other by a real shell
in a copy of the sample books that is the file's own:

    # Why this is asked: what the reader is to learn.
    $ ledgerkit aging agency --as-of 2025-12-31
    the lines printed, on standard output and standard error
    ? 1

A step without a reason has that of the step above it. ``>`` continues a command on
a further line; ``?`` gives the exit status where it isn't zero. With the variable
LEDGERKIT_WRITE_EXPECTED set, what is printed is written into the file: read the diff.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

HERE = Path(__file__).parent
SAMPLE_BOOKS = HERE.parent.parent / "sample_books"
WRITE = "LEDGERKIT_WRITE_EXPECTED" in os.environ
TRANSCRIPTS = sorted(HERE.glob("*.console"))


class Step(NamedTuple):
    """One command, and what comes of it."""

    why: str
    command: str
    output: str
    status: int

    def __str__(self) -> str:
        command = self.command.replace("\n", "\n> ").replace("> \n", ">\n")
        status = f"? {self.status}\n" if self.status else ""
        return f"{self.why}$ {command}\n{self.output}{status}"


def read_steps(text: str) -> list[Step]:
    """The steps of a transcript, in order."""
    steps: list[Step] = []
    why, lines = "", iter([*text.splitlines(), "# end"])
    line = next(lines)
    while line != "# end":
        if not line.startswith("$ "):
            why += f"{line}\n"
            line = next(lines)
            continue
        command, line = line[2:], next(lines)
        while line == ">" or line.startswith("> "):
            command, line = f"{command}\n{line[2:]}", next(lines)
        printed, status = [], 0
        while not line.startswith(("# ", "$ ", "? ")):
            printed.append(line)
            line = next(lines)
        if line.startswith("? "):
            status, line = int(line[2:]), next(lines)
        output = "\n".join(printed).rstrip("\n")
        steps.append(Step(why, command, f"{output}\n" if output else "", status))
        why = ""
    return steps


def run(step: Step, folder: Path) -> Step:
    """The step as it goes now."""
    environment = {
        "BEANCOUNT_DISABLE_LOAD_CACHE": "1",
        "HOME": str(folder),
        "LANG": "C.UTF-8",
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": os.environ.get("PYTHONPATH", ""),
    }
    done = subprocess.run(
        ["/bin/sh", "-c", step.command],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=60,
        check=False,
    )
    printed = done.stdout.decode().replace("\r\n", "\n").rstrip("\n")
    output = f"{printed}\n" if printed else ""
    return step._replace(output=output, status=done.returncode)


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: path.stem)
def test_the_terminal_says_what_the_transcript_says(path, tmp_path):
    books = tmp_path / "books"
    shutil.copytree(SAMPLE_BOOKS, books)
    steps = read_steps(path.read_text("utf-8"))
    if WRITE:
        path.write_text(_transcript([run(step, books) for step in steps]), "utf-8")
        return
    for step in steps:
        assert str(run(step, books)) == str(step)


def _transcript(steps: list[Step]) -> str:
    text = "\n".join(map(str, steps)).lstrip("\n")
    while "\n\n\n" in text:
        text = text.replace("\n\n\n", "\n\n")
    return text


def test_no_transcript_shows_a_traceback():
    shown = [p.name for p in TRANSCRIPTS if "Traceback" in p.read_text("utf-8")]
    assert shown == []
