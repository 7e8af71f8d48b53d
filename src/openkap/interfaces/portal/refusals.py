"""The sentences of services that a client can meet, for the catalogue: services speak English and know no language.

A test holds each of them against the services; one that is said differently there would stay in English here.
"""

from django.utils.translation import gettext_noop

__all__ = ["SAID"]

SAID = (
    gettext_noop("Enter the four digits of your code."),
    gettext_noop("Choose the day."),
    gettext_noop("This day is in the future. Choose today or a day before."),
    gettext_noop("This code does not open anything. Look at it once more, or ask us for a new one."),
    gettext_noop("This code has been used already. Ask us for a new one."),
    gettext_noop("This form was already sent. If something has changed, tell us: call the practice."),
    gettext_noop("This link does not open anything. Check that it is whole, or call us for a new one."),
    gettext_noop("This link has been used already. Each link opens once. Call us and we send you a new one."),
    gettext_noop("This link has run out. Call us and we send you a new one."),
)
