"""Client relations: records, measures from the books, and health."""
