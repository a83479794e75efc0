"""The desk that documents are written at: templates compiled, logos at hand.

Templates: ours, and those a user keeps beside the books, which win.

All are compiled once. Whatever is filled in is escaped; users' templates run in
Jinja's sandbox, where it reaches neither files nor Python's internals.

A logo as a ``data:`` address: a picture that is part of the page.

It is shown through ``<img>``, where an SVG file runs no script and loads nothing.
"""

from __future__ import annotations

import re
from base64 import b64encode
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from jinja2 import (
    Environment,
    FunctionLoader,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
)
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml import etree
from markupsafe import Markup

from ledgerkit.errors import StationeryError
from ledgerkit.text.untrusted import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import TracebackType

    from ledgerkit.books.stationery import OwnTemplate, StationeryFolder
    from ledgerkit.parties.party import Party
    from ledgerkit.rendering.letter import Letter


#: How a user's template names ours: ``{% extends "ledgerkit/invoice.html" %}``.
OURS = "ledgerkit/"


_LONG_WORD = 40


_IN_LONG_WORD = re.compile(rf"(\S{{{_LONG_WORD}}})(?=\S)")


_Source = tuple[str, str | None, "Callable[[], bool] | None"]


class DocumentPages:
    """Renders documents as HTML pages."""

    def __init__(self, own: Mapping[str, OwnTemplate]) -> None:
        """Take the user's own templates, by file name."""
        self._own = own
        self._own_files = {template.filename for template in own.values()}
        # The sandbox looks twice at everything; there is nobody to guard against
        # where all templates are ours.
        kind = ImmutableSandboxedEnvironment if own else Environment
        self._environment = kind(
            loader=FunctionLoader(self._source),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            auto_reload=False,
        )
        self._environment.filters["breakable"] = breakable

    def render(self, template: str, letter: Letter, document: Any) -> str:
        """A complete page without script, and without anything from elsewhere.

        Args:
            template: A file name, e.g. ``invoice.html``: the user's if there is one.
            letter: What every document has in common.
            document: What is on it.

        Raises:
            StationeryError: If a user's template is wrong; the message begins with
                its file and line.
        """
        try:
            return self._environment.get_template(template).render(
                letter=letter,
                words=letter.language.words,
                language=letter.language,
                document=document,
            )
        except Exception as error:
            # A template is a program that a user wrote: anything may go wrong in it.
            place = self._own_place(error)
            if place is None:
                raise
            raise StationeryError(f"{place}: {_reason(error)}") from error

    def _source(self, name: str) -> _Source | None:
        """A template's text and file name; our own templates ask for no prefix."""
        own = self._own.get(name)
        if own is not None:
            return own.text, own.filename, None
        ours = resources.files("ledgerkit.rendering") / "templates"
        known = {path.name: path for path in ours.iterdir()}
        path = known.get(name.removeprefix(OURS))
        return (path.read_text("utf-8"), str(path), None) if path else None

    def _own_place(self, error: Exception) -> str | None:
        """File and line of the user's template where it went wrong, if in one."""
        if isinstance(error, TemplateSyntaxError) and error.filename in self._own_files:
            return f"{error.filename}:{error.lineno}"
        place = None
        step: TracebackType | None = error.__traceback__
        while step is not None:
            if step.tb_frame.f_code.co_filename in self._own_files:
                place = f"{step.tb_frame.f_code.co_filename}:{step.tb_lineno}"
            step = step.tb_next
        return place


def _reason(error: Exception) -> str:
    if isinstance(error, TemplateNotFound):
        return f'there is no template "{error.name}"; ours begin with "{OURS}"'
    if isinstance(error, TemplateError):
        return visible(error.message or type(error).__name__)
    return visible(f"{type(error).__name__}: {error}")


def breakable(text: str) -> str:
    """A text whose endless words may be broken, for the filter of this name.

    They would break anyway; but where nothing says so, WeasyPrint measures all of the
    word for each line, and a word of 100,000 letters takes it minutes.
    """
    if len(text) <= _LONG_WORD:
        return text
    # A NUL can't be in it: what is printed is made visible before.
    return Markup("<wbr>").join(_IN_LONG_WORD.sub("\\1\0", text).split("\0"))


_SVG = "{http://www.w3.org/2000/svg}svg"


def logo_address(name: str, content: bytes) -> str:
    """The address of a picture that has these bytes.

    Args:
        name: As the books call it.
        content: Of the file.

    Raises:
        StationeryError: If it is neither SVG, PNG nor JPEG.
    """
    kind = _kind(content)
    if kind is None:
        raise StationeryError(
            f'logo "{name}": is no SVG, PNG or JPEG picture; save it as one of these'
        )
    return f"data:{kind};base64,{b64encode(content).decode()}"


def _kind(content: bytes) -> str | None:
    """What a file is by what is in it: names may say anything."""
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError:
        return None
    return "image/svg+xml" if root.tag == _SVG else None


class Stationery:
    """Everything that documents of one set of books have in common.

    Attributes:
        pages: Renders templates, the user's own first.
    """

    def __init__(self, stationery: StationeryFolder) -> None:
        """Take what lies beside the books.

        Raises:
            StationeryError: If a user's template can't be read.
        """
        self.pages = DocumentPages(stationery.templates)
        self._stationery = stationery
        self._logo = lru_cache(maxsize=16)(self._read_logo)

    def logo_of(self, company: Party) -> str:
        """Our logo as a ``data:`` address; empty if the record names none.

        Raises:
            StationeryError: If it can't be used, with the line of the record.
        """
        name = company.text("logo")
        if not name:
            return ""
        try:
            return self._logo(name)
        except StationeryError as error:
            raise StationeryError(f"{company.place}: {error}") from None

    def _read_logo(self, name: str) -> str:
        return logo_address(name, self._stationery.logo(name))
