"""Words for what was sent by e-mail, and what came back."""

from __future__ import annotations

from ledgerkit.language.word import CustomType, Key, On, key

_MAIL = (On.MAIL,)

MAIL_KEYS: tuple[Key, ...] = (
    key(
        "kind",
        _MAIL,
        "What was sent: invoice, credit-note, reminder, statement or remittance.",
    ),
    key("client", _MAIL, "Id of the client that it went to.", of=(On.CLIENT,)),
    key("vendor", _MAIL, "Id of the vendor that it went to.", of=(On.VENDOR,)),
    key("file", _MAIL, "The message itself, from the ledger's folder."),
    key("digest", _MAIL, "SHA-256 of that file, in hexadecimal."),
    key("attachment", _MAIL, "Name of the file attached."),
    key("attachment-digest", _MAIL, "SHA-256 of what was attached, in hexadecimal."),
    key("message-id", _MAIL, "Message-ID, by which mail programs know it."),
    key("at", _MAIL, "When it was written, e.g. 2026-02-10T09:30:00+00:00."),
    key("via", _MAIL, "How it goes out, if not by hand: smtp."),
    key("by", _MAIL, "Who sent it."),
    key(
        "mail",
        (On.ACTIVITY,),
        "SHA-256 of the Message-ID of the e-mail that it was, so that it is read once.",
    ),
)

MAIL_CUSTOM_TYPES: tuple[CustomType, ...] = (
    CustomType(
        name="mail",
        values='NUMBER ADDRESS, e.g. "INV-2026-001" "office@acme.example"',
        meaning="Says that a document was sent by e-mail; ledgerkit send writes it"
        " with the message.",
    ),
    CustomType(
        name="mail-delivered",
        values='DIGEST REPLY, e.g. "5f0c…" "250 Ok: queued as 4FGz"',
        meaning="Says that the mail server took a message, known by its digest.",
    ),
)
