"""What people type to open circles and to sit in them."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from heard.circles.actions import Unfit, fit_name
from heard.circles.core.formats import Format
from heard.circles.core.tables import table_sizes
from heard.circles.models import Mode

MOST_NAMES = 200
MOST_SIGNS = 20_000

SENTENCES = {
    "required": gettext_lazy("Write who sits in it, one name in each line."),
    "max_length": gettext_lazy("Use at most %(limit_value)d letters; these are %(show_value)d."),
    "invalid_choice": gettext_lazy("Choose one of those that stand here."),
}

WAYS_TO_SIT = [
    (Mode.DEVICES.value, gettext_lazy("Each on a device")),
    (Mode.TABLE.value, gettext_lazy("One device on the table")),
]


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
        label=gettext_lazy("How do you sit?"),
        choices=WAYS_TO_SIT,
        initial=Mode.DEVICES.value,
        error_messages={**SENTENCES, "required": gettext_lazy("Choose one of the two.")},
        widget=forms.RadioSelect,
    )


class StartForm(OpeningForm):
    """One circle of a known format."""

    host_sits = forms.BooleanField(
        label=gettext_lazy("I sit in it too; the first name is mine."), required=False
    )
    field_order = ["topic", "names", "host_sits", "mode"]

    def __init__(self, *args: Any, form: Format, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.format = form
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


class SplitForm(OpeningForm):
    """One group that becomes several tables."""

    format = forms.ChoiceField(label=gettext_lazy("Which way to listen?"), error_messages=SENTENCES)
    field_order = ["format", "topic", "names", "mode"]

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
        try:
            sizes = table_sizes(len(names), smallest=form.min, ideal=form.ideal, largest=form.max)
        except ValueError:
            self.add_error(
                "names",
                _("%(count)d names do not fit at tables of %(sizes)s.")
                % {"count": len(names), "sizes": _sizes(form)},
            )
            return None
        return tuple(tuple(names.pop(0) for _ in range(size)) for size in sizes)


class EnterForm(forms.Form):
    """What the others shall call me."""

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


class TryForm(EnterForm):
    """The same, but nobody needs a name to sit with companions."""

    def clean_nickname(self) -> str:
        if not self.cleaned_data["nickname"].strip():
            return _("You")
        return super().clean_nickname()


def _sizes(form: Format) -> str:
    if form.min == form.max:
        return ngettext("%(n)d person", "%(n)d people", form.min) % {"n": form.min}
    return _("%(min)d to %(max)d people") % {"min": form.min, "max": form.max}
