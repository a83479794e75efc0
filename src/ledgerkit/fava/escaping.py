"""Fava's templates with escaping everywhere, and no slower than without.

Fava switches escaping off in its journal, for speed. Here it stays on; what that takes
is won back where nothing is to be escaped, and where an address is asked for again.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from flask import request
from jinja2 import BaseLoader, Template
from markupsafe import Markup, escape

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask
    from jinja2 import Environment

_ESCAPING_OFF = re.compile(r"\{%[-+]?\s*autoescape\s+false\s*[-+]?%\}", re.IGNORECASE)
_ESCAPING_ON = "{% autoescape true %}"
_finds_special = re.compile(r"[&<>\"']").search


def escape_everything(app: Flask) -> None:
    """Let an application's templates escape whatever they print."""
    if app.jinja_loader is not None:
        app.jinja_loader = EscapingLoader(app.jinja_loader)
    app.jinja_env.template_class = QuickTemplate
    addresses = app.jinja_env.globals["url_for"]
    app.jinja_env.globals["url_for"] = _once_a_request(addresses)


class EscapingLoader(BaseLoader):
    """Another loader's templates, in which escaping is never switched off.

    Payees, notes, metadata and names come from bank files and invoices. What they say
    is text, whatever it looks like.
    """

    def __init__(self, loader: BaseLoader) -> None:
        self._loader = loader

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str | None, Callable[[], bool] | None]:
        """The source as Jinja asks for it."""
        source, name, is_current = self._loader.get_source(environment, template)
        return _ESCAPING_OFF.sub(_ESCAPING_ON, source), name, is_current

    def list_templates(self) -> list[str]:
        """The names of the other loader's templates."""
        return self._loader.list_templates()


class QuickTemplate(Template):
    """A template that copies no text in which there is nothing to escape."""

    @classmethod
    def from_code(cls, *args: Any, **named: Any) -> Template:
        """As Jinja makes it of compiled code; that looks its escaping up by name."""
        template = super().from_code(*args, **named)
        template.root_render_func.__globals__["escape"] = quick_escape
        return template


def quick_escape(value: Any) -> str:
    """What is printed of a value.

    >>> quick_escape("<b>"), quick_escape("Acme"), quick_escape(Markup("<b>"))
    (Markup('&lt;b&gt;'), 'Acme', Markup('<b>'))
    """
    if type(value) is str and not _finds_special(value):
        return value
    return value if type(value) is Markup else escape(value)


def _once_a_request(address_of: Any) -> Callable[..., Any]:
    """Addresses of one request have its filters: each is put together once."""

    def url_for(endpoint: str, **values: Any) -> Any:
        known = request.environ.setdefault("ledgerkit.addresses", {})
        key = endpoint, *sorted((name, str(value)) for name, value in values.items())
        if key not in known:
            known[key] = address_of(endpoint, **values)
        return known[key]

    return url_for
