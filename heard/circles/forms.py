"""What people type to open circles and to sit in them."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.forms.boundfield import BoundWidget
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from heard.base.turn import turn_is_set_up
from heard.care.queries import reasons
from heard.circles.actions import Unfit, fit_name, fit_number
from heard.circles.core.formats import Format
from heard.circles.core.tables import table_sizes
from heard.circles.core.ways import MEDIA, most_people
from heard.circles.models import Mode
from heard.circles.queries import SITTING
from heard.circles.queries.reporting import HOST, WHOLE_CIRCLE, MayReport
from heard.people.queries import newest_text_with

MOST_NAMES = 200
MOST_SIGNS = 20_000

SENTENCES = {
    "required": gettext_lazy("Write who sits in it, one name in each line."),
    "max_length": gettext_lazy("Use at most %(limit_value)d letters; these are %(show_value)d."),
    "invalid_choice": gettext_lazy("Choose one of those that stand here."),
}

WAYS_TO_MEET = [
    (Mode.VIDEO.value, gettext_lazy("With faces and voices, each from where they are")),
    (Mode.VOICE.value, gettext_lazy("By voice, without faces")),
    (Mode.DEVICES.value, gettext_lazy("In one room, each with a phone")),
    (Mode.TABLE.value, gettext_lazy("One device on the table")),
]
ABOUT_WAYS = {
    Mode.VIDEO.value: gettext_lazy(
        "Up to six people. Camera and microphone stay off until each turns their own on."
    ),
    Mode.VOICE.value: gettext_lazy("Up to eight people. It also goes over weak lines."),
    Mode.DEVICES.value: gettext_lazy("Everyone has a link of their own and sees the same ring."),
    Mode.TABLE.value: gettext_lazy(
        "The phone or tablet lies in the middle or goes round. It goes on without a line."
    ),
}
READ_ONCE_MORE = gettext_lazy(
    "The words about what is kept are new since this page was opened. Read them, and go on."
)
NEEDS_HTTPS = gettext_lazy(
    "Choose one of these two: camera and microphone work only over HTTPS, and this node is not "
    "reached by it."
)


class NamesField(forms.CharField):
    """One name a line. Cleaned, it is a tuple of names."""

    widget = forms.Textarea

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=MOST_SIGNS, error_messages=SENTENCES, **kwargs)
        self.widget.attrs.update(
            {"rows": 6, "autocomplete": "off", "spellcheck": "false", "dir": "auto"}
        )

    def clean(self, value: Any) -> tuple[str, ...]:
        lines = [line for line in super().clean(value).splitlines() if line.strip()]
        if len(lines) > MOST_NAMES:
            raise forms.ValidationError(
                _("These are %(people)d names; write at most %(most)d.")
                % {"people": len(lines), "most": MOST_NAMES}
            )
        return tuple(_fit(line, number) for number, line in enumerate(lines, start=1))


def _fit(line: str, number: int) -> str:
    try:
        return fit_name(line)
    except Unfit as fault:
        sentence = _("Line %(number)d: %(fault)s") % {"number": number, "fault": fault.message}
        raise forms.ValidationError(sentence) from None


class OpeningForm(forms.Form):
    """What a circle is about, and who sits in it."""

    topic = forms.CharField(
        label=gettext_lazy("What is it about?"),
        help_text=gettext_lazy("A question or a few words. You may leave this empty."),
        max_length=200,
        error_messages=SENTENCES,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
    )
    names = NamesField(label=gettext_lazy("Who sits in it?"))
    mode = forms.ChoiceField(
        label=gettext_lazy("How do you meet?"),
        choices=WAYS_TO_MEET,
        error_messages={**SENTENCES, "required": gettext_lazy("Choose one of these.")},
        widget=forms.RadioSelect,
    )
    relay_only = forms.BooleanField(
        label=gettext_lazy("Everyone's network address stays hidden (all goes through our relay)"),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not turn_is_set_up():
            del self.fields["relay_only"]

    def ways(self) -> Iterator[tuple[BoundWidget, str]]:
        """Each way of meeting that this node can offer, and a line about it."""
        for radio in self["mode"]:
            way = str(radio.data["value"])
            if settings.HEARD_IS_SECURE or way not in MEDIA:
                yield radio, str(ABOUT_WAYS[way])

    def clean_mode(self) -> str:
        mode: str = self.cleaned_data["mode"]
        if mode in MEDIA and not settings.HEARD_IS_SECURE:
            raise forms.ValidationError(NEEDS_HTTPS)
        return mode

    def clean(self) -> dict[str, Any]:
        """Who meets in one room sends nothing that could be relayed."""
        said = self.cleaned_data
        if said.get("mode") not in MEDIA:
            said.pop("relay_only", None)
        return said


class StartForm(OpeningForm):
    """One circle of a known format."""

    host_sits = forms.BooleanField(
        label=gettext_lazy("I sit in it too; the first name is mine."), required=False
    )
    field_order = ["topic", "names", "host_sits", "mode", "relay_only"]

    def __init__(self, *args: Any, form: Format, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.format = form
        usual = Mode.VIDEO if settings.HEARD_IS_SECURE else Mode.DEVICES
        self.fields["mode"].initial = usual.value
        self.fields["names"].help_text = _("One name in each line, %(sizes)s.") % {
            "sizes": _sizes(form)
        }

    def clean_names(self) -> tuple[str, ...]:
        names: tuple[str, ...] = self.cleaned_data["names"]
        if not self.format.min <= len(names) <= self.format.max:
            raise forms.ValidationError(
                _("This way is for %(sizes)s; you wrote %(count)d.")
                % {"sizes": _sizes(self.format), "count": len(names)}
            )
        return names

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if "names" in said and "mode" in said:
            try:
                fit_number(said["mode"], len(said["names"]))
            except Unfit as fault:
                self.add_error("mode", fault.message)
        return said


class SplitForm(OpeningForm):
    """One group that becomes several tables."""

    format = forms.ChoiceField(label=gettext_lazy("Which way to listen?"), error_messages=SENTENCES)
    field_order = ["format", "topic", "names", "mode", "relay_only"]

    def __init__(self, *args: Any, formats: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["format"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = formats
        self.fields["names"].help_text = _("One name in each line, in the order of the tables.")
        self.fields["mode"].initial = Mode.TABLE.value

    def tables(self, form: Format) -> tuple[tuple[str, ...], ...] | None:
        """The names at each table; None, and a sentence at the names, where they do not fit."""
        names = list(self.cleaned_data["names"])
        largest = min(form.max, most_people(self.cleaned_data["mode"]))
        try:
            sizes = table_sizes(len(names), smallest=form.min, ideal=form.ideal, largest=largest)
        except ValueError:
            self.add_error(
                "names",
                _("%(count)d names do not fit at tables of %(sizes)s.")
                % {"count": len(names), "sizes": _sizes(form, largest)},
            )
            return None
        return tuple(tuple(names.pop(0) for _ in range(size)) for size in sizes)


class EnterForm(forms.Form):
    """What the others shall call me, and that I have read what is kept."""

    # The hash of the words that stood on the page.
    read = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    nickname = forms.CharField(
        label=gettext_lazy("What shall we call you?"),
        max_length=1000,
        error_messages=SENTENCES,
        required=False,
        widget=forms.TextInput(
            attrs={"autocomplete": "nickname", "maxlength": 80, "dir": "auto", "enterkeyhint": "go"}
        ),
    )

    def clean_nickname(self) -> str:
        try:
            return fit_name(self.cleaned_data["nickname"])
        except Unfit as fault:
            raise forms.ValidationError(fault.message) from None

    def clean(self) -> dict[str, Any]:
        """What is agreed to are the words of today, in the language in which they were read."""
        said = self.cleaned_data
        text = newest_text_with(SITTING, said.get("read", ""))
        if text is None:
            raise forms.ValidationError(READ_ONCE_MORE)
        said["language"] = text.language
        return said


class TryForm(EnterForm):
    """The same, but nobody needs a name to sit with companions."""

    def clean_nickname(self) -> str:
        if not self.cleaned_data["nickname"].strip():
            return _("You")
        return super().clean_nickname()


class ReportForm(forms.Form):
    """Whom it is about, why, and words if somebody has any. To be kept apart needs no reason."""

    about = forms.ChoiceField(
        label=gettext_lazy("Whom is it about?"),
        error_messages={**SENTENCES, "required": gettext_lazy("Choose one of these.")},
        widget=forms.RadioSelect,
    )
    reason = forms.ChoiceField(
        label=gettext_lazy("What is it?"),
        error_messages=SENTENCES,
        required=False,
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=gettext_lazy("In your words. You may leave this empty."),
        max_length=1000,
        error_messages=SENTENCES,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off", "dir": "auto"}),
    )
    part = forms.BooleanField(
        label=gettext_lazy("Never sit me with this person again"), required=False
    )

    def __init__(self, *args: Any, may: MayReport, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.may = may
        about, reason = self.fields["about"], self.fields["reason"]
        assert isinstance(about, forms.ChoiceField) and isinstance(reason, forms.ChoiceField)
        about.choices = [(str(number), name) for number, name in may.others]
        if may.host_is_outside:
            about.choices = [*about.choices, (HOST, _("Whoever hosts this circle"))]
        about.choices = [*about.choices, (WHOLE_CIRCLE, _("The whole circle"))]
        reason.choices = reasons()
        if not may.is_signed_in:
            del self.fields["part"]

    def outside(self) -> list[BoundWidget]:
        """What may be chosen beside the seats, whose names the room knows by itself."""
        return [radio for radio in self["about"] if radio.data["value"] in (HOST, WHOLE_CIRCLE)]

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        said.setdefault("part", False)
        if "reason" in said and not said["reason"] and not said["part"]:
            self.add_error("reason", _("Choose one of these."))
        return said

    def first_fault(self) -> str:
        return str(next(iter(self.errors.values()))[0])


def _sizes(form: Format, largest: int | None = None) -> str:
    most = largest or form.max
    if form.min == most:
        return ngettext("%(n)d person", "%(n)d people", form.min) % {"n": form.min}
    return _("%(min)d to %(max)d people") % {"min": form.min, "max": most}
