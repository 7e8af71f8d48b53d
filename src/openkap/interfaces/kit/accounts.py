"""How allauth is bent to a clinic: nobody signs up by themselves; a lead adds staff."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from openkap.interfaces.kit.access import end_visit

__all__ = ["ClosedAccounts"]


class ClosedAccounts(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def login(self, request: HttpRequest, user: Any) -> None:
        """A device that was handed to a client comes back to staff: the client's visit on it is over."""
        end_visit(request)
        super().login(request, user)

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Nothing is said about what a person can see: they are signed in."""
