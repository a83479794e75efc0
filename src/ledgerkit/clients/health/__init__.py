"""Client health: a score from 0 to 100, and warning signs; open `health` first."""
