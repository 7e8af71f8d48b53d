"""What a device is given while someone is signed in on it: an identity of its own, and the key to what it keeps.

The identity is signed, so that entries can be sent only by the device on which they were made. The key is the person's:
the same on every device and after every sign-in, so that what one could not send is never locked away for good. The
browser holds it in memory only, and writes nothing to the device that is not sealed with it (docs/adr/0020).
"""

import base64
from uuid import UUID, uuid4

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.crypto import salted_hmac

__all__ = ["KEY_COOKIE", "device_of", "equip"]

KEY_COOKIE = "openkap-room-key"
_DEVICE_COOKIE = "openkap-device"
_SALT = "openkap.room.device"
_DEVICE_LASTS_SECONDS = 400 * 24 * 60 * 60


def device_of(request: HttpRequest) -> UUID | None:
    """The identity that this device was given; None where it has none, or one that is not ours."""
    try:
        return UUID(Signer(salt=_SALT).unsign(request.COOKIES.get(_DEVICE_COOKIE, "")))
    except (BadSignature, ValueError):
        return None


def equip(request: HttpRequest) -> tuple[UUID, "Equipment"]:
    """The device's identity, made now where it has none; and what is to be added to the answer."""
    device_id = device_of(request) or uuid4()
    return device_id, Equipment(device_id, _key(request.practice.id, request.actor.id))  # type: ignore[attr-defined]


class Equipment:
    """The two cookies. Only the key can be read by the page; it has no lifetime, so that it is never written down."""

    def __init__(self, device_id: UUID, key: str) -> None:
        self._device, self._key = Signer(salt=_SALT).sign(str(device_id)), key

    def give(self, answer: HttpResponse) -> None:
        common = {"path": reverse("console:board"), "samesite": "Strict", "secure": settings.SESSION_COOKIE_SECURE}
        answer.set_cookie(_DEVICE_COOKIE, self._device, max_age=_DEVICE_LASTS_SECONDS, httponly=True, **common)
        answer.set_cookie(KEY_COOKIE, self._key, **common)


def _key(practice_id: UUID, person_id: UUID) -> str:
    """32 bytes of this person in this practice, as a cookie can carry them."""
    mac = salted_hmac("openkap.room.key", f"{practice_id}:{person_id}", algorithm="sha256")
    return base64.urlsafe_b64encode(mac.digest()).decode().rstrip("=")
