"""Work in progress: hours and expenses until they are charged; start at `states`."""
