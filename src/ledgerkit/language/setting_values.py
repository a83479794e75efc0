"""What a setting's value may be, whichever setting it is."""

from __future__ import annotations

#: The languages that the pages in Fava can be in.
PAGE_LANGUAGES = ("en", "it")


def is_true(name: str, value: object) -> bool:
    """A value that is yes or no.

    Raises:
        ValueError: If it is neither.
    """
    if not isinstance(value, bool):
        raise ValueError(f'setting "{name}" is TRUE or FALSE, not {value!r}')  # noqa: TRY004
    return value


def one_of(name: str, value: object, *choices: str) -> str:
    """A value that is one of some words.

    Raises:
        ValueError: If it is none of them.
    """
    # An amount cannot even be compared with a text.
    if not isinstance(value, str) or value not in choices:
        forms = " or ".join(f'"{choice}"' for choice in choices)
        raise ValueError(f'setting "{name}" is {forms}, not {value!r}')
    return value


def folder_named(name: str, value: object, example: str) -> str:
    """A folder beside the main ledger, or below it.

    Raises:
        ValueError: If it is no such folder.
    """
    parts = value.split("/") if isinstance(value, str) else []
    if not parts or {"", ".", ".."} & set(parts) or "\\" in str(value):
        raise ValueError(
            f'setting "{name}": {value!r} is no folder beside the main ledger;'
            f' write for instance "{example}"'
        )
    return str(value)
