"""The reader of any table: rows, headings, columns, profiles. Begin at `csv_table`."""
