"""How we judge. Pure rooms that do not know each other: no framework, no clock, no input or output."""
