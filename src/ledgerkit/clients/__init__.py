"""Client relations: what was written of them, what the books measure, and health."""
