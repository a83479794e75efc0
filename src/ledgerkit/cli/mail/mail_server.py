"""Handing messages to the mail server: each at most once, whatever fails or dies.

Beside a message lies a mark from just before its text goes to the server until the
books say that it was taken. A mark without an answer means that nobody can tell whether
the message went, and it is not handed over again.
"""

from __future__ import annotations

import os
import smtplib
import ssl
from contextlib import contextmanager, suppress
from importlib import import_module
from typing import TYPE_CHECKING

from ledgerkit.errors import UsageError
from ledgerkit.ledger.writing.disk import DISK, sync_folder
from ledgerkit.ledger.writing.writer import put_in_place
from ledgerkit.text.untrusted import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from ledgerkit.language.settings import Settings

PASSWORD = "LEDGERKIT_SMTP_PASSWORD"  # noqa: S105 - the name of the variable
#: The service under which a keyring has the password, by user.
_SERVICE = "ledgerkit-smtp"
_SECONDS = 60
_IMPLICIT_TLS, _USUAL_PORT = 465, 587
_TAKEN = 250


class MailServer:
    """A mail server, logged in to; always encrypted."""

    def __init__(self, connection: smtplib.SMTP) -> None:
        """Take the connection; see `connected`."""
        self._connection = connection

    def hand_over(
        self, message: Path, sender: str, to: Sequence[str], content: bytes
    ) -> str:
        """Hand a message over, once; the server's answer.

        Raises:
            UsageError: If the server refuses it, which it may be asked again; or if
                nobody can tell whether it took it.
        """
        mark = mark_of(message)
        self._address(sender, to)
        _set_mark(mark)
        try:
            code, answer = self._connection.data(content)
        except smtplib.SMTPDataError as error:
            _remove(mark)
            raise _refused(error.smtp_code, error.smtp_error) from None
        except (smtplib.SMTPException, OSError) as error:
            raise _unknown(message, str(error)) from None
        if code != _TAKEN:
            _remove(mark)
            raise _refused(code, answer)
        reply = f"{code} {answer.decode(errors='replace')}"
        put_in_place(mark, reply.encode())
        return reply

    def _address(self, sender: str, to: Sequence[str]) -> None:
        try:
            code, answer = self._connection.mail(sender)
            if code == _TAKEN:
                for address in to:
                    code, answer = self._connection.rcpt(address)
                    if code not in {_TAKEN, _TAKEN + 1}:
                        break
        except (smtplib.SMTPException, OSError) as error:
            raise UsageError(f"the mail server: {visible(str(error))}") from None
        if code not in {_TAKEN, _TAKEN + 1}:
            with suppress(smtplib.SMTPException, OSError):
                self._connection.rset()
            raise _refused(code, answer)


def mark_of(message: Path) -> Path:
    """The file that says that a message was begun to be handed over."""
    return message.with_name(f"{message.name}.handed-over")


def answer_before(message: Path) -> str | None:
    """What the server answered before the command ended; None if never asked.

    Raises:
        UsageError: If it was asked, and nobody knows what it answered.
    """
    mark = mark_of(message)
    if not mark.exists():
        return None
    answer = mark.read_text(encoding="utf-8", errors="replace")
    if not answer:
        raise _unknown(message, "")
    return answer


@contextmanager
def connected(
    settings: Settings, environment: Mapping[str, str]
) -> Iterator[MailServer]:
    """A connection to the mail server that the settings name.

    Raises:
        UsageError: If none is named, or it can't be reached safely.
    """
    if not settings.smtp_server:
        raise UsageError(
            'no mail server is named; write 1970-01-01 custom "ledgerkit" "smtp-server"'
            ' "smtp.example.com:587"'
        )
    connection = _connect(settings.smtp_server)
    try:
        if settings.smtp_user:
            _log_in(connection, settings.smtp_user, environment)
        yield MailServer(connection)
    finally:
        with suppress(smtplib.SMTPException, OSError):
            connection.quit()


def _connect(server: str) -> smtplib.SMTP:
    host, _, typed = server.partition(":")
    port = int(typed) if typed else _USUAL_PORT
    context = ssl.create_default_context()
    try:
        if port == _IMPLICIT_TLS:
            return smtplib.SMTP_SSL(host, port, timeout=_SECONDS, context=context)
        connection = smtplib.SMTP(host, port, timeout=_SECONDS)
        connection.starttls(context=context)
        connection.ehlo()
    except (smtplib.SMTPException, OSError, ValueError, OverflowError) as error:
        raise UsageError(
            f"the mail server {server} can't be reached by TLS:"
            f" {visible(str(error))}; nothing was handed over"
        ) from None
    return connection


def _log_in(
    connection: smtplib.SMTP, user: str, environment: Mapping[str, str]
) -> None:
    password = environment.get(PASSWORD) or _from_keyring(user)
    if not password:
        raise UsageError(
            f"there is no password for {user} at the mail server; put it into the"
            f" variable {PASSWORD}, or into the keyring: keyring set {_SERVICE} {user}"
        )
    try:
        connection.login(user, password)
    except (smtplib.SMTPException, OSError, UnicodeError) as error:
        code = getattr(error, "smtp_code", "")
        raise UsageError(
            f"the mail server refuses to log {user} in"
            f" ({code or type(error).__name__}); nothing was handed over"
        ) from None


def _from_keyring(user: str) -> str:
    """The password that the keyring has, if that is installed and has one."""
    try:
        password = import_module("keyring").get_password(_SERVICE, user)
    except Exception:  # noqa: BLE001 - a keyring may fail in ways of its system
        return ""
    return str(password or "")


def _set_mark(mark: Path) -> None:
    """Make the mark, unless somebody else has: two commands hand nothing over twice."""
    try:
        descriptor = DISK.open(mark, os.O_WRONLY | os.O_CREAT | os.O_EXCL)
    except FileExistsError:
        raise UsageError(
            f"{mark.name}: another command is handing this message over"
        ) from None
    try:
        DISK.fsync(descriptor)
    finally:
        DISK.close(descriptor)
    sync_folder(DISK, mark.parent)


def _remove(mark: Path) -> None:
    DISK.unlink(mark)


def _refused(code: int, answer: bytes | str) -> UsageError:
    text = answer.decode(errors="replace") if isinstance(answer, bytes) else answer
    return UsageError(
        f"the mail server refuses the message: {code}"
        f" {visible(' '.join(text.split()))}; once that is mended, run the command"
        " again"
    )


def _unknown(message: Path, reason: str) -> UsageError:
    why = f" ({visible(' '.join(reason.split()))})" if reason else ""
    return UsageError(
        f"{message.name}: the connection ended while the message was handed"
        f" over{why}, so it may have gone or not; look there whether it did: if so,"
        f' write custom "mail-delivered" with its digest, and delete'
        f" {mark_of(message).name}; if not, delete that file and run the command again"
    )
