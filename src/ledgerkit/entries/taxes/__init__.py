"""A tax return that is filed -> what says so, and the entry that settles its tax."""
