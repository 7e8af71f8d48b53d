"""Visits a served practice as a browser would: signs in, follows every link it is shown, and says what did not work."""

import urllib.error
import urllib.parse
import urllib.request
from collections import deque
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookiejar import CookieJar

__all__ = ["Visit", "Visitor"]

_PAGES_PER_VISITOR = 60


@dataclass(slots=True)
class Visit:
    """How many pages were opened, and which failed: who, where, why."""

    pages: int = 0
    failed: list[dict[str, str]] = field(default_factory=list)


class Visitor:
    """One person with their own cookies. `who` names them in what failed."""

    def __init__(self, base: str, *, who: str) -> None:
        self.base, self.who = base, who
        self._jar = CookieJar()
        self._browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self._jar))

    def sign_in(self, *, email: str, password: str, visit: Visit) -> None:
        self._open("/sign-in/", visit)
        self._open("/sign-in/", visit, {"login": email, "password": password})

    def open_link(self, token: str, visit: Visit) -> None:
        self._open(f"/c/{token}/", visit)
        self._open(f"/c/{token}/", visit, {})

    def look_around(self, start: str, visit: Visit) -> None:
        """Opens `start` and every page of this place that it leads to, each once, styles and scripts included."""
        waiting, seen = deque([start]), {start}
        while waiting and len(seen) <= _PAGES_PER_VISITOR * 4:
            path = waiting.popleft()
            for link in self._open(path, visit):
                target = urllib.parse.urlsplit(urllib.parse.urljoin(self.base + path, link))
                is_ours = f"{target.scheme}://{target.netloc}" == self.base
                where = target.path + (f"?{target.query}" if target.query else "")
                # Records of the same kind look alike: three of each are enough to know that the page works.
                if is_ours and where not in seen and sum(_kind(where) == _kind(one) for one in seen) < 3:
                    seen.add(where)
                    waiting.append(where)

    def _open(self, path: str, visit: Visit, data: dict[str, str] | None = None) -> list[str]:
        visit.pages += 1
        body = None
        if data is not None:
            token = next((cookie.value for cookie in self._jar if cookie.name == "csrftoken"), "") or self._token
            body = urllib.parse.urlencode({**data, "csrfmiddlewaretoken": token or ""}).encode()
        request = urllib.request.Request(self.base + path, data=body, headers={"Referer": self.base + path})  # noqa: S310 - our own address
        try:
            with self._browser.open(request, timeout=30) as reply:
                if not reply.headers.get_content_type().startswith("text/html"):
                    return []
                page = _Page()
                page.feed(reply.read().decode("utf-8"))
        except urllib.error.HTTPError as error:
            visit.failed.append({"who": self.who, "path": path, "why": f"answered {error.code}"})
            return []
        except OSError as error:
            visit.failed.append({"who": self.who, "path": path, "why": str(error)})
            return []
        self._token = page.token
        if not page.has_heading:
            visit.failed.append({"who": self.who, "path": path, "why": "the page has no heading"})
        return page.links

    _token = ""


def _kind(path: str) -> str:
    """The path with what names one record left out, so that records of the same kind are counted together."""
    return "/".join("*" if len(part) == 36 and part.count("-") == 4 else part for part in path.split("?")[0].split("/"))


class _Page(HTMLParser):
    """The links, styles and scripts of a page, its form token, and whether it has an h1."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.has_heading = False
        self.token = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.has_heading = self.has_heading or tag == "h1"
        if values.get("name") == "csrfmiddlewaretoken":
            self.token = values.get("value") or self.token
        link = values.get("src") if tag in ("script", "img") else values.get("href") if tag in ("a", "link") else None
        if link and not link.startswith(("tel:", "sms:", "mailto:", "#", "data:")):
            self.links.append(link)
