"""Handed to the mail server once, though the command is killed at any point."""

import hashlib
import shutil

import pytest

from ledgerkit.api import load
from ledgerkit.books.mail.sent import delivered_digests
from ledgerkit.cli.commands import DONE, UNUSABLE
from tests.conftest import ACCOUNTS
from tests.mail.mail_server import PASSWORD, mail_server
from tests.mail.test_send import BILLING, INVOICE, PARTIES, outbox, send, sent_of
from tests.safe.dying import in_child

ARGUMENTS = [
    *("send", "INV-1", "-f", "main.beancount", "--as", "html"),
    *("--date", "2026-02-10", "--smtp", "--yes"),
]
#: One disk call in so many is tried.
ONE_IN = 11


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    if shutil.which("openssl") is None:
        pytest.skip("a certificate of our own needs openssl")
    folder = tmp_path_factory.mktemp("tls")
    with mail_server(folder) as received:
        yield received, folder / "cert.pem"


@pytest.fixture
def server(served, monkeypatch):
    received, cert = served
    monkeypatch.setenv("SSL_CERT_FILE", str(cert))
    monkeypatch.setenv("LEDGERKIT_SMTP_PASSWORD", PASSWORD)
    received.messages.clear()
    received.logins.clear()
    received.refuse, received.hang_up = b"", False
    return received


def book_for(folder, server, more=""):
    path = folder / "main.beancount"
    setting = f'1970-01-01 custom "ledgerkit" "smtp-server" "localhost:{server.port}"\n'
    setting += '1970-01-01 custom "ledgerkit" "smtp-user" "conti"\n'
    path.write_text(ACCOUNTS + setting + PARTIES + BILLING + INVOICE + more)
    return path


def taken_in(book):
    books = load(book)
    assert books.errors == []
    return delivered_digests(books.source.reading.customs)


def test_the_server_gets_the_file_of_the_outbox(tmp_path, server):
    book = book_for(tmp_path, server)
    done = send(book, "--smtp", "--yes")
    assert done.exit_code == DONE, done.output
    [(recipients, content)] = server.messages
    assert (recipients, server.logins) == (["anna@acme.example"], ["conti"])
    [path] = outbox(book)
    assert content == path.read_bytes()
    [said] = sent_of(book)["INV-1"]
    assert taken_in(book) == {said.digest}
    assert hashlib.sha256(content).hexdigest() == said.digest


def test_a_second_send_hands_over_nothing(tmp_path, server):
    book = book_for(tmp_path, server)
    send(book, "--smtp", "--yes")
    assert send(book, "--smtp", "--yes").exit_code == UNUSABLE
    assert len(server.messages) == 1


def test_what_the_server_refuses_is_handed_over_later(tmp_path, server):
    book = book_for(tmp_path, server)
    server.refuse = b"550 no such person\r\n"
    refused = send(book, "--smtp", "--yes")
    assert refused.exit_code == UNUSABLE
    assert "the mail server refuses the message: 550 no such person" in refused.output
    server.refuse = b""
    assert send(book, "--smtp", "--yes").exit_code == DONE
    assert len(server.messages) == 1
    assert len(sent_of(book)["INV-1"]) == 1


def test_a_connection_that_ends_is_never_taken_for_a_refusal(tmp_path, server):
    book = book_for(tmp_path, server)
    server.hang_up = True
    for _ in range(2):
        unknown = send(book, "--smtp", "--yes")
        assert unknown.exit_code == UNUSABLE
        assert "it may have gone or not" in unknown.output
        server.hang_up = False
    assert len(server.messages) == 1


def test_a_wrong_password_hands_over_nothing(tmp_path, server, monkeypatch):
    book = book_for(tmp_path, server)
    monkeypatch.setenv("LEDGERKIT_SMTP_PASSWORD", "another")
    refused = send(book, "--smtp", "--yes")
    assert "refuses to log conti in (535)" in refused.output
    assert "another" not in refused.output
    assert server.messages == []


def test_a_server_that_nobody_vouches_for_gets_nothing(tmp_path, server, monkeypatch):
    book = book_for(tmp_path, server)
    monkeypatch.delenv("SSL_CERT_FILE")
    refused = send(book, "--smtp", "--yes")
    assert refused.exit_code == UNUSABLE
    assert "can't be reached by TLS" in refused.output
    assert (server.messages, server.logins) == ([], [])


def test_killed_at_any_call_to_the_disk_the_server_receives_it_once(tmp_path, server):
    whole = tmp_path / "whole"
    whole.mkdir()
    book_for(whole, server)
    calls, status = in_child(whole, ARGUMENTS)
    assert status == DONE
    for at in range(1, calls + 1, ONE_IN):
        folder = tmp_path / str(at)
        folder.mkdir()
        book = book_for(folder, server)
        server.messages.clear()
        assert in_child(folder, ARGUMENTS, at) == (at, -1)
        _calls, status = in_child(folder, ARGUMENTS)
        again = len(server.messages)
        assert again <= 1, at
        if again == 1 and status == DONE:
            assert len(taken_in(book)) == 1
        else:
            # Killed while it was handed over: whoever runs it again is told.
            assert status == UNUSABLE
            assert [p for p in outbox(book) if p.name.endswith(".handed-over")], at
