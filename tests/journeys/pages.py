"""What every page must be, whoever looks at it and with what."""

from pathlib import Path

import axe_playwright_python

from tests.journeys.visitors import DESKTOP, PHONE, Visitor

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
OPEN_TO_ALL = [
    "/",
    "/formats/",
    "/formats/empathy-circle/",
    "/formats/empathy-circle/print/",
    "/start/",
    "/look/",
    "/try/",
    "/accounts/login/",
    "/sit/forged/",
    "/table/forged/",
    "/nowhere/",
]
OF_A_HOST = ["/start/empathy-circle-20/", "/split/", "/circles/"]
# Light and dark, phone and desktop, from the left and from the right.
LOOKS = {
    "light-phone": {"color_scheme": "light", "viewport": PHONE},
    "arabic-dark-desktop": {"color_scheme": "dark", "viewport": DESKTOP, "locale": "ar"},
    "light-desktop": {"color_scheme": "light", "viewport": DESKTOP},
    "dark-phone": {"color_scheme": "dark", "viewport": PHONE},
    "arabic-light-phone": {"color_scheme": "light", "viewport": PHONE, "locale": "ar"},
}
EVERYDAY = ("light-phone", "arabic-dark-desktop")


def faults_of(visitor: Visitor) -> list[str]:
    """What axe finds on the page as it stands."""
    visitor.page.evaluate(AXE)
    found = visitor.page.evaluate("() => axe.run()")["violations"]
    return [
        f"{visitor.page.url} {fault['id']}: {node['html'][:200]} {node.get('failureSummary', '')}"
        for fault in found
        for node in fault["nodes"][:2]
    ]


def leans_over(visitor: Visitor) -> list[str]:
    """What makes the page wider than its window."""
    return list(
        visitor.page.evaluate(
            """() => {
  const wide = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= wide) return [];
  const over = [...document.body.querySelectorAll("*")].filter((each) => {
    const box = each.getBoundingClientRect();
    return box.width && (box.right > wide + 1 || box.left < -1);
  });
  return [location.pathname, ...over.slice(0, 4).map((each) => each.outerHTML.slice(0, 120))];
}"""
        )
    )
