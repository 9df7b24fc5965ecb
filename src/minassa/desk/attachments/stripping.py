"""What comes in is checked, and the form that others get is made: without who made it, where, when and with what. Pure.

The original is never changed; it stays sealed for its owner. Where something cannot be taken out for certain, `left` says what, and a
person must confirm that it may leave.
"""

from dataclasses import dataclass

from minassa.desk.attachments import office, opendocument, pictures
from minassa.desk.attachments.archives import Budget, packed, refused, unpacked
from minassa.desk.attachments.formats import (
    PICTURES,
    TEXTS,
    Format,
    check_json,
    check_text,
    format_of,
    refuse_second_face,
)
from minassa.desk.attachments.names import checked_name, ending
from minassa.desk.attachments.portable import check_portable


@dataclass(frozen=True, slots=True)
class SharedForm:
    """The form for others; None where it is the file as it came. `left`: words for what could not be taken out."""

    content: bytes | None
    left: tuple[str, ...] = ()


def shared_form(kind: Format, content: bytes, budget: Budget | None = None) -> SharedForm:
    """Check a file of this kind whole and make its shared form. Raises Invalid for what is not taken."""
    budget = budget or Budget()
    if kind in PICTURES:
        refuse_second_face(kind, content)
        pictures.check_picture(content, PICTURES[kind])
        return SharedForm(pictures.cleaned(content, PICTURES[kind]))
    if kind in TEXTS:
        refuse_second_face(kind, content)
        (check_json if kind is Format.JSON else check_text)(content)
        return SharedForm(None)
    if kind is Format.PDF:
        refuse_second_face(kind, content)
        from minassa.desk.attachments.repaging import repaged  # noqa: PLC0415 - takes a second to load, and most commands never need it

        check_portable(content)
        return SharedForm(*repaged(content))
    return _of_archive(kind, unpacked(content, budget), budget)


def _of_archive(kind: Format, files: dict[str, bytes], budget: Budget) -> SharedForm:
    if kind is Format.ZIP:
        return _of_plain_archive(files, budget)
    room = opendocument if kind in {Format.ODT, Format.ODS} else office
    room.check(kind, files)
    inner = {name: _embedded(name, data, budget) for name, data in files.items() if ending(name) in room.EMBEDDED}
    kept, left = room.stripped({**files, **{name: form.content or b"" for name, form in inner.items()}})
    found = dict.fromkeys([*left, *(word for form in inner.values() for word in form.left)])
    return SharedForm(packed(kept, stored=room.STORED), tuple(found))


def _embedded(name: str, data: bytes, budget: Budget) -> SharedForm:
    """A document inside a document, such as the sheet behind a chart."""
    budget.depth += 1
    form = shared_form(format_of(name), data, budget)
    budget.depth -= 1
    return form


def _of_plain_archive(files: dict[str, bytes], budget: Budget) -> SharedForm:
    kept, left = {}, dict[str, None]()
    for name, data in files.items():
        checked_name(name.rpartition("/")[2])
        form = _embedded(name, data, budget)
        kept[name] = data if form.content is None else form.content
        left.update(dict.fromkeys(form.left))
    if not kept:
        raise refused("empty")
    return SharedForm(packed(kept), tuple(left))
