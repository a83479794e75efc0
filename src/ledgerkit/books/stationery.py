"""Stationery beside the books for documents that we send: templates and logos.

Only the main ledger's folder is searched, and links that lead out of it are not
followed: books may come from somebody else.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from ledgerkit.errors import StationeryError

if TYPE_CHECKING:
    from collections.abc import Mapping

_FOLDER = "templates"
#: A logo is part of every document; a template is a few pages of text.
LOGO_BYTES_MAX = 512 * 1024
_TEMPLATE_BYTES_MAX = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnTemplate:
    """A template that a user keeps beside the books.

    Attributes:
        filename: Its name in messages.
        text: Its content.
    """

    filename: str
    text: str


class StationeryFolder:
    """Templates and logos beside a main ledger."""

    def __init__(self, main: str) -> None:
        """Look beside this file; nothing is read until requested."""
        self._folder = Path(main).parent
        self.logo = lru_cache(maxsize=16)(self._logo)

    @cached_property
    def templates(self) -> Mapping[str, OwnTemplate]:
        """The user's own templates, by file name.

        Raises:
            StationeryError: If one is not text or too large.
        """
        return self._templates("*.html")

    @cached_property
    def mail_templates(self) -> Mapping[str, OwnTemplate]:
        """The user's own texts of e-mails, by file name.

        Raises:
            StationeryError: If one is not text or too large.
        """
        return self._templates("mail-*.txt")

    def _templates(self, pattern: str) -> Mapping[str, OwnTemplate]:
        paths = sorted((self._folder / _FOLDER).glob(pattern))
        return {path.name: self._template(path) for path in paths}

    def _template(self, path: Path) -> OwnTemplate:
        content = self._read(path, str(path), _TEMPLATE_BYTES_MAX)
        try:
            return OwnTemplate(filename=str(path), text=content.decode("utf-8-sig"))
        except UnicodeDecodeError as error:
            line = content.count(b"\n", 0, error.start) + 1
            raise StationeryError(
                f"{path}:{line}: is no UTF-8 text; save the template as UTF-8"
            ) from None

    def _logo(self, name: str) -> bytes:
        """The bytes of a logo.

        Args:
            name: As in ``logo:``: a path from the main ledger's folder.

        Raises:
            StationeryError: If there is no such file or it is too large.
        """
        return self._read(self._folder / name, f'logo "{name}"', LOGO_BYTES_MAX)

    def _read(self, path: Path, called: str, limit: int) -> bytes:
        try:
            real = path.resolve(strict=True)
            if not real.is_relative_to(self._folder.resolve()):
                raise StationeryError(
                    f"{called}: lies outside {self._folder}, the folder of the books;"
                    " move it there"
                )
            # A device or pipe in place of a file would never end.
            size = real.stat().st_size if real.is_file() else None
            if size is None:
                raise StationeryError(f"{called}: is no file")
            if size > limit:
                raise StationeryError(
                    f"{called}: has {size:,} bytes, and {limit:,} is the most;"
                    " make it smaller"
                )
            return real.read_bytes()
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or "can't be read"
            raise StationeryError(f"{called}: {reason} ({path})") from None
