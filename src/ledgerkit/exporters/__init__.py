"""Tables and documents in other programs' formats; open `formats` first."""
