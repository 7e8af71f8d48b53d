"""The pure commands: a file in, an answer out. Each module has `register(parser)` and `run(args) -> int`, and imports
no Django, so that a cold start stays well under half a second."""
