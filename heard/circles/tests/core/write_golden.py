"""Write the golden log of each shipped version that has none: `python -m …write_golden`.

A golden log is never written anew: it says what a released version did.
"""

import json
from pathlib import Path

from heard.circles.core.applying import replay
from heard.circles.core.events import to_record
from heard.circles.core.floors import sliders_are_in
from heard.circles.core.moves import Move, MoveKind
from heard.circles.core.viewing import view
from heard.circles.tests.core.circles import FORMATS, START, Sitting, shipped

NOT_PLAYED = ("leave", "settle_concern")
GOLDEN = Path(__file__).parent / "golden"


def play(name: str) -> Sitting:
    """A circle in which people do what is offered, pass, drop and come back, by a fixed seed."""
    sitting = Sitting(name, shipped(name).ideal, seed=11).everyone_arrives()
    dice = sitting.rng
    while not sitting.circle.is_closed:
        sitting.wait(seconds=dice.choice((2, 15, 40)))
        if sitting.circle.is_closed:
            break
        seat = dice.randint(1, len(sitting.circle.seats))
        if dice.random() < 0.05:
            sitting.make(Move(MoveKind.LOSE, seat))
            sitting.wait(seconds=5)
            sitting.make(Move(MoveKind.COME_BACK, seat))
        offers = [m for m in view(sitting.circle, seat)["moves"] if m["move"] not in NOT_PLAYED]
        if offers and not sitting.circle.is_closed:
            offer = dice.choice(offers)
            details = {"target": dice.choice(offer["targets"])} if offer.get("targets") else {}
            details |= {"value": dice.randint(0, 10)} if offer["move"] == "set_slider" else {}
            sitting.do(offer["move"], seat, **details)
        if sliders_are_in(sitting.circle):
            sitting.make(Move(MoveKind.LEAD_CHOSEN, target=2))
    return sitting


def write(name: str) -> None:
    form = shipped(name)
    file = GOLDEN / f"{name}-{form.version}.json"
    if file.exists():
        return
    sitting = play(name)
    circle, views = sitting.opened, []
    told = sitting.told
    for seq in sorted({told[len(told) * part // 4] for part in range(4)} | {told[-1]}):
        for seat in (1, 2):
            shown = view(replay(circle, sitting.log[:seq]), seat)
            views.append({"seq": seq, "seat": seat, "view": shown})
    golden = {
        "format": form.document,
        "seats": len(circle.seats),
        "facilitator": circle.facilitator,
        "created_at": START.isoformat(),
        "log": [[*to_record(event), event.at.isoformat()] for event in sitting.log],
        "views": views,
    }
    file.write_text(json.dumps(golden, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    for each in FORMATS:
        write(each)
