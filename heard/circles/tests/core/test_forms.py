"""What the other formats ask of the rules: lots, sliders, hands, pairs, inner circles."""

from heard.circles.core.moves import Move, MoveKind
from heard.circles.core.viewing import view
from heard.circles.tests.core.circles import Sitting


def test_blind_answers_are_only_counted_until_the_house_compares_them() -> None:
    sitting = Sitting("one-to-one-empathy", 2).everyone_arrives().to_phase("slider")

    sitting.do("set_slider", 2, value=1)

    shown = view(sitting.circle, 1)["slider"]
    assert shown == {"mine": False, "in": 1, "of": 2}
    refusal = sitting.do("set_slider", 1, value=11)
    assert refusal is not None
    assert refusal.code == "not_a_value"
    sitting.do("set_slider", 1, value=8)
    sitting.make(Move(MoveKind.LEAD_CHOSEN, target=2))
    assert sitting.circle.speaker == 2


def test_a_silent_listener_never_has_the_floor_in_a_dyad() -> None:
    sitting = Sitting("daily-dyad", 2).to_the_first_turn()

    assert view(sitting.circle, 2)["floor"] == [sitting.circle.speaker]
    sitting.wait(minutes=5)
    assert sitting.circle.spoken == {1}
    assert sitting.circle.speaker == 2


def test_half_of_a_fishbowl_talks_and_then_the_other_half() -> None:
    sitting = Sitting("fishbowl", 5).everyone_arrives()
    bowls = []
    while not sitting.circle.is_closed:
        if sitting.circle.stage == "turn" and sitting.circle.phase.group == "inner_outer":
            bowls.append(sitting.circle.holders)
        sitting.until_it_changes()

    inner = [bowl for number, bowl in enumerate(bowls) if bowl not in bowls[:number]]
    assert [len(bowl) for bowl in inner[:2]] == [3, 2]
    assert sorted(inner[0] + inner[1]) == [1, 2, 3, 4, 5]


def test_a_restorative_circle_moves_on_when_the_facilitator_says_so() -> None:
    sitting = Sitting("restorative-circle", 4).everyone_arrives()
    gated = [phase for phase in sitting.circle.format.phases if phase.gates.facilitator]

    assert gated
    while not (sitting.circle.stage == "together" and sitting.circle.phase.gates.facilitator):
        sitting.until_it_changes()
    refusal = sitting.do("move_on", 2)
    assert refusal is not None
    assert refusal.code == "host_only"
    assert sitting.do("move_on", 1) is None


def test_lots_give_everyone_a_place() -> None:
    drawn = [
        name
        for name in ("yes-and", "mirror-warm-up", "council", "story-circle")
        if any(phase.order == "draw" for phase in Sitting(name, 4).circle.format.phases)
    ]

    for name in drawn:
        sitting = Sitting(name, 4, seed=7).everyone_arrives()
        while not sitting.circle.lots:
            sitting.until_it_changes()
        assert sorted(sitting.circle.lots) == [1, 2, 3, 4]
    assert drawn


def test_a_pair_may_pass_and_plays_at_the_end_of_the_round() -> None:
    sitting = Sitting("yes-and", 4).to_the_first_turn()
    pair = sitting.circle.holders
    assert "pass" in sitting.moves(pair[1])

    sitting.do("pass", pair[1])

    assert sitting.circle.kept == pair
    assert not set(sitting.circle.holders) & set(pair)
