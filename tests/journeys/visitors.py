"""Someone with a browser: what they press, what they are told, and what goes wrong unseen."""

import json
import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Request, WebSocket
from playwright.sync_api import Error as BrowserFault

from tests.nodes import Node

PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 800}
PATIENCE = 15_000
# The room takes a tap within 350 ms of a button's coming for one that was meant for the button
# before it, so people here look before they tap, too.
LOOKS_FOR = 400

# Keeps whatever a screen reader would have said.
LISTEN = """
window.told = [];
new MutationObserver((changes) => {
  for (const { target } of changes) {
    const region = (target.nodeType === 1 ? target : target.parentElement)?.closest("[aria-live]");
    if (region?.textContent) window.told.push(region.textContent);
  }
}).observe(document, { subtree: true, childList: true, characterData: true });
document.addEventListener("securitypolicyviolation", (event) => {
  console.error(`CSP: ${event.violatedDirective} ${event.blockedURI}`);
});
"""


@dataclass
class Visitor:
    """One person with one device, who uses a finger, or with `keyboard` only keys."""

    context: BrowserContext
    node: Node
    name: str = ""
    keyboard: bool = False
    faults: list[str] = field(default_factory=list)
    view: dict[str, Any] = field(default_factory=dict)
    foreseen: int = -1

    def __post_init__(self) -> None:
        self.context.set_default_timeout(PATIENCE)
        self.context.add_init_script(LISTEN)
        self.page = self.context.new_page()
        self.page.on("console", self._note_console)
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("request", self._note_request)
        self.page.on("websocket", self._note_socket)

    def open(self, address: str) -> "Visitor":
        self.page.goto(address if "://" in address else self.node.url + address)
        return self

    def press(self, label: str | re.Pattern[str], role: Any = "button") -> None:
        """Presses what bears this label, until it is gone."""
        found = self.page.get_by_role(role, name=label, exact=True)
        for _again in range(4):
            found.wait_for()
            self.page.wait_for_timeout(LOOKS_FOR)
            try:
                one = found.element_handle(timeout=1_000)
                self._enter(one) if self.keyboard else one.click(timeout=2_000)
                one.wait_for_element_state("hidden", timeout=3_000)
            except BrowserFault:
                if not found.count():
                    return
            else:
                return
        raise AssertionError(f"{label} stays after it was pressed:\n{self.reads()}")

    def opens(self, found: Locator) -> None:
        """Presses what stays where it is."""
        one = found.element_handle()
        self._enter(one) if self.keyboard else one.click()

    def reaches(self, element: Any) -> None:
        """Goes with Tab until this has the focus."""
        for _step in range(60):
            if element.evaluate("(element) => element === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"No Tab leads to {element.inner_text()!r}.")

    def sees(self, words: str | re.Pattern[str]) -> None:
        try:
            self.page.get_by_text(words).locator("visible=true").first.wait_for()
        except BrowserFault:
            raise AssertionError(f"{words} is not to be seen:\n{self.reads()}") from None

    def reads(self) -> str:
        """The page as a screen reader has it."""
        return str(self.page.locator("body").aria_snapshot())

    @property
    def told(self) -> list[str]:
        """What the live regions of this page have said."""
        return list(self.page.evaluate("window.told"))

    def part(self, name: str) -> str:
        return self.page.locator(f"[data-part={name}]").inner_text()

    def until_stage(self, stage: str) -> None:
        self.page.locator(f"[data-stage={stage}]").wait_for()

    # ── what happens unseen ─────────────────────────────────────────────────

    def _enter(self, element: Any) -> None:
        self.reaches(element)
        self.page.keyboard.press("Enter")

    def _note_console(self, message: ConsoleMessage) -> None:
        # A browser says of each page that is not there that it is not there.
        if message.type in ("error", "warning") and "Failed to load resource" not in message.text:
            self.faults.append(message.text)

    def _note_request(self, request: Request) -> None:
        asked = urlsplit(request.url)
        if (
            asked.scheme in ("http", "https", "ws")
            and asked.netloc != urlsplit(self.node.url).netloc
        ):
            self.faults.append(f"asked {asked.netloc}")

    def _note_socket(self, socket: WebSocket) -> None:
        socket.on("framereceived", self._note_frame)

    def _note_frame(self, frame: str | bytes) -> None:
        message = json.loads(frame)
        if message["type"] == "view":
            self.view = message["view"]
        elif message["type"] == "ahead":
            self.foreseen = message["seq"]


def sign_in(visitor: Visitor, email: str) -> None:
    """On the page that asks for it, with the code from the mail, which stands in the log."""
    before = len(visitor.node.log)
    visitor.page.get_by_label("Your e-mail address").fill(email)
    visitor.page.locator("main form button").first.click()
    visitor.page.locator("[name=code]").fill(code_after(visitor, before))
    visitor.page.locator("main form button").first.click()


def code_after(visitor: Visitor, before: int) -> str:
    visitor.page.locator("[name=code]").wait_for()
    return str(re.findall(r"^\s*(\d{6})$", visitor.node.log[before:], re.MULTILINE)[-1])


def open_circle(
    host: Visitor,
    names: list[str],
    *,
    form: str = "empathy-circle-20",
    mode: str = "devices",
    table: bool = False,
) -> list[str]:
    """Makes the seats on the page that is for it, and returns the links."""
    host.open(f"/start/{form}/")
    return fill_in_circle(host, names, mode="table" if table else mode)


def fill_in_circle(host: Visitor, names: list[str], *, mode: str = "devices") -> list[str]:
    host.page.locator("[name=names]").fill("\n".join(names))
    host.page.locator(f"[name=mode][value={mode}]").check()
    host.page.locator("main form .button").click()
    links = host.page.locator(".invite__address a")
    links.first.wait_for()
    return [str(each.get_attribute("href")) for each in links.all()]


def take_seat(visitor: Visitor, link: str) -> None:
    """Three taps from the link: the nickname stands there, the agreements are read, and in."""
    visitor.open(link)
    visitor.page.locator("[name=nickname]").fill(visitor.name)
    button = visitor.page.locator("main form .button").element_handle()
    visitor._enter(button) if visitor.keyboard else button.click()
    visitor.page.locator("live-room[data-line=open]").wait_for()
