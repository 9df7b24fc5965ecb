"""Saved diagrams: kept, opened by others as far as they may see, told what is gone, carried out and in, commented, thrown away."""

import io
from dataclasses import replace
from uuid import UUID, uuid4

import networkx as nx
import orjson
import pytest

from minassa.access import Actor, Handling, Role, Tlp, door, system_actor
from minassa.audit.models import LineRow
from minassa.base import Conflict, Invalid, NotFound, Refused
from minassa.records import (
    DiagramView,
    DiagramWriting,
    Drawing,
    Line,
    Point,
    RecordView,
    amend_record,
    close_diagram,
    comment_diagram,
    discard_diagram,
    explore,
    export_diagram,
    import_diagram,
    keep_diagram,
    list_diagrams,
    read_diagram,
    share_diagram,
)
from minassa.records.acts import DIAGRAM_READ, DIAGRAM_TIDY
from minassa.records.models import DiagramComment
from minassa.records.nexus import held
from minassa.records.nexus.diagram_out import on_paper
from minassa.records.nexus.diagrams import shown_of
from tests.factories import actor_for, an_actor, make_agency, make_user
from tests.records.made import PURPOSE, add, own_label

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_graph_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that has just begun."""
    monkeypatch.setattr(held, "_held", None)


class Scene:
    """An agency with a supervisor, and a diagram: Awa and Kofi by a phone; the phone and its links are its own, the people for all."""

    def __init__(self) -> None:
        self.agency = make_agency()
        self.actor = actor_for(make_user(self.agency, (Role.ANALYST, Role.SUPERVISOR)), stepped_up=True)
        self.reader = actor_for(make_user(make_agency(), (Role.ANALYST,)))
        green = own_label(self.actor, Tlp.GREEN)
        self.awa, self.kofi = (add(self.actor, f"EXERCISE {name}", label=green) for name in ("Awa <&> آوا", "Kofi"))
        self.phone = add(self.actor, "+226 70 00 00 01", schema="PhoneLine")
        self.links = [self.tied(self.awa, self.phone), self.tied(self.phone, self.kofi)]
        self.direct = self.tied(self.awa, self.kofi, Tlp.GREEN)
        self.id = keep_diagram(self.actor, writing=DiagramWriting("EXERCISE Net", self.drawn(), "EXERCISE note"))

    def tied(self, source: RecordView, target: RecordView, tlp: Tlp = Tlp.AMBER) -> RecordView:
        label = own_label(self.actor, tlp)
        return add(
            self.actor, "", schema="UnknownLink", subject=source.origin, object=target.origin, role="uses", label=label
        )

    def drawn(self) -> Drawing:
        found = explore(self.actor, ids=[self.awa.id], purpose=PURPOSE)
        points = [Point(row.id, 100 + 40 * at, 60, at == 1, at == 0) for at, row in enumerate(found.subjects)]
        lines = [Line(tie.record.id, tie.source, tie.target, tie.kind) for tie in found.ties]
        group = frozenset({self.phone.id, self.kofi.id})
        return Drawing(self.awa.id, tuple(points), tuple(lines), (group,), (self.phone.id,))

    def seen(self, actor: Actor) -> DiagramView:
        return read_diagram(actor, id=self.id, purpose=PURPOSE)

    def shared(self) -> None:
        to = [f"agency:{self.reader.agency}"]
        share_diagram(self.actor, id=self.id, tlp=Tlp.AMBER, to=to, handling=[Handling.H1])


@pytest.fixture
def scene() -> Scene:
    return Scene()


def on(view: DiagramView) -> tuple[set[UUID], set[UUID]]:
    return {row.id for row in view.subjects}, {tie.record.id for tie in view.ties}


def test_a_diagram_is_kept_shared_and_seen_by_each_as_far_as_they_may(scene: Scene) -> None:
    """Planted for the other agency: a phone on the sheet, in a group and among what was left out, and links to it."""
    whole = scene.seen(scene.actor)
    assert replace(whole.drawing, points=(), lines=()) == replace(scene.drawn(), points=(), lines=())
    assert on(whole)[1] == {scene.direct.id, *(one.id for one in scene.links)}
    assert (whole.gone, whole.fresh, whole.changed) == ((), frozenset(), ())
    with pytest.raises(NotFound):
        scene.seen(scene.reader)
    assert list_diagrams(scene.reader).rows == ()
    scene.shared()
    (row,) = list_diagrams(scene.reader).rows
    assert (row.title, row.marks) == ("EXERCISE Net", ("TLP:AMBER", "H1", "EXERCISE"))
    told = scene.seen(scene.reader)
    assert on(told) == ({scene.awa.id, scene.kofi.id}, {scene.direct.id})
    assert (told.gone, told.fresh, told.can) == ((), frozenset(), ("comment",))
    assert str(scene.phone.id) not in repr(told)
    assert all(str(one.id) not in repr(told) for one in scene.links)
    with pytest.raises(Refused):
        keep_diagram(scene.reader, writing=DiagramWriting("EXERCISE Mine", scene.drawn()), id=scene.id)
    close_diagram(scene.actor, id=scene.id, only_me=True)
    with pytest.raises(NotFound):
        scene.seen(scene.reader)
    assert "Net" not in "".join(LineRow.objects.values_list("details", flat=True))


def test_what_changed_since_is_told_to_who_put_it_there_alone(scene: Scene) -> None:
    colleague = actor_for(make_user(scene.agency, (Role.ANALYST,)))
    elsewhere = {"subject": (scene.awa.origin,), "object": (scene.phone.origin,)}
    amend_record(scene.actor, id=scene.direct.id, properties=elsewhere, version=scene.direct.version)
    fresh = scene.tied(scene.kofi, scene.awa)
    mine, theirs = scene.seen(scene.actor), scene.seen(colleague)
    assert [(one.id, one.kind) for one in mine.gone] == [(scene.direct.id, "UnknownLink")]
    assert {record for record, *_more in mine.fresh} == {fresh.id, scene.direct.id}
    assert theirs.gone == ()
    version = mine.row.version
    again = DiagramWriting("EXERCISE Net", mine.drawing)
    keep_diagram(scene.actor, writing=again, id=scene.id, version=version)
    assert scene.seen(scene.actor).gone == ()
    with pytest.raises(Conflict):
        keep_diagram(scene.actor, writing=again, id=scene.id, version=version)


def test_who_keeps_it_over_takes_nothing_away_that_they_cannot_see(scene: Scene) -> None:
    """A colleague for whom a person's record is closed keeps the diagram: the person is still on it for who put them there."""
    label = own_label(scene.actor, Tlp.RED, audience=(f"user:{scene.actor.user_id}",))
    secret = add(scene.actor, "EXERCISE Canary", label=label)
    drawing = scene.drawn()
    with_secret = replace(drawing, points=(*drawing.points, Point(secret.id, 5, 5)))
    keep_diagram(scene.actor, writing=DiagramWriting("EXERCISE Net", with_secret), id=scene.id)
    colleague = actor_for(make_user(scene.agency, (Role.ANALYST,)))
    seen = scene.seen(colleague)
    assert str(secret.id) not in repr(seen)
    keep_diagram(colleague, writing=DiagramWriting("EXERCISE Fewer", replace(seen.drawing, points=())), id=scene.id)
    assert {row.id for row in scene.seen(scene.actor).subjects} == {secret.id}
    assert scene.seen(colleague).subjects == ()


