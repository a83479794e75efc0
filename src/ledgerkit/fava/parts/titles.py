"""The title of each view, and the order of our pages in Fava's menu."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from flask import g, has_request_context

from ledgerkit.fava.words.choose import catalogue_for
from ledgerkit.fava.words.page_words import (
    SCRIPT_WORDS,
    answer_in_language,
    in_language,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fava.core import FavaLedger

    from ledgerkit.fava.page import Page

    AnyPage = TypeVar("AnyPage", bound=Page)


class Titled:
    """A page whose views each have a title.

    No extension itself: Fava would make a page of it.

    Attributes:
        menu_title: What the menu calls the page, in English.
        ledger: The ledger that is shown.
    """

    menu_title: str
    ledger: FavaLedger

    def titled(self, page: AnyPage) -> AnyPage:
        """The page in the language that is set; Fava's title is its heading."""
        if catalogue := catalogue_for(self.ledger):
            page = in_language(page, catalogue.say)
        g.ledgerkit_title = page.heading
        return page

    def say(self, text: str) -> str:
        """A text of ours in the ledger's language, for templates and answers."""
        catalogue = catalogue_for(self.ledger)
        return catalogue.say(text) if catalogue else text

    def answered(self, answer: dict[str, Any]) -> dict[str, Any]:
        """What a form is answered, in the language that is set."""
        catalogue = catalogue_for(self.ledger)
        return answer_in_language(answer, catalogue.say) if catalogue else answer

    @property
    def script_words(self) -> dict[str, str]:
        """What our scripts say, by its English; nothing if it is said in English."""
        catalogue = catalogue_for(self.ledger)
        words = SCRIPT_WORDS if catalogue else ()
        return {text: self.say(text) for text in words}

    @property
    def language(self) -> str:
        """The code of the language of our pages."""
        catalogue = catalogue_for(self.ledger)
        return catalogue.language if catalogue else "en"

    def _title(self) -> str:
        """The heading, asked for once when a page was made; else the menu's title.

        Fava asks a page for its title when it has made it, and each page for its place
        in the menu after that.
        """
        if not has_request_context():
            return self.menu_title
        title: str = getattr(g, "ledgerkit_title", "") or self.say(self.menu_title)
        g.ledgerkit_title = ""
        return title

    #: What Fava asks for; it declares a plain attribute.
    report_title: Any = property(_title)


def put_in_order(ledger: FavaLedger, names: Sequence[str]) -> None:
    """Put our pages in order, and before all others, however they were loaded.

    Fava sorts the pages of an extension by the names of their classes. It is going
    through the old list while this makes a new one.
    """
    extensions = ledger.extensions
    had = extensions._instances  # noqa: SLF001
    ours = {name: had[name] for name in names if name in had}
    extensions._instances = {**ours, **had}  # noqa: SLF001
