"""A mail server of this machine alone: TLS by STARTTLS, and every message kept."""

from __future__ import annotations

import base64
import socket
import ssl
import subprocess
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PASSWORD = "secret word"


class Received:
    """What came: each message's recipients and bytes, and who logged in."""

    def __init__(self) -> None:
        self.port = 0
        self.messages: list[tuple[list[str], bytes]] = []
        self.logins: list[str] = []
        self.refuse = b""
        self.hang_up = False


def certificate(folder: Path) -> tuple[Path, Path]:
    key, cert = folder / "key.pem", folder / "cert.pem"
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "ec", "-nodes", "-days", "2"),
            *("-pkeyopt", "ec_paramgen_curve:prime256v1", "-subj", "/CN=localhost"),
            *("-addext", "subjectAltName=DNS:localhost"),
            *("-keyout", str(key), "-out", str(cert)),
        ],
        check=True,
        capture_output=True,
    )
    return key, cert


@contextmanager
def mail_server(folder: Path) -> Iterator[Received]:
    key, cert = certificate(folder)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    received = Received()
    with socket.create_server(("127.0.0.1", 0)) as listening:
        received.port = listening.getsockname()[1]
        serving = threading.Thread(
            target=_serve, args=(listening, context, received), daemon=True
        )
        serving.start()
        yield received


def _serve(listening: socket.socket, context: ssl.SSLContext, to: Received) -> None:
    while True:
        try:
            connection, _address = listening.accept()
        except OSError:
            return
        try:
            _talk(connection, context, to)
        except (OSError, ValueError):
            pass
        finally:
            connection.close()


def _talk(connection: socket.socket, context: ssl.SSLContext, to: Received) -> None:
    lines, recipients, is_safe = connection.makefile("rb"), [], False
    connection.sendall(b"220 here\r\n")
    while line := lines.readline():
        word = line[:4].upper()
        if word == b"EHLO":
            more = b"AUTH PLAIN" if is_safe else b"STARTTLS"
            connection.sendall(b"250-localhost\r\n250 " + more + b"\r\n")
        elif word == b"STAR":
            connection.sendall(b"220 go on\r\n")
            connection = context.wrap_socket(connection, server_side=True)
            lines, is_safe = connection.makefile("rb"), True
        elif not is_safe:
            connection.sendall(b"530 only by TLS\r\n")
        elif word == b"AUTH":
            _, user, password = base64.b64decode(line.split()[2]).split(b"\0")
            is_known = password.decode() == PASSWORD
            to.logins += [user.decode()] if is_known else []
            connection.sendall(b"235 in\r\n" if is_known else b"535 no\r\n")
        elif word == b"RCPT":
            recipients.append(line.partition(b"<")[2].partition(b">")[0].decode())
            connection.sendall(to.refuse or b"250 ok\r\n")
        elif word == b"DATA":
            connection.sendall(b"354 go on\r\n")
            content = b"".join(iter(lines.readline, b".\r\n"))
            to.messages.append((recipients, content))
            if to.hang_up:
                return
            connection.sendall(b"250 2.0.0 Ok: queued as 4FGz\r\n")
        elif word == b"QUIT":
            connection.sendall(b"221 bye\r\n")
            return
        else:
            connection.sendall(b"250 ok\r\n")
