"""Notes on a report: what is so, and what a reader can do about it.

The remedy is a named thing, a command with its arguments, and no sentence: each door
words it in its own way. The terminal says what to type, a page links to where it is
done, and Python names the method.
"""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True, slots=True)
class NextStep:
    """What a reader can do about a note.

    Attributes:
        to: What for, as it follows *to*: ``see them``.
        command: The command that does it, e.g. ``renewals`` or ``plan new``.
        arguments: What the command is given without a name.
        options: What it is given by name, without dashes; True is a switch.
        method: The books' method that answers it, with its arguments, e.g.
            ``renewals(every=True)``; empty if Python has no single one.
    """

    to: str
    command: str
    arguments: Sequence[str] = ()
    options: Mapping[str, str | bool] = field(default_factory=dict)
    method: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence that a reader needs to read the figures rightly.

    Attributes:
        text: What is so: a whole sentence, without the remedy.
        remedy: What can be done about it.
        place: The line of the books that says so, as ``path:line``; empty if none
            does. A page links to it, and elsewhere it ends the sentence.
    """

    text: str
    remedy: NextStep | None = None
    place: str = ""

    def __str__(self) -> str:
        """The sentence and the method, as Python's readers want them."""
        if self.remedy is None or not self.remedy.method:
            return self.said
        return f"{self.said} To {self.remedy.to}: books.{self.remedy.method}"

    @property
    def said(self) -> str:
        """The sentence with its place.

        >>> Note(text="Filed on 2026-02-16.", place="/books/main.beancount:30").said
        'Filed on 2026-02-16 (main.beancount:30).'
        """
        if not self.place:
            return self.text
        return f"{self.text.removesuffix('.')} ({self.short_place})."

    @property
    def short_place(self) -> str:
        """Its place without the folders."""
        return re.split(r"[/\\]", self.place)[-1]


def in_terminal(note: str | Note) -> str:
    """A note as the terminal says it, with what to type.

    >>> see = NextStep(to="see them", command="renewals", options={"all": True})
    >>> in_terminal(Note(text="3 more need no care.", remedy=see))
    '3 more need no care. To see them: ledgerkit renewals --all'
    """
    if isinstance(note, str) or note.remedy is None:
        return str(note)
    return f"{note.said} To {note.remedy.to}: {_typed(note.remedy)}"


def _typed(remedy: NextStep) -> str:
    given = [
        f"--{name}" if value is True else f"--{name} {shlex.quote(str(value))}"
        for name, value in remedy.options.items()
    ]
    words = [remedy.command, *map(shlex.quote, remedy.arguments), *given]
    return f"ledgerkit {' '.join(words)}"


def see_findings(to: str) -> NextStep:
    """Go to the findings: ``to`` says what for, e.g. ``see what to write``."""
    return NextStep(to=to, command="check", method="findings()")
