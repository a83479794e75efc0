"""Beancount's loader, faster, with exactly its result; open `loader` first."""
