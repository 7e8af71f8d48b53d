"""The desk's screens: one module for each screen or family of screens."""
