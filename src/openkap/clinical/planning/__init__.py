"""Which times are free for an appointment. Pure: from hours, what is taken and what is looked for to offers."""

from openkap.clinical.planning.free import Busy, Free, Wish, free_times

__all__ = ["Busy", "Free", "Wish", "free_times"]
