"""Pages in a real browser: Debian's chromium, driven by playwright."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import pytest

CHROMIUM = shutil.which("chromium")
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE, DESK = 390, 1400


@dataclass
class Sight:
    """An open page, and what went wrong on it."""

    page: Any
    messages: list[str] = field(default_factory=list)
    """What the console said, and errors of the page."""
    requests: list[str] = field(default_factory=list)
    """Addresses asked for, other than the page itself and `data:`."""

    def unfold(self) -> None:
        """Opens everything that is folded, so that it is looked at, too."""
        self.page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")

    def width(self) -> int:
        """How wide the page is with what sticks out of it, in CSS pixels."""
        wide: int = self.page.evaluate("document.documentElement.scrollWidth")
        return wide

    def faults(self) -> list[str]:
        """What axe finds in the structure of the page, each as rule, impact and the first element."""
        return self._axe(None, {"rules": {"color-contrast": {"enabled": False}}})

    def faint(self) -> list[str]:
        """Text without enough contrast, of the first rows of each table and plot: the others have the same colours."""
        rows = [["tbody tr:nth-child(n+5)"], ["ol.plain > li:nth-child(n+5)"], ["article:nth-of-type(n+9)"]]
        return self._axe({"exclude": rows}, {"runOnly": ["color-contrast"]})

    def _axe(self, context: dict[str, Any] | None, options: dict[str, Any]) -> list[str]:
        from axe_playwright_python.sync_playwright import Axe

        found = Axe().run(self.page, context=context, options={"resultTypes": ["violations"], **options})
        return [
            f"{one['id']} ({one['impact']}): {one['nodes'][0]['html'][:200]}" for one in found.response["violations"]
        ]


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A browser with a profile of its own."""
    if CHROMIUM is None:
        pytest.skip("chromium is not installed (apt-get install chromium)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def look(chromium: Any) -> Callable[..., Any]:
    """Opens a file: `with look(path, width=390, scheme="dark") as sight`."""

    @contextmanager
    def opened(
        file: Path, *, width: int = DESK, scheme: Literal["light", "dark"] = "light", script: bool = True
    ) -> Iterator[Sight]:
        context = chromium.new_context(
            viewport={"width": width, "height": 844}, color_scheme=scheme, java_script_enabled=script
        )
        try:
            page = context.new_page()
            sight = Sight(page)
            page.on("console", lambda message: sight.messages.append(message.text))
            page.on("pageerror", lambda error: sight.messages.append(str(error)))
            page.on("request", lambda request: sight.requests.append(request.url))
            page.goto(file.as_uri())
            sight.requests = [url for url in sight.requests if url != file.as_uri() and not url.startswith("data:")]
            yield sight
        finally:
            context.close()

    return opened
