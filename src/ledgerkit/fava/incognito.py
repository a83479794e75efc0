"""Whether Fava was started to hide figures from whoever looks over the shoulder."""

from __future__ import annotations

from flask import current_app


def hides_figures() -> bool:
    """Whether to leave out what the filter ``incognito`` can't make unreadable."""
    return bool(current_app.config.get("INCOGNITO"))
