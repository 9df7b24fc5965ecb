"""The files of the EXERCISE node: a drawn number plate, a table, a checklist in Word. Made here, so that nobody's picture is in them."""

import io
from typing import Final
from uuid import UUID

from PIL import Image, ImageDraw, ImageFont

from minassa import desk
from minassa.access import Actor
from minassa.base import now
from minassa.desk import Bullets, Document, Facts, docx

PLATE: Final = "EX-1234-ML"
_SIZE: Final = (720, 260)


def put(actor: Actor, about: str, name: str, content: bytes) -> UUID:
    """Attach a file to a thing of the actor's agency, under the thing's own label; its id."""
    label = desk.thing_label(actor, about=about)
    return desk.attach(actor, about=about, label=label, name=name, content=content).id


def plate() -> bytes:
    """A number plate that no state gives out, as a picture."""
    picture = Image.new("RGB", _SIZE, "#f4f1e4")
    pen = ImageDraw.Draw(picture)
    pen.rounded_rectangle((8, 8, _SIZE[0] - 8, _SIZE[1] - 8), radius=24, outline="#222222", width=8)
    pen.text((360, 110), PLATE, fill="#222222", font=ImageFont.load_default(size=96), anchor="mm")
    pen.text((360, 205), "EXERCISE", fill="#a33", font=ImageFont.load_default(size=44), anchor="mm")
    made = io.BytesIO()
    picture.save(made, format="PNG")
    return made.getvalue()


def movements() -> bytes:
    """Two invented convoys as a table."""
    lines = (
        "day,from,to,lorries,note",
        "2026-09-03,EXERCISE north town,EXERCISE south town,4,EXERCISE paid in cash",
        "2026-09-27,EXERCISE south town,EXERCISE port,7,EXERCISE hired under false names",
    )
    return "".join(f"{line}\r\n" for line in lines).encode()


def checklist() -> bytes:
    """What to do before a control, to be written on."""
    steps = (
        "EXERCISE : prévenir les anciens la veille.",
        "EXERCISE : convenir d'un interprète.",
        "EXERCISE : dire où l'on se plaint, et à qui.",
        "EXERCISE : revenir dire ce qui a été trouvé.",
    )
    filled_in = tuple((line, "…") for line in ("EXERCISE : lieu", "EXERCISE : date", "EXERCISE : responsable"))
    document = Document(
        title="EXERCISE – avant un contrôle",
        language="fr",
        marks=("TLP:GREEN", "EXERCISE"),
        blocks=(Bullets(steps, ordered=True), Facts(filled_in)),
        reader="EXERCISE",
        printed_at=now(),
        issued_by="EXERCISE Direction de la sûreté, Maroc",
    )
    return docx(document)