def test_a_file_comes_back_without_loss_and_other_programs_read_it(scene: Scene) -> None:
    def file(form: str) -> bytes:
        return export_diagram(scene.actor, id=scene.id, form=form, purpose=PURPOSE)  # type: ignore[arg-type] # one of the three

    first = file("json")
    told = orjson.loads(first)
    assert (told["format"], told["version"], told["title"]) == ("minassa-diagram", 1, "EXERCISE Net")
    assert {one["caption"] for one in told["subjects"]} >= {"EXERCISE Awa <&> آوا"}
    scene.id = import_diagram(scene.actor, content=first)
    assert orjson.loads(file("json")) == told
    for form, read in (("graphml", nx.read_graphml), ("gexf", nx.read_gexf)):
        graph = read(io.BytesIO(file(form)))
        assert set(graph.nodes) == {one["id"] for one in told["subjects"]}
        assert {(a, b) for a, b, *_more in graph.edges} == {(one["source"], one["target"]) for one in told["ties"]}
        assert graph.nodes[str(scene.awa.id)]["label"] == "EXERCISE Awa <&> آوا"
        assert {values["record"] for *_ends, values in graph.edges(data=True)} == {one["id"] for one in told["ties"]}
    with pytest.raises(Refused):
        export_diagram(replace(scene.actor, stepped_up_at=None), id=scene.id, form="json", purpose=PURPOSE)


def test_a_file_that_is_no_diagram_is_refused() -> None:
    one, actor = str(uuid4()), an_actor()
    plain = {"format": "minassa-diagram", "version": 1, "title": "EXERCISE", "centre": one, "subjects": []}
    faulty: list[dict[str, object]] = [
        {"version": 2},
        {"title": ""},
        {"title": 7},
        {"centre": "nobody"},
        {"subjects": [{"id": one, "x": -1, "y": 0}]},
        {"subjects": [{"id": one, "x": True, "y": 0}]},
        {"subjects": [{}] * 501},
        {"ties": [{"id": one, "source": 1, "target": 2, "kind": "Family"}]},
        {"groups": [{"members": []}]},
        {"narrowed": {"kind": "<b>"}},
        {"narrowed": []},
        {"left_out": "all"},
    ]
    for change in faulty:
        with pytest.raises(Invalid):
            import_diagram(actor, content=orjson.dumps(plain | change))
    assert import_diagram(actor, content=orjson.dumps(plain)) != one


def test_comments_are_for_the_readers_and_go_with_the_diagram(scene: Scene) -> None:
    scene.shared()
    comment_diagram(scene.reader, id=scene.id, text="EXERCISE Seen in our port too.")
    comment_diagram(scene.actor, id=scene.id, text="EXERCISE Thank you.")
    for one in (scene.actor, scene.reader):
        assert [said.text[:13] for said in scene.seen(one).comments] == ["EXERCISE Seen", "EXERCISE Than"]
    third = actor_for(make_user(make_agency(), (Role.ANALYST,)))
    with pytest.raises(NotFound):
        comment_diagram(third, id=scene.id, text="EXERCISE")
    with pytest.raises(Refused):
        discard_diagram(scene.reader, id=scene.id)
    discard_diagram(scene.actor, id=scene.id)
    assert list_diagrams(scene.actor).rows == ()
    with door(system_actor("diagrams"), DIAGRAM_TIDY):
        assert not DiagramComment.objects.exists()


def test_a_drawing_on_paper_has_what_its_reader_sees(scene: Scene) -> None:
    scene.shared()
    for actor, count in ((scene.actor, 3), (scene.reader, 2)):
        view, graph = scene.seen(actor), held.present_graph()
        with door(actor, DIAGRAM_READ, purpose=PURPOSE) as opened:
            drawn = on_paper("EXERCISE Net", view.drawing, shown_of(graph, view.drawing, opened))
        assert (len(drawn.points), len(drawn.arrows)) == (count, len(view.ties))
        assert {one.look for one in drawn.points if "Awa" in one.name} == {"round"}
        assert len(drawn.strokes.split("M")) == 2 * len(view.ties) + 1
