"""The session room: one silent screen for two people, everything kept as it is entered."""
