"""A browser at the running shop: screens, faults of the network, and what a page did behind its reader's back."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, Request, Response, Route, expect

from config.local import places

AXE = places.ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
PHONE, DESK, SMALL = (390, 844), (1280, 800), (320, 640)
ARGUMENTS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-dev-shm-usage",
]


def chromium() -> str:
    """Debian's Chromium, or the one that CHROMIUM names. Fails where there is none."""
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    assert found, "No Chromium: apt-get install chromium, or say in CHROMIUM where it is."
    return found


@dataclass(frozen=True)
class Screen:
    """How somebody looks at the shop."""

    language: str = "en"
    theme: str = "light"
    size: tuple[int, int] = DESK
    market: str = "intl"

    def __str__(self) -> str:
        return f"{self.theme}-{self.language}-{'phone' if self.size == PHONE else 'desk'}"


ALL_SCREENS = [
    Screen(language, theme, size) for theme in ("light", "dark") for language in ("en", "fa") for size in (PHONE, DESK)
]


@dataclass
class Visit:
    """A page of the shop in a browser of its own, and everything it did wrong."""

    base: str
    page: Page
    screen: Screen
    complaints: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", lambda said: self._note(said.text) if said.type == "error" else None)
        self.page.on("pageerror", lambda error: self._note(f"not caught: {error}"))
        self.page.on("requestfailed", self._failed)
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("response", self._answered)

    def _note(self, text: str) -> None:
        if "status of 404" not in text:  # the browser's own line about a page that is missing on purpose
            self.complaints.append(text)

    def _failed(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # left before it was loaded
            self._note(f"{request.failure}: {request.url}")

    def _answered(self, response: Response) -> None:
        if response.status >= 500:
            self._note(f"{response.status}: {response.url}")

    def open(self, path: str) -> Response:
        prefix = "" if self.screen.language == "en" else f"/{self.screen.language}"
        address = path if path.startswith("http") else f"{self.base}{prefix}{path}"
        answer = self.page.goto(address, wait_until="networkidle")
        assert answer is not None
        return answer

    @property
    def foreign(self) -> list[str]:
        """What was asked of any other host."""
        ours = urlsplit(self.base).netloc
        return [url for url in self.asked if url.startswith("http") and urlsplit(url).netloc != ours]

    def violations(self) -> list[str]:
        """What axe finds against WCAG 2.0 to 2.2, A and AA."""
        self.page.evaluate(AXE.read_text())
        found: Any = self.page.evaluate("tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", AXE_TAGS)
        return [f"{one['id']}: {node['html'][:200]}" for one in found["violations"] for node in one["nodes"]]

    def heading(self) -> str:
        return self.page.locator("h1").inner_text()

    def api(self, path: str) -> Any:
        """What the API says to this browser."""
        return self.page.evaluate("path => fetch(path).then(answer => answer.json())", path)

    def fail(self, pattern: str, *, status: int = 500, times: int = 1_000) -> None:
        """Have the server break at these addresses, so many times."""
        left = [times]

        def break_it(route: Route) -> None:
            if left[0] <= 0:
                route.continue_()
                return
            left[0] -= 1
            body = {"code": "internal_error", "detail": "It broke.", "request_id": "01a2-the-request-id"}
            headers = {"X-Request-ID": "01a2-the-request-id", "Content-Type": "application/problem+json"}
            route.fulfill(status=status, headers=headers, body=json.dumps(body))

        self.page.route(pattern, break_it)

    def lose_answer(self, pattern: str) -> list[str]:
        """The server does its work once, and the answer is lost on the way; the requests that were let through."""
        sent: list[str] = []

        def lose(route: Route) -> None:
            sent.append(route.request.headers.get("idempotency-key", ""))
            if len(sent) == 1:
                route.fetch()
                route.abort("connectionreset")
            else:
                route.continue_()

        self.page.route(pattern, lose)
        return sent

    def slow(self, *, latency_ms: int = 400, bytes_a_second: int = 200_000) -> None:
        """A poor network, by the debugging protocol."""
        session = self.page.context.new_cdp_session(self.page)
        limits = {"latency": latency_ms, "downloadThroughput": bytes_a_second, "uploadThroughput": bytes_a_second}
        session.send("Network.enable")
        session.send("Network.emulateNetworkConditions", {"offline": False, **limits})

    def offline(self, is_away: bool = True) -> None:
        self.page.context.set_offline(is_away)


@dataclass
class Browsing:
    """Opens browsers of different people on different screens."""

    base: str
    browser: Browser
    shots: Path

    @contextmanager
    def someone(self, screen: Screen = Screen(), **options: Any) -> Iterator[Visit]:
        context = self.context(screen, **options)
        try:
            yield Visit(self.base, context.new_page(), screen)
        finally:
            context.close()

    def context(self, screen: Screen, **options: Any) -> BrowserContext:
        width, height = screen.size
        context = self.browser.new_context(viewport={"width": width, "height": height}, **options)
        context.set_default_timeout(60_000)
        cookies = {"theme": screen.theme, "django_language": screen.language, "market": screen.market}
        context.add_cookies([{"name": name, "value": value, "url": self.base} for name, value in cookies.items()])
        return context


def bag_filled(visit: Visit, slug: str) -> None:
    """Somebody puts a product into the bag, and the drawer shows it."""
    visit.open(f"/p/{slug}")
    visit.page.get_by_role("button", name="Add to bag").first.click()
    drawer = visit.page.get_by_role("dialog", name="Your bag")
    expect(drawer).to_be_visible()
    expect(drawer.get_by_role("link", name="Check out")).to_be_visible()
