"""The lamps of a room, spoken to over the clinic's own network: WLED, Home Assistant, or a Hue bridge.

Optional. The file that `OPENKAP_LIGHTS` names lists them; whoever runs the server writes it, and no other address is
ever asked. It holds tokens, so it is kept like a secret. One table for each lamp, or group of lamps, of a room:

    [[lamp]]
    practice = "Alder House"
    room = "North"
    speaks = "wled"                    # or "home-assistant", "hue"
    address = "http://192.168.1.40"
    # home-assistant: token = "…", entity = "light.north"
    # hue: username = "…", group = "1"

How each is spoken to, as looked up on 2026-11-26: WLED, POST /json/state with on and bri 0 to 255
(https://kno.wled.ge/interfaces/json-api/); Home Assistant, POST /api/services/light/turn_on or turn_off with a bearer
token and brightness 0 to 255 (https://home-assistant.io/developers/api/); Hue, PUT
/api/<username>/groups/<group>/action with on and bri up to 254 (the bridge's older local interface, known from its
users' descriptions alone: unconfirmed by its maker).
"""

import json
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from openkap.terms.refusal import Refusal, RuleRefusal

__all__ = ["Lamp", "dim", "lamps_of", "read_lamps"]

_WAITS_SECONDS = 2.0
_MOST_BYTES = 65536
_NEEDS = {"wled": (), "home-assistant": ("token", "entity"), "hue": ("username", "group")}


@dataclass(frozen=True, slots=True)
class Lamp:
    """One lamp or group. `said`: what its protocol needs besides, such as a token; never shown."""

    practice: str
    room: str
    speaks: str
    address: str
    said: Mapping[str, str] = field(default_factory=dict, repr=False)


def lamps_of(practice: str, room: str | None) -> tuple[Lamp, ...]:
    """The lamps of this room; none where nobody listed any. Raises what `read_lamps` raises."""
    named = os.environ.get("OPENKAP_LIGHTS", "")
    if not named or not room:
        return ()
    return tuple(lamp for lamp in read_lamps(Path(named)) if (lamp.practice, lamp.room) == (practice, room))


def read_lamps(path: Path) -> tuple[Lamp, ...]:
    """Every lamp of the file. Raises Refusal that names the lamp and what is allowed."""
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8")).get("lamp", [])
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        raise Refusal("The file that OPENKAP_LIGHTS names cannot be read as TOML. Look at it, or unset it.") from None
    return tuple(_lamp(number, table) for number, table in enumerate(tables, start=1))


def dim(lamp: Lamp, percent: int) -> None:
    """Brings it to this part of its full brightness, 0 (off) to 100. Raises RuleRefusal when it does not answer."""
    method, path, body, headers = _words(lamp, percent)
    to = urlsplit(lamp.address)
    # It speaks to this one address: no proxy of the machine, and no redirect that a lamp may answer with.
    kind = HTTPSConnection if to.scheme == "https" else HTTPConnection
    line = kind(to.hostname or "", to.port, timeout=_WAITS_SECONDS)
    try:
        line.request(method, path, json.dumps(body).encode(), {"Content-Type": "application/json", **headers})
        answer = line.getresponse()
        told = answer.read(_MOST_BYTES)
    except (OSError, HTTPException):
        raise RuleRefusal(f"The light in {lamp.room} did not answer. Use its own switch.") from None
    finally:
        line.close()
    if not 200 <= answer.status < 300:
        raise RuleRefusal(f"The light in {lamp.room} did not take it. Use its own switch.")
    if lamp.speaks == "hue" and b'"error"' in told:  # it answers 200 to what it refuses
        raise RuleRefusal(f"The light in {lamp.room} did not take it. Use its own switch.")


def _words(lamp: Lamp, percent: int) -> tuple[str, str, dict[str, Any], dict[str, str]]:
    """
    >>> _words(Lamp("", "", "wled", ""), 20)
    ('POST', '/json/state', {'on': True, 'bri': 51}, {})
    >>> _words(Lamp("", "", "wled", ""), 0)
    ('POST', '/json/state', {'on': False}, {})
    >>> _words(Lamp("", "", "hue", "", {"username": "u", "group": "1"}), 100)
    ('PUT', '/api/u/groups/1/action', {'on': True, 'bri': 254}, {})
    """
    if lamp.speaks == "home-assistant":
        headers = {"Authorization": f"Bearer {lamp.said['token']}"}
        about: dict[str, Any] = {"entity_id": lamp.said["entity"]}
        if percent == 0:
            return "POST", "/api/services/light/turn_off", about, headers
        return "POST", "/api/services/light/turn_on", {**about, "brightness": round(255 * percent / 100)}, headers
    full = 254 if lamp.speaks == "hue" else 255
    body = {"on": True, "bri": max(1, round(full * percent / 100))} if percent else {"on": False}
    if lamp.speaks == "hue":
        return "PUT", f"/api/{quote(lamp.said['username'], '')}/groups/{quote(lamp.said['group'], '')}/action", body, {}
    return "POST", "/json/state", body, {}


def _lamp(number: int, table: Mapping[str, Any]) -> Lamp:
    which = f"Lamp {number} of OPENKAP_LIGHTS"
    speaks = table.get("speaks")
    if speaks not in _NEEDS:
        raise Refusal(f"{which}: speaks is one of {', '.join(_NEEDS)}.")
    wanted = ("practice", "room", "speaks", "address", *_NEEDS[speaks])
    for name in wanted:
        if not isinstance(table.get(name), str) or not table[name].strip():
            raise Refusal(f"{which}: {name} is missing, or is not a text.")
    if unknown := sorted(set(table) - set(wanted)):
        raise Refusal(f"{which}: {unknown[0]} is not known there. It takes {', '.join(wanted)}.")
    if not _is_near(table["address"]):
        raise Refusal(
            f"{which}: address is http or https, a host of the own network and perhaps a port, and nothing more: an "
            "address such as 192.168.1.40, or a name that ends in .local."
        )
    return Lamp(
        practice=table["practice"],
        room=table["room"],
        speaks=speaks,
        address=table["address"],
        said={name: table[name] for name in _NEEDS[speaks]},
    )


def _is_near(address: str) -> bool:
    """
    >>> [_is_near(f"http://{host}") for host in ("192.168.1.40:81", "wled.local", "[fe80::1]", "127.0.0.1")]
    [True, True, True, True]
    >>> [_is_near(one) for one in ("http://8.8.8.8", "http://a.example", "ftp://10.0.0.1", "http://u@10.0.0.1")]
    [False, False, False, False]
    >>> [_is_near(one) for one in ("http://10.0.0.1/x", "http://10.0.0.1?x", "10.0.0.1", "http://10.0.0.1:x", "")]
    [False, False, False, False, False]
    """
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return False
    bare = parts.path in ("", "/") and not parts.query and not parts.fragment and "@" not in parts.netloc
    if parts.scheme not in ("http", "https") or not bare:
        return False
    try:
        return ip_address(host).is_private or ip_address(host).is_link_local
    except ValueError:
        return host.endswith(".local")
