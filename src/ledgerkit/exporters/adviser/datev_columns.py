"""The 125 columns of DATEV's Buchungsstapel, version 13, and which of them are text."""

from __future__ import annotations

_EN_DASH = "\N{EN DASH}"


def _pairs(name: str, count: int) -> tuple[str, ...]:
    """Columns that come in pairs: a kind and its content."""
    return tuple(
        f"{name} {_EN_DASH} {part} {number}"
        for number in range(1, count + 1)
        for part in ("Art", "Inhalt")
    )


#: In order; the first has the number 1.
COLUMN_NAMES: tuple[str, ...] = (
    "Umsatz (ohne Soll/Haben-Kz)", "Soll/Haben-Kennzeichen", "WKZ Umsatz", "Kurs",
    "Basisumsatz", "WKZ Basisumsatz", "Konto", "Gegenkonto (ohne BU-Schlüssel)",
    "BU-Schlüssel", "Belegdatum", "Belegfeld 1", "Belegfeld 2", "Skonto",
    "Buchungstext", "Postensperre", "Diverse Adressnummer", "Geschäftspartnerbank",
    "Sachverhalt", "Zinssperre", "Beleglink",
    *_pairs("Beleginfo", 8),
    f"KOST1 {_EN_DASH} Kostenstelle", f"KOST2 {_EN_DASH} Kostenstelle", "Kost Menge",
    "EU-Land u. USt-IdNr.", "EU-Steuersatz", "Abw. Versteuerungsart",
    "Sachverhalt L+L", "Funktionsergänzung L+L", "BU 49 Hauptfunktionstyp",
    "BU 49 Hauptfunktionsnummer", "BU 49 Funktionsergänzung",
    *_pairs("Zusatzinformation", 20),
    "Stück", "Gewicht", "Zahlweise", "Forderungsart", "Veranlagungsjahr",
    "Zugeordnete Fälligkeit", "Skontotyp", "Auftragsnummer", "Buchungstyp",
    "USt-Schlüssel (Anzahlungen)", "EU-Mitgliedstaat (Anzahlungen)",
    "Sachverhalt L+L (Anzahlungen)", "EU-Steuersatz (Anzahlungen)",
    "Erlöskonto (Anzahlungen)", "Herkunft-Kz", "Leerfeld", "KOST-Datum",
    "SEPA-Mandatsreferenz", "Skontosperre", "Gesellschaftername", "Beteiligtennummer",
    "Identifikationsnummer", "Zeichnernummer", "Postensperre bis", "Bezeichnung",
    "Kennzeichen", "Festschreibung", "Leistungsdatum", "Datum Zuord.", "Fälligkeit",
    "Generalumkehr", "Steuersatz", "Land", "Abrechnungsreferenz", "BVV-Position",
    "EU-Land u. UStID (Ursprung)", "EU-Steuersatz (Ursprung)", "Abw. Skontokonto",
)  # fmt: skip

#: The columns of text, which stand in quotation marks even where they are empty.
TEXT_COLUMNS: frozenset[int] = frozenset(
    {
        2, 3, 6, 9, 11, 12, 14, 16, *range(20, 39), 40, 42, *range(48, 88), 91, 95,
        96, 98, 102, 103, 105, 107, 109, 110, 112, 118, 120, 121, 123,
    }
)  # fmt: skip
