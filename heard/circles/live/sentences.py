"""Says in a sentence, with names, why a move is not made."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from heard.circles.actions import Answer

Names = Mapping[int, str]


def sentence(answer: Answer, names: Names) -> str:
    """In the language that is active. Codes without words of their own get the general ones."""
    if answer.code == "not_your_turn":
        return _whose_turn(answer, names)
    name = names.get(answer.seat or 0)
    if name and answer.code == "already_spoken":
        return _("%(name)s has spoken in this round; the others come first.") % {"name": name}
    if name and answer.code == "not_a_candidate":
        return _("%(name)s cannot be asked now. Ask someone else.") % {"name": name}
    if name and answer.code == "has_no_floor":
        return _("%(name)s does not have the floor now.") % {"name": name}
    return _plain().get(answer.code or "", _("That cannot be done now."))


def _whose_turn(answer: Answer, names: Names) -> str:
    speaker, listener = names.get(answer.speaker or 0), names.get(answer.listener or 0)
    if speaker and listener:
        return _("%(listener)s is listening; %(speaker)s has the turn.") % {
            "listener": listener,
            "speaker": speaker,
        }
    if speaker:
        return _("%(speaker)s has the turn.") % {"speaker": speaker}
    return _("It is not your turn yet.")


def _plain() -> dict[str, str]:
    return {
        "closed": _("This circle has ended."),
        "paused": _("The circle is paused. Anyone can let it go on."),
        "pause_kept": _(
            "Who keeps the process has paused the circle. It goes on when they say so, or by "
            "itself after five minutes."
        ),
        "hushed": _("The facilitator asked for quiet. You can still leave or raise a concern."),
        "removed": _("You were asked to leave this circle."),
        "not_the_host": _("Who hosts the circle cannot be hushed or removed."),
        "not_yourself": _("That is for others. You can pass, rest or leave at any time."),
        "late": _("You came a little later: when this turn ends, you take part."),
        "not_here": _("You have left this circle."),
        "not_a_seat": _("There is no such seat in this circle."),
        "doors_closed": _("This circle has begun and its doors are closed."),
        "already_spoken": _("Everyone speaks once before anyone speaks again."),
        "not_a_candidate": _("That person cannot be asked now. Ask someone else."),
        "no_more_time": _("There is no more time to add to this turn."),
        "nothing_to_pass": _("You have no turn to pass on now."),
        "too_few": _("Too few people are here to begin."),
        "host_only": _("Only who hosts the circle can do that."),
        "not_a_value": _("That number does not stand on the scale."),
        "not_your_seat": _("You can only act for your own seat."),
        "of_the_house": _("That happens by itself."),
        "id_is_taken": _("That was sent before by someone else."),
        "not_your_rating": _("Only who spoke or listened in a turn can say how it was."),
        "ratings_closed": _("The time for that has passed. Thank you all the same."),
        "no_floor": _("You can write your own words while you have the floor."),
        "has_no_floor": _("They do not have the floor now."),
        "not_your_words": _("Only who was asked to write captions can write the words of others."),
        "whose_words": _("Several people have the floor. Say whose words these are."),
        "nobody_speaks": _("Nobody has the floor now."),
        "nothing_to_write": _("At a table no words are written down."),
        "no_words": _("There are no words in that."),
        "too_many_words": _("At most 300 letters go at once. Send the rest after them."),
        "not_agreed": _("That needs your consent. Load this page again to read what is kept."),
        "no_concern": _("There is no concern of yours that these words could go with."),
    }
