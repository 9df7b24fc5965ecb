"""The form all others build on: our markup for fields, direction by content, errors tied to their fields."""

from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

BIDI_OVERRIDES: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class Sheet(forms.Form):
    """A form whose fields wear Tabler's classes; texts take the direction of what is typed, numbers never do."""

    left_to_right: frozenset[str] = frozenset()

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            self.dress(name, field.widget)

    def dress(self, name: str, widget: forms.Widget) -> None:
        """Give a widget its class and direction; boxes to tick are dressed by the style sheet alone."""
        if isinstance(widget, forms.CheckboxInput | forms.CheckboxSelectMultiple | forms.RadioSelect):
            return
        widget.attrs.setdefault("class", "form-select" if isinstance(widget, forms.Select) else "form-control")
        if isinstance(widget, forms.TextInput | forms.Textarea):
            widget.attrs.setdefault("dir", "ltr" if name in self.left_to_right else "auto")
            widget.attrs.setdefault("autocomplete", "off")
            widget.attrs.setdefault("placeholder", " ")  # lets the style sheet give an empty field the page's direction


def plain_number(value: str) -> None:
    """A validator for references and numbers: hidden controls that turn the reading direction are refused (S28)."""
    if BIDI_OVERRIDES & set(value):
        raise ValidationError(_("Take out the invisible signs that turn the reading direction."), code="bidi")
