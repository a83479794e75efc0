"""A catalogue: what stands on pages in English, and the same in another language.

It is a ``.po`` file, as translators know it. A sentence with parameters is found by
its English: ``{days:number} days late`` says ``12 days late``. So each sentence is
written once, where it is made, and no report knows of languages.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING, NamedTuple

from babel.messages.pofile import read_po

from ledgerkit.language.setting_values import PAGE_LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

#: The languages with a catalogue here: all but English.
CATALOGUES = frozenset(PAGE_LANGUAGES) - {"en"}

_SLOT = re.compile(r"\{(\w+)(?::(\w+))?\}")
_SIGN = "[\N{MINUS SIGN}+-]"
#: What a parameter can be; one without a kind is anything, such as a name.
_KINDS = {
    "": r".+?",
    "words": r".+?",
    "number": rf"{_SIGN}?[0-9][0-9.,]*(?<![.,])",
    "day": r"[0-9]{4}-[0-9]{2}-[0-9]{2}",
    "amount": rf"{_SIGN}?[0-9][0-9.,]* [A-Z][A-Z0-9'._-]{{1,23}}",
}
_WORD = re.compile(r"[^\W\d_]+")
#: Sentences that stand one after another.
_BETWEEN = re.compile(r"(?<=[^\W\d].[.!?;]) +(?=\S)")
#: Sentences in sentences; more is no text of ours.
_DEPTH_MAX = 4
#: No sentence of ours is longer; what others wrote may be.
_LENGTH_MAX = 1_000


class _Pattern(NamedTuple):
    """A sentence with parameters."""

    matches: re.Pattern[str]
    said: str
    words: frozenset[str]
    """The names of the parameters that are words of ours themselves."""
    fixed: int
    """How many letters it has of its own."""
    is_around: bool
    """Whether it stands around a text of ours, as ``…, as at 2026-01-31`` does."""

    def fill(self, found: Mapping[str, str]) -> str:
        return _SLOT.sub(lambda slot: found[slot[1]], self.said)


class Catalogue:
    """What is said in one language.

    Attributes:
        language: Its code.
        messages: From English to the language.
    """

    def __init__(self, language: str, messages: Mapping[str, str]) -> None:
        """Take the messages; those with ``{parameters}`` are patterns."""
        self.language = language
        self.messages = messages
        self._by_word: dict[str, list[_Pattern]] = {}
        self._of_no_word: list[_Pattern] = []
        self._arrange()
        self.say = lru_cache(maxsize=8192)(self._say)
        # One text is looked for in many places of those around it.
        self._found = lru_cache(maxsize=8192)(self._look_up)

    def _arrange(self) -> None:
        """Find a pattern by its rarest word, so that few are tried for a text."""
        patterns = [m for m in self.messages if _SLOT.search(m)]
        own_words = {m: set(_WORD.findall(_SLOT.sub(" ", m))) for m in patterns}
        common = Counter(word for words in own_words.values() for word in words)
        for message, words in own_words.items():
            pattern = _pattern(message, self.messages[message])
            if words:
                rarest = min(words, key=lambda word: (common[word], word))
                self._by_word.setdefault(rarest, []).append(pattern)
            else:
                self._of_no_word.append(pattern)

    def _say(self, text: str) -> str:
        """A text of a page in this language; in English if it is not known."""
        return self._found(text, 0) or text

    def _look_up(self, text: str, depth: int) -> str | None:
        if depth > _DEPTH_MAX or not _WORD.search(text):
            return None
        for given, back in _variants(text):
            exact = self.messages.get(given) or self._by_pattern(given, depth)
            if exact is not None:
                return back(exact)
        return self._in_parts(text, depth)

    def _by_pattern(self, text: str, depth: int) -> str | None:
        if len(text) > _LENGTH_MAX:
            return None
        for pattern in self._candidates(text):
            match = pattern.matches.fullmatch(text)
            if match is None:
                continue
            found = match.groupdict()
            said = {name: self._found(found[name], depth + 1) for name in pattern.words}
            if not pattern.fixed and not any(said.values()):
                continue
            known = {name: value for name, value in said.items() if value}
            return pattern.fill({**found, **known})
        return None

    def _candidates(self, text: str) -> Sequence[_Pattern]:
        """The patterns that may fit: those around a text, then who says the most."""
        words = dict.fromkeys(_WORD.findall(text))
        found = [p for word in words for p in self._by_word.get(word, ())]
        every = [*found, *self._of_no_word]
        return sorted(every, key=lambda p: (not p.is_around, -p.fixed))

    def _in_parts(self, text: str, depth: int) -> str | None:
        """Several sentences, each by itself."""
        parts = _BETWEEN.split(text)
        if len(parts) == 1:
            return None
        said = [self._found(part, depth + 1) for part in parts]
        if not any(said):
            return None
        return " ".join(new or old for new, old in zip(said, parts, strict=True))


def _pattern(message: str, said: str) -> _Pattern:
    matches, place, words = "", 0, set()
    for slot in _SLOT.finditer(message):
        kind = slot[2] or ""
        matches += re.escape(message[place : slot.start()])
        matches += f"(?P<{slot[1]}>{_KINDS[kind]})"
        place = slot.end()
        if kind == "words":
            words.add(slot[1])
    matches += re.escape(message[place:])
    fixed = sum(map(len, _WORD.findall(_SLOT.sub(" ", message))))
    first = _SLOT.match(message)
    return _Pattern(
        matches=re.compile(matches, re.DOTALL),
        said=said,
        words=frozenset(words),
        fixed=fixed,
        is_around=bool(fixed and first and first[2] == "words"),
    )


def _same(text: str) -> str:
    return text


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _small(text: str) -> str:
    return text[:1].lower() + text[1:]


def _variants(text: str) -> Iterator[tuple[str, Callable[[str], str]]]:
    """A text, and as it stands elsewhere: with a capital, or with a full stop."""
    yield text, _same
    other, back = (_small, _capital) if text[:1].isupper() else (_capital, _small)
    yield other(text), back
    if text.endswith("."):
        yield text[:-1], lambda said: f"{said}."
        yield other(text[:-1]), lambda said: f"{back(said)}."
    else:
        yield f"{text}.", lambda said: said.removesuffix(".")


@lru_cache
def catalogue_of(language: str) -> Catalogue | None:
    """The catalogue of a language; None for English, and where there is none."""
    if language not in CATALOGUES:
        return None
    source = resources.files("ledgerkit.fava.words").joinpath(f"{language}.po")
    with source.open("rb") as file:
        read = read_po(file, locale=language)
    return Catalogue(language, {str(m.id): str(m.string) for m in read if m.id})
