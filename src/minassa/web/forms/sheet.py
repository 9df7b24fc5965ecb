"""The form all others build on: our markup for fields, direction by content, errors tied to their fields."""

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import BaseRenderer
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

BIDI_OVERRIDES: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class LongSelect(forms.Select):
    """A choice among hundreds without groups, written in one go: Django's own takes a template for each option."""

    def render(
        self,
        name: str,
        value: Any,  # noqa: ANN401 - Django's own signature
        attrs: Mapping[str, Any] | None = None,
        renderer: BaseRenderer | None = None,  # noqa: ARG002 - Django names it
    ) -> SafeString:
        """The whole `<select>`."""
        chosen = {str(one) for one in self.format_value(value)}
        options = ((_option(str(key), str(text), chosen=str(key) in chosen),) for key, text in self.choices)
        given = self.build_attrs(self.attrs, {**(attrs or {}), "name": name})
        return format_html("<select{}>{}</select>", flatatt(given), format_html_join("", "{}", options))


def _option(key: str, text: str, *, chosen: bool) -> SafeString:
    if chosen:
        return format_html('<option value="{}" selected>{}</option>', key, text)
    return format_html('<option value="{}">{}</option>', key, text)


class Lines(forms.Textarea):
    """Lines of text, written without a template: a record's form has nearly a hundred of them."""

    def render(
        self,
        name: str,
        value: Any,  # noqa: ANN401 - Django's own signature
        attrs: Mapping[str, Any] | None = None,
        renderer: BaseRenderer | None = None,  # noqa: ARG002 - Django names it
    ) -> SafeString:
        """The whole `<textarea>`; the first line break is for the browser, which drops it."""
        given = self.build_attrs(self.attrs, {**(attrs or {}), "name": name})
        return format_html("<textarea{}>\n{}</textarea>", flatatt(given), self.format_value(value) or "")


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
