"""openkap: the open practice platform for ketamine-assisted psychotherapy."""

__version__ = "0.1.0"
