"""The public page as a folder: whole in itself, in four languages, the same bytes each time, and only of what is published."""

import io
import re
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import docx
import pypdf
import pytest
from django.conf import settings
from typer.testing import CliRunner

from minassa import meetings
from minassa.base import NotFound, held_at, now
from minassa.cli.meetings import app
from minassa.desk import rendering_fault
from minassa.exchange.peers.keys import make_node_keys
from minassa.web.public_site import public_edition_named, site_of
from tests.meetings.text.scene import TITLES, Meeting, a_meeting, fresh

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(bool(rendering_fault()), reason=rendering_fault() or "PDF can be made"),
]
_LINK = re.compile(r'(?:href|src)="([^"]*)"|url\(["\']?([^"\')]*)')


def a_published_meeting() -> Meeting:
    meeting = a_meeting()
    make_node_keys(settings.MINASSA.home, at=now())
    chair = fresh(meeting.secretary)
    meeting.to_clean()
    meetings.start_silence(chair, declaration=meeting.text, hours=72)
    with held_at(now().replace(year=now().year + 1)):
        meetings.adopt_text(fresh(chair), declaration=meeting.text)
    for verb in (meetings.begin_concordance, meetings.fix_texts):
        verb(chair, declaration=meeting.text)
    meetings.sign_text(meeting.kenya, declaration=meeting.text)
    for verb in (meetings.close_signing, meetings.publish_text):
        verb(chair, declaration=meeting.text)
    communique = {"en": "EXERCISE communique", "ar": "تمرين بيان"}
    meetings.publish_edition(chair, edition=meeting.edition, communique=communique)
    return meeting


def links_of(path: str, content: bytes) -> list[str]:
    return [first or second for first, second in _LINK.findall(content.decode())]


def test_a_folder_is_whole_in_itself_and_the_same_each_time(tmp_path: Path) -> None:
    meeting = a_published_meeting()
    meetings.begin_declaration(
        meeting.secretary,
        edition=meeting.edition,
        titles=dict.fromkeys(TITLES, "CANARY draft"),
        reference="en",
        is_sample=True,
    )
    words = ["publish", "5", "--out", str(tmp_path), "--home", str(settings.MINASSA.home), "--json"]
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 0, done.output
    written = {str(one.relative_to(tmp_path)): one.read_bytes() for one in tmp_path.rglob("*") if one.is_file()}
    with held_at(now().replace(year=now().year + 2)):
        assert site_of(public_edition_named(str(meeting.edition))) == written
    expected = {f"{code}/{name}" for code in ("ar", "en", "fr", "pt") for name in _NAMES}
    assert expected | {"index.html", "declaration-1-signatures.json", "style.css", "icon.svg"} <= set(written)
    for path, content in written.items():
        assert b"CANARY" not in content
        if path.endswith((".html", ".css")):
            found = links_of(path, content)
            assert not [one for one in found if urlsplit(one).scheme or one.startswith("/")], path
            there = {
                urljoin(f"http://x/{path}", one).removeprefix("http://x/") for one in found if not one.startswith("#")
            }
            assert there <= set(written), path
            assert b"<script" not in content
    page = written["ar/index.html"].decode()
    assert ('lang="ar" dir="rtl"' in page, "تمرين بيان" in page) == (True, True)
    assert "نقرر" in written["ar/declaration-1.html"].decode()
    word = docx.Document(io.BytesIO(written["fr/declaration-1.docx"]))
    assert any("Décidons" in one.text for one in word.paragraphs)
    printed = pypdf.PdfReader(io.BytesIO(written["pt/declaration-1.pdf"]))
    assert "Decidimos" in "".join(one.extract_text() for one in printed.pages)


_NAMES = ("index.html", "declaration-1.html", "declaration-1.pdf", "declaration-1.docx")


def test_what_is_not_published_makes_no_folder(tmp_path: Path) -> None:
    meeting = a_meeting()
    words = ["publish", str(meeting.edition), "--out", str(tmp_path / "site"), "--home", str(settings.MINASSA.home)]
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 1
    with pytest.raises(NotFound):
        public_edition_named("5")
    assert not (tmp_path / "site").exists()
