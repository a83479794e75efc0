"""What can go wrong, and who is told.

* The *books* are wrong: a `Finding`. Collected, never raised. It carries the
  place in the file, and Beancount, Fava and the terminal show it alike.
* The *command* cannot go on: a `LedgerkitError`. Raised; a door prints one line.
* *We* are wrong: `ValueError` or `assert`. Never caught.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class Place(NamedTuple):
    """A place in the text: a file and a line, counted from 1."""

    filename: str
    lineno: int

    def __str__(self) -> str:
        return f"{self.filename}:{self.lineno}"


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingKind:
    """One kind of finding, documented.

    Attributes:
        name: Kebab-case, as ``ledgerkit check`` prints it.
        advice: Whether every figure can still be trusted. Advice is shown by
            ``ledgerkit check`` and Fava, and is not a Beancount error unless ``custom
            "ledgerkit" "strict" TRUE`` says so.
        meaning: One sentence for the manual.
        remedy: What to write instead, in general.
    """

    name: str
    advice: bool
    meaning: str
    remedy: str


class Finding(NamedTuple):
    """Something in the books that a person should look at.

    The first three fields are Beancount's error protocol, so a finding can be handed to
    Beancount and Fava as it is.

    Attributes:
        source: ``{"filename": …, "lineno": …}`` of the line to look at.
        message: The subject, what is wrong, and what to write instead.
        entry: Always None: the message says everything a reader needs, and a printed
            directive below it would bury the next one.
        kind: The kind of finding.
        advice: Whether every figure can be trusted in spite of it.
        party: Id of the client or vendor concerned; empty if none.
        key: The key that it is about, below that line; empty if none.
        about: What is wrong, as `effect` names it; empty for the place alone.
        explains: Effects of this mistake: what they find needs no word of its own.
        is_unknown: Whether it names what nobody declares; one word is enough then, at
            however many lines it is named.
    """

    source: Mapping[str, Any]
    message: str
    entry: None
    kind: FindingKind
    advice: bool
    party: str = ""
    key: str = ""
    about: str = ""
    explains: frozenset[str] = frozenset()
    is_unknown: bool = False

    @property
    def place(self) -> Place:
        """The line to look at."""
        return Place(self.source["filename"], self.source["lineno"])


def effect(kind: FindingKind, about: object) -> str:
    """The name of what a mistake leads to: a kind of finding, about something.

    Args:
        kind: The kind of finding that it would be.
        about: An id, a number, an account or a place.
    """
    return f"{kind.name} {about}"


def finding(  # noqa: PLR0913 - each is a fact about it
    kind: FindingKind,
    place: Place,
    message: str,
    *,
    unfinished: bool = False,
    party: str = "",
    key: str = "",
    about: object = "",
    explains: Iterable[str] = (),
    is_unknown: bool = False,
) -> Finding:
    """A finding of this kind at this place.

    Args:
        kind: What is wrong, in general.
        place: The line to look at.
        message: What is wrong here, and what to write instead.
        unfinished: Whether it concerns a transaction flagged ``!``: whoever flagged it
            knows that it is incomplete, so it is advice at most.
        party: Id of the client or vendor concerned, if any.
        key: The key that it is about: its own line is shown, where it can be found.
        about: What is wrong, e.g. the id that nobody declared; else the place.
        explains: The effects of this mistake.
        is_unknown: Whether it is about what nobody declares.
    """
    source = {"filename": place.filename, "lineno": place.lineno}
    return Finding(
        source,
        # A text of the books may go on in the next line; a finding is one.
        " ".join(message.splitlines()) if "\n" in message else message,
        None,
        kind,
        kind.advice or unfinished,
        party,
        key,
        effect(kind, about or place),
        frozenset(explains),
        is_unknown,
    )


class LedgerkitError(Exception):
    """The command cannot go on. The message is one line for a person."""


class UnreadableBooksError(LedgerkitError):
    """The ledger file cannot be read at all."""


class UntrustedBooksError(LedgerkitError):
    """The books would run code that lies with them, and nobody has trusted the folder.

    Attributes:
        folder: The folder to trust.
        reason: What would run, with its place.
    """

    def __init__(self, reason: str, *, folder: Any, remedy: str) -> None:
        super().__init__(f"{reason}; {remedy}")
        self.folder = folder
        self.reason = reason


class UnreadableFileError(LedgerkitError):
    """A file from elsewhere can't be read.

    The message begins with its name, and the line where it is in one place.
    """


class AmbiguousFileError(UnreadableFileError):
    """A file can be read in several ways, and only a person can decide.

    Attributes:
        what: The ambiguity, and the possible ways.
        remedy: The option to choose one, in a terminal.
        choice: The name of the option in the file's reader.
        likeliest: The likeliest way, if one must be taken.
    """

    def __init__(
        self, where: str, what: str, *, remedy: str, choice: str, likeliest: str
    ) -> None:
        super().__init__(f"{where}: {what}; {remedy}")
        self.what = what
        self.remedy = remedy
        self.choice = choice
        self.likeliest = likeliest


class UsageError(LedgerkitError):
    """The thing requested does not exist or is ambiguous."""


class WriteRefusedError(LedgerkitError):
    """A change to the books was not written; the old text stands."""


class StationeryError(LedgerkitError):
    """A template or logo beside the books can't be used."""
