"""Seller and buyer of a received FatturaPA, by our record keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.e_invoices.received_facts import party

if TYPE_CHECKING:
    from ledgerkit.parties.party import Party
    from ledgerkit.xml.part import XmlPart


def italian_party(part: XmlPart | None, *, seller: bool) -> Party:
    """A seller (CedentePrestatore) or buyer (CessionarioCommittente).

    Args:
        part: Its part of the file; None if there is none.
        seller: Whether it is the seller.
    """
    if part is None:
        return party(part, "", {}, seller=seller)
    # The simplified form has no DatiAnagrafici, and parts of its own for the buyer.
    identity = part.first("DatiAnagrafici") or part.first("IdentificativiFiscali")
    identity = identity or part
    named = part.first("DatiAnagrafici/Anagrafica")
    named = named or part.first("AltriDatiIdentificativi") or part
    seat = part.first("Sede") or part.first("AltriDatiIdentificativi/Sede")
    name = named.text("Denominazione") or " ".join(
        (*named.texts("Nome"), *named.texts("Cognome"))
    )
    return party(
        part,
        name,
        {
            "legal-name": name,
            "vat-id": _vat_id(identity),
            "tax-id": identity.text("CodiceFiscale"),
            "register": "-".join(
                (
                    *part.texts("IscrizioneREA/Ufficio"),
                    *part.texts("IscrizioneREA/NumeroREA"),
                )
            ),
            "tax-regime": identity.text("RegimeFiscale"),
            **_address(seat),
            "tel": part.text("Contatti/Telefono"),
            "email": part.text("Contatti/Email"),
        },
        seller=seller,
    )


def _vat_id(identity: XmlPart) -> str:
    """Country and number, the country only once: some files have it in both."""
    country = identity.text("IdFiscaleIVA/IdPaese").upper()
    number = identity.text("IdFiscaleIVA/IdCodice")
    return f"{country}{number.removeprefix(country)}" if number else ""


def _address(seat: XmlPart | None) -> dict[str, str]:
    if seat is None:
        return {}
    return {
        "street": " ".join((*seat.texts("Indirizzo"), *seat.texts("NumeroCivico"))),
        "postal-code": seat.text("CAP"),
        "locality": seat.text("Comune"),
        "region": seat.text("Provincia"),
        "country": seat.text("Nazione"),
    }
