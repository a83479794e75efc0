"""Commands that take over other programs' files; open `import_group` first."""
