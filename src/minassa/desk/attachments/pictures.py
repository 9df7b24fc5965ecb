"""Pictures: checked by decoding them whole, and written anew from their pixels alone for whoever is not the owner. Pure."""

import io
import struct
import warnings
import zlib
from typing import Final

from PIL import Image, ImageOps, UnidentifiedImageError

from minassa.base import Invalid
from minassa.desk.attachments import faults
from minassa.desk.attachments.wholeness import is_whole

MOST_MILLIONS: Final = 40
MOST_PIXELS: Final = MOST_MILLIONS * 1_000_000
QUALITY: Final = 92

# Pillow only warns between its limit and twice its limit; here the limit is one.
Image.MAX_IMAGE_PIXELS = MOST_PIXELS
warnings.filterwarnings("error", category=Image.DecompressionBombWarning)
# That a camera wrote its EXIF badly is no news: it is left behind.
warnings.filterwarnings("ignore", category=UserWarning, module=r"PIL\.")

_BROKEN: Final = (
    UnidentifiedImageError, Image.DecompressionBombError, Image.DecompressionBombWarning, OSError, SyntaxError, ValueError, EOFError,
    IndexError, KeyError, TypeError, OverflowError, struct.error, zlib.error, MemoryError,
)  # fmt: skip
# Modes that are written as they are; anything else becomes RGB, or RGBA where parts are transparent.
_MODES: Final = {
    "PNG": frozenset({"1", "L", "LA", "RGB", "RGBA", "I;16"}),
    "JPEG": frozenset({"L", "RGB"}),
    "WEBP": frozenset({"RGB", "RGBA"}),
}


def check_picture(content: bytes, kind: str) -> None:
    """Decode a picture of this kind ("PNG", "JPEG" or "WEBP") whole. Raises Invalid."""
    _decoded(content, kind)


def cleaned(content: bytes, kind: str) -> bytes:
    """The same picture, made anew from its pixels: no EXIF, no place, no device, no comments, no second picture. Raises Invalid."""
    picture = _decoded(content, kind)
    try:
        upright = ImageOps.exif_transpose(picture)
        plain = _in_mode(upright, kind)
        bare = Image.frombytes(plain.mode, plain.size, plain.tobytes())
        out = io.BytesIO()
        bare.save(out, format=kind, **({} if kind == "PNG" else {"quality": QUALITY}))
    except _BROKEN as error:
        raise Invalid(faults.PICTURE, most=MOST_MILLIONS) from error
    return out.getvalue()


def tiny(kind: str) -> bytes:
    """One white pixel: in the place of a preview that may show what a document was before."""
    out = io.BytesIO()
    Image.new("RGB", (1, 1), "white").save(out, format=kind)
    return out.getvalue()


def _decoded(content: bytes, kind: str) -> Image.Image:
    try:
        picture = Image.open(io.BytesIO(content), formats=[kind])
        # Phones put further pictures behind a JPEG: they are left behind. Other kinds are moving pictures.
        moves = kind != "JPEG" and getattr(picture, "n_frames", 1) > 1
        if is_whole(content, kind) and not moves and picture.width * picture.height <= MOST_PIXELS:
            picture.load()
            return picture
    except _BROKEN as error:
        raise Invalid(faults.PICTURE, most=MOST_MILLIONS) from error
    raise Invalid(faults.PICTURE, most=MOST_MILLIONS)


def _in_mode(picture: Image.Image, kind: str) -> Image.Image:
    see_through = "transparency" in picture.info or picture.mode in {"LA", "PA", "RGBA", "RGBa"}
    if picture.mode in _MODES[kind] and "transparency" not in picture.info:
        return picture
    return picture.convert("RGBA" if see_through and kind != "JPEG" else "RGB")
