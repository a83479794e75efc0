"""Who we deal with and on what terms; open `directory` first."""
