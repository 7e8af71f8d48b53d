"""The sentences of services that a client can meet, for the catalogue: services speak English and know no language.

A test holds each of them against the services; one that is said differently there has no translation here.
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
    gettext_noop("Choose “Nothing has changed”, or the parts in which something has."),
    gettext_noop("There is no such part. Open the page again."),
    gettext_noop("There is nothing to look at again yet."),
    gettext_noop("Write the name of the medicine beside how it is taken."),
    gettext_noop("Write what is taken, or choose “Nothing at all”."),
    gettext_noop("There are medicines in the list. Take them out, or take away “Nothing at all”."),
    gettext_noop("We ask you this on the day of your session. You can say no at any time."),
    gettext_noop("The text has changed since you opened it. Please read the present edition, then sign."),
    gettext_noop("Choose true or false, as you understood it."),
    gettext_noop("Nothing is asked of you yet. There is nothing to stop."),
    gettext_noop("Give a phone number or an e-mail address, so that we can reach you."),
    gettext_noop("Ketamine-assisted psychotherapy"),
    gettext_noop("IV ketamine only"),
    gettext_noop("I am not sure yet"),
    # Answers of the health history, which are words of the services too.
    gettext_noop("No"),
    gettext_noop("Yes"),
    gettext_noop("Not sure"),
    gettext_noop("I would rather not say"),
)
