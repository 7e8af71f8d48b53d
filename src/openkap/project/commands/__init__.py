"""The commands that need Django or the database. Each module has `register(parser)` and `run(args) -> int`."""
