"""What every decision of the site is signed with."""

from django import forms

__all__ = ["Signed"]


class Signed(forms.Form):
    """Why; it stands last. The name is that of whoever is signed in."""

    mark_optional = False
    reason = forms.CharField(
        label="Reason",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="It is kept with your name and the time. This is your signature.",
    )
