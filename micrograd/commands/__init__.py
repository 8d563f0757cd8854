"""The subcommands that the bundle itself brings, one a module."""
