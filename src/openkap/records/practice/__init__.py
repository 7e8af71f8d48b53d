"""The practice itself: its name, its time zone, how a person reaches it."""
