"""Every word that the room shows, in one language, for the page to put together."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from heard.circles.words.plurals import plural


def room_words(language: str) -> dict[str, str]:
    """Words by key. `{name}` and the like are filled in on the page; `key.few` is a plural form."""
    with override(language):
        return {
            **_places_and_times(),
            **_floor(),
            **_loop(),
            **_together(),
            **_needs(),
            **_line(),
            **_seats(),
            **_closing(),
            **_table(),
            **_companions(),
        }


def _places_and_times() -> dict[str, str]:
    return {
        "turn_of": _("Turn {number} of {of}"),
        "round_of": _("Round {number} of {of}"),
        "seat_number": _("Seat {number}"),
        **plural(
            "time_minutes",
            lambda n: ngettext("About a minute", "About {count} minutes", n),
        ),
        "time_minute_left": _("About a minute left"),
        "time_less": _("Less than a minute"),
        "time_last": _("Time to come to an end"),
        "time_grace": _("Finish in your own time"),
        "time_over": _("The time is over"),
        "time_held": _("The clock rests"),
        "time_then_finish": _("{time}, then time to finish"),
    }


def _floor() -> dict[str, str]:
    return {
        "you_have_the_floor": _("You have the floor"),
        "you_have_the_floor_with": _("You have the floor, with {names}"),
        "have_the_floor": _("{names} have the floor"),
        "begin_when_you_like": _("Begin when you like. A pause is fine."),
        "let_reflect": _("Pause, and let {name} reflect"),
        "done_speaking": _("That is what I wanted to say"),
        "done_together": _("We are done"),
        "pass_on": _("I pass it on"),
        "listens_to_you": _("{name} is listening to you"),
        "speaks": _("{name} speaks"),
        "reflects": _("{name} reflects"),
        "will_reflect": _("{name} will reflect"),
        "reflects_to": _("{name} reflects to {speaker}"),
        "speaks_will_reflect": _("{name} speaks. {listener} will reflect."),
        "listens": _("You listen"),
        "nothing_to_do": _("Nothing to do."),
        "late": _("You came while a turn was running. You take part from the next one."),
        "volunteer": _("I would like to speak"),
        "raise_hand": _("Raise my hand"),
        "lower_hand": _("Lower my hand"),
        "floor_is_free": _("The floor is free"),
    }


def _loop() -> dict[str, str]:
    return {
        "give_back": _("Give back what you heard"),
        "give_back_soft": _("In your own words. No advice, no questions."),
        "done_reflecting": _("That is what I heard"),
        "waits_to_hear": _("{name} waits to hear it back"),
        "listen_for": _("You listen to {name}"),
        "listen_for_soft": _("Soon you give back what you heard."),
        "hears_back": _("{name} gives it back"),
        "hears_back_soft": _("Listen for whether it is what you meant."),
        "gave_back": _("{name} gave back"),
        "confirm": _("Is that what you meant?"),
        "confirm_soft": _("Only you can say. Take your time."),
        "confirm_all_good": _("All of these are good answers."),
        "says_whether": _("{name} says whether it was that"),
        "says_whether_soft": _("Only the speaker can say."),
        "answer_heard": _("I feel heard"),
        "answer_not_quite": _("Not quite. I’ll say it again"),
        "answer_more": _("There is more"),
        "answer_is_all": _("That is all"),
        "answer_enough": _("That is enough for me"),
        "answer_hear_something": _("I would like to hear something"),
        "assist": _("This is hard to hear. Say one thing only, or let someone else give it back."),
        "assist_by": _("This is hard to hear. {name} can help you both."),
        "choose": _("Who shall reflect for you?"),
        "choose_soft": _("Tap a name. Whoever you ask may say no, and nobody sees it."),
        "choosing_mine": _("We ask who reflects"),
        "choosing_mine_soft": _("You begin in a moment."),
        "chooses": _("{name} is choosing who reflects"),
        "asked": _("Would you reflect this time?"),
        "asked_soft": _("{name} will speak, and you give back what you hear."),
        "asked_unseen": _("If you would rather not, nobody sees it."),
        "accept": _("Yes, I will listen"),
        "decline": _("Not this time"),
        "who_begins": _("Who would like to begin?"),
        "who_begins_soft": _("There is no hurry. Whoever begins chooses first."),
    }


def _together() -> dict[str, str]:
    return {
        "together": _("Together"),
        "ready": _("I am here and ready"),
        "ready_on": _("Ready to go on"),
        "ready_close": _("Ready to close"),
        "begin": _("Begin with those who are here"),
        "move_on": _("Go on"),
        "you_are_ready": _("You are ready. It goes on in a moment."),
        "wait_for": _("You are ready. We wait for {names}."),
        **plural(
            "are_here",
            lambda n: ngettext("{here} of {of} is here", "{here} of {of} are here", n),
        ),
        "paused": _("We pause"),
        "paused_soft": _("Nothing is wrong. The clock rests, and every turn is kept."),
        "pause_kept": _("Who keeps the process has paused. It goes on when they say so."),
        "hushed": _("The facilitator asked for quiet. You can still leave or raise a concern."),
        "resume": _("Go on"),
        "too_few": _("We wait a little"),
        "too_few_soft": _("Too few are here to go on. Seats and turns are kept."),
        "slider_title": _("How full are you?"),
        "slider_prompt": _("0 is empty, 10 is brimming over."),
        "slider_blind": _("Nobody sees your answer before everyone has given theirs."),
        "slider_done": _("That is how I am"),
        "slider_in": _("Yours is kept. {in} of {of} have answered."),
        "slider_value": _("{name} {value}"),
        "another_card": _("Another question"),
    }


def _needs() -> dict[str, str]:
    return {
        "needs": _("I need something"),
        "need_more_time": _("More time"),
        "need_more_time_note": _("A minute or more for this turn."),
        "need_pass": _("Pass"),
        "need_pass_note": _("Your turn is kept. Passing is always fine."),
        "need_pause": _("A pause for all"),
        "need_pause_note": _("The clock rests until someone goes on."),
        "need_rest": _("Do not ask me to reflect"),
        "need_rest_end": _("You may ask me to reflect again"),
        "need_rest_note": _("Nobody sees this."),
        "need_raise_concern": _("Raise a concern"),
        "need_raise_concern_note": _("Only the host and the facilitator see it."),
        "need_settle_concern": _("{name} has a concern: it is settled"),
        "need_settle_concern_note": _("Ask first whether it is."),
        "need_move_on": _("Go on to what comes next"),
        "need_move_on_note": _("You keep the process."),
        "concern_told": _("We have told the host. You can step out at any time."),
        "concern_of": _("{name} has raised a concern"),
    }


def _line() -> dict[str, str]:
    return {
        "connecting": _("Taking your seat"),
        "lost": _("Your line dropped. Your seat and your time are kept."),
        "back": _("You are back."),
        "not_saved": _("We could not save that. Nothing is lost; try again."),
        "moved": _("You sit on another device now. This page rests."),
        "refused": _("We cannot seat you here. Open your link again."),
        "try_again": _("Sit here again"),
        "waiting_moves": _("Kept here until the line is back."),
    }


def _seats() -> dict[str, str]:
    return {
        "state_speaking": _("speaks"),
        "state_reflecting": _("reflects"),
        "state_witnessing": _("listens"),
        "state_choosing": _("chooses"),
        "state_away": _("is away, the seat is kept"),
        "state_left": _("has left"),
        "state_empty": _("is not here yet"),
        "state_late": _("came later"),
        "state_here": _("is here"),
        "state_ready": _("is ready"),
        "you": _("you"),
        "companion": _("companion"),
        "would_like_to_speak": _("would like to speak"),
        "has_left": _("{name} has left."),
        "is_away": _("{name} is away. The seat is kept."),
        "is_back": _("{name} is back."),
    }


def _closing() -> dict[str, str]:
    return {
        "closed": _("The circle is closed. Thank you."),
        "closed_too_few": _(
            "Too few stayed, so the circle is closed. Nothing is your fault. Thank you for coming."
        ),
        "closed_nobody_came": _("Nobody else came this time. Thank you for being here."),
        "how_heard": _("How heard did you feel?"),
        "how_understood": _("How well do you think you understood {name}?"),
        "of_turn": _("Your turn {number}"),
        "rate_0": _("Not at all"),
        "rate_1": _("A little"),
        "rate_2": _("Half"),
        "rate_3": _("Mostly"),
        "rate_4": _("Fully"),
        "rate_kept": _("Kept. You can change it until you leave."),
        "rate_note": _(
            "One tap, and you are done. Your answer is added to everyone’s. No one in the "
            "circle sees it."
        ),
        "rather_not": _("I’d rather not say"),
        "next_step": _("One small next step, for yourself"),
        "next_step_note": _("It stays on this device. Nobody else sees it."),
        "done_here": _("I am done"),
        "goodbye": _("Go well."),
        "goodbye_soft": _("You can close this page."),
    }


def _table() -> dict[str, str]:
    return {
        "table_ready": _("We are ready"),
        "table_tap": _("Whoever would like to taps their name."),
        "table_choose": _("Who shall reflect? Tap a name."),
        "listener_will_reflect": _("{name} will give it back"),
        "table_pass": _("{name} passes"),
        "table_raise_hand": _("{name} would like to speak"),
        "table_lower_hand": _("{name} no longer would"),
        "table_done": _("That is what I wanted to say"),
        "anyone_may_pause": _("Anyone may pause"),
        "upright": _("Keep all text upright"),
        "turned": _("Turn text to whoever has the floor"),
        "without_line": _("No line just now. The circle goes on; all is kept on this device."),
        "needs_line": _("The line is needed to go on. Time runs on, and nothing is lost."),
        "pass_device": _("Pass the device to {name}"),
        "pass_device_soft": _("For {name} only. The answer is hidden after the tap."),
        "show_mine": _("I have it"),
        "hidden": _("Kept and hidden."),
        "skip_ratings": _("No questions today"),
        "for_seat": _("For {name}"),
    }


def _companions() -> dict[str, str]:
    """Three short stories: what a companion says, adds, gives back and answers."""
    return {
        "speak.0": _(
            "My brother and I have not spoken since spring. On Sunday I wrote him a letter "
            "and did not send it."
        ),
        "more.0": _("What I mean is: I am not angry any more. I only do not know how to begin."),
        "echo.0": _(
            "You wrote to your brother and kept the letter. The anger is gone, and the "
            "beginning is hard."
        ),
        "speak.1": _(
            "At work I say yes to everything. Last week I noticed that I had not had one "
            "evening for myself."
        ),
        "more.1": _("And underneath I think: if I say no, they will see that they do not need me."),
        "echo.1": _(
            "You say yes until no evening is left. And there is a fear that a no would "
            "make you unneeded."
        ),
        "speak.2": _(
            "We moved here two years ago. I know the streets now, but nobody at the market "
            "knows my name."
        ),
        "more.2": _("It is not that people are unkind. I miss being expected somewhere."),
        "echo.2": _(
            "You know the place, but the place does not know you yet. You miss being expected."
        ),
        "reflect.0": _(
            "I am a companion and cannot hear you. A person would now say in their own "
            "words what they heard."
        ),
        "reflect.1": _(
            "I am a companion, so these words are a script. Here someone would give back "
            "the heart of what you said."
        ),
        "reflect.2": _(
            "A companion has no ears. In a circle of people, this is where your words come "
            "back to you."
        ),
        "confirm.0": _("Yes. That is what I meant."),
        "confirm.1": _("Yes, that is it. It is good to hear it from outside."),
        "confirm.2": _("Yes. I feel heard."),
    }
