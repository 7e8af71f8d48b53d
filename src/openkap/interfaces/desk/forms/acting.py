"""Short forms: what was done about an alert, a new member of staff, why an appointment is cancelled."""

from django import forms

from openkap.interfaces.kit.forms import ManyRows
from openkap.terms.identity import Role

__all__ = ["ActOnAlert", "AddStaff", "Cancel", "FollowUp"]

_WHAT_ROLES_DO = {
    Role.FRONT_DESK: "Front desk: requests, appointments, links; no clinical record",
    Role.GUIDE: "Guide: accompanies clients in preparation, the session and integration",
    Role.PRESCRIBER: "Prescriber: clears, gives medicine, may override the gate",
    Role.MONITOR: "Monitor: watches vital signs, records medicine, discharges",
    Role.LEAD: "Lead: sees all of it and adds staff",
}


class ActOnAlert(forms.Form):
    """What a person did. It closes the alert, with their name."""

    mark_optional = False
    did = forms.CharField(
        label="What did you do?",
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Whom you talked with, what you found, what was agreed. It stands in the chart with your name.",
    )


class FollowUp(forms.Form):
    """What came of talking about questionnaires that were not answered, or stopped."""

    mark_optional = False
    did = forms.CharField(
        label="What was done?",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Whether you talked, and what was agreed. It stands here with your name.",
    )


class Cancel(forms.Form):
    """Why an appointment does not take place."""

    mark_optional = False
    reason = forms.CharField(label="Why is it cancelled?", required=False)


class AddStaff(forms.Form):
    """A new account with its roles. The password is told to the person, who changes it."""

    mark_optional = False
    name = forms.CharField(label="Name", required=False)
    email = forms.CharField(
        label="E-mail",
        required=False,
        widget=forms.TextInput(attrs={"type": "email", "autocomplete": "off"}),
        help_text="They sign in with it.",
    )
    password = forms.CharField(
        label="First password",
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="At least 12 characters. Tell it to them in person.",
    )
    roles = forms.MultipleChoiceField(
        label="Roles",
        required=False,
        widget=ManyRows,
        choices=[(role.value, words) for role, words in _WHAT_ROLES_DO.items()],
        error_messages={"invalid_choice": "There is no such role. Choose from the list."},
    )
