"""Stationery: the templates and logos that documents are made with.

Templates are ours, or the user's beside the books, which take precedence.

All are compiled once. Everything filled in is escaped; users' templates run in Jinja's
sandbox, without access to files or Python's internals.

A logo is a ``data:`` address: an image that is part of the page.

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
from lxml import etree
from markupsafe import Markup

from ledgerkit.errors import StationeryError
from ledgerkit.rendering.bounded_templates import BoundedEnvironment
from ledgerkit.text.untrusted import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import TracebackType

    from ledgerkit.books.stationery import OwnTemplate, StationeryFolder
    from ledgerkit.parties.party import Party
    from ledgerkit.rendering.letter import Letter


#: How a user's template refers to ours: ``{% extends "ledgerkit/invoice.html" %}``.
OURS = "ledgerkit/"


_LONG_WORD = 40


_IN_LONG_WORD = re.compile(rf"(\S{{{_LONG_WORD}}})(?=\S)")


_Source = tuple[str, str | None, "Callable[[], bool] | None"]


class DocumentPages:
    """Renders documents as HTML pages."""

    def __init__(self, templates: Mapping[str, OwnTemplate]) -> None:
        """Take the user's own templates, by file name."""
        self._own = templates
        self._own_files = {template.filename for template in templates.values()}
        # The sandbox is slower; it is not needed if all templates are ours.
        kind = BoundedEnvironment if templates else Environment
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
        """A complete page, without scripts or external resources.

        Args:
            template: A file name, e.g. ``invoice.html``; the user's own if any.
            letter: What all documents share.
            document: Its own contents.

        Raises:
            StationeryError: If a user's template is wrong; the message begins with
                its file and line.
        """
        if isinstance(self._environment, BoundedEnvironment):
            self._environment.begin()
        try:
            return self._environment.get_template(template).render(
                letter=letter,
                words=letter.language.words,
                language=letter.language,
                document=document,
            )
        except Exception as error:
            # A template is a program written by a user: anything may go wrong in it.
            place = self._own_place(error)
            if place is None:
                raise
            raise StationeryError(f"{place}: {_reason(error)}") from error

    def _source(self, name: str) -> _Source | None:
        """A template's text and file name; our own templates need no prefix."""
        template = self._own.get(name)
        if template is not None:
            return template.text, template.filename, None
        ours = resources.files("ledgerkit.rendering") / "templates"
        by_name = {path.name: path for path in ours.iterdir()}
        path = by_name.get(name.removeprefix(OURS))
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
    """A text with break points in very long words, for the filter of this name.

    They would break anyway; but without break points, WeasyPrint measures the whole
    word for each line, and a word of 100,000 letters takes minutes.
    """
    if len(text) <= _LONG_WORD:
        return text
    # It can't contain a NUL: printed text has been made visible before.
    return Markup("<wbr>").join(_IN_LONG_WORD.sub("\\1\0", text).split("\0"))


_SVG = "{http://www.w3.org/2000/svg}svg"


def logo_address(name: str, content: bytes) -> str:
    """The ``data:`` address of an image.

    Args:
        name: Its name in the books.
        content: The file's bytes.

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
    """The type of a file by its content: names may be wrong."""
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
    """Everything that the documents of one set of books share.

    Attributes:
        pages: Renders templates, the user's own first.
    """

    def __init__(self, stationery: StationeryFolder) -> None:
        """Take the stationery beside the books.

        Raises:
            StationeryError: If a user's template can't be read.
        """
        self.pages = DocumentPages(stationery.templates)
        self._stationery = stationery
        self._logo = lru_cache(maxsize=16)(self._read_logo)

    def logo_of(self, company: Party) -> str:
        """Our logo as a ``data:`` address; empty if the record has none.

        Raises:
            StationeryError: If it can't be used; the message has the record's line.
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
