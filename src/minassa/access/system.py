"""System actors: what the node does by itself, each with a name, a reason and a closed list of acts."""

from dataclasses import dataclass
from typing import Final

from minassa.access.types import Actor, ActorKind


@dataclass(frozen=True, slots=True)
class SystemActor:
    """Why this actor exists, and all that it may ever do."""

    reason: str
    acts: frozenset[str]


SYSTEM_ACTORS: Final[dict[str, SystemActor]] = {
    "setup": SystemActor(
        "whoever owns the node's folder makes its first agencies and people, and can shut a person out or in again",
        frozenset(
            {
                "agency.add",
                "agency.list",
                "community.add",
                "community.change",
                "person.add",
                "person.disable",
                "person.enable",
                "person.invite",
                "person.list",
                "person.reset",
                "person.roles",
            }
        ),
    ),
    "federation": SystemActor(
        "whoever owns the node's folder keeps its keys and trusts a secretariat, whose directory says which agencies and"
        " communities there are",
        frozenset(
            {
                "agency.add",
                "agency.change",
                "agency.list",
                "community.add",
                "community.change",
                "community.list",
                "directory.card",
                "directory.follow",
                "directory.publish",
                "directory.read",
                "directory.remove",
                "directory.trust",
                "keys.rotate",
                "ledger.accept",
                "peer.list",
                "release.list",
            }
        ),
    ),
    "records-index": SystemActor(
        "the index of names and words is built from all records; what it finds goes through the asker's own door",
        frozenset({"record.index"}),
    ),
    "diagrams": SystemActor(
        "what other agencies said about a diagram goes when its owner throws it away",
        frozenset({"diagram.tidy"}),
    ),
    "records-twins": SystemActor(
        "suspected duplicates are looked for among all records; who sees both of a pair is asked, and nobody else",
        frozenset({"record.find-twins"}),
    ),
    "imports": SystemActor(
        "the clock brings in the files that people sent, as those people, who are told when it is done",
        frozenset({"import.run", "notice.give"}),
    ),
    "content-index": SystemActor(
        "hashes of known content are held in memory to be compared; what is near goes through the asker's own door",
        frozenset({"content.index"}),
    ),
    "lists-update": SystemActor(
        "the clock fetches the official lists when nobody is there to ask for it",
        frozenset({"list.update", "list.checked", "list.import", "list.quarantine"}),
    ),
    "lists-recheck": SystemActor(
        "when a list changes, past checks are asked again and whoever asked is told what changed",
        frozenset({"check.recheck", "notice.give"}),
    ),
    "notices": SystemActor(
        "a notice is written into the inbox of a person who may be of another agency",
        frozenset({"notice.give"}),
    ),
    "mail": SystemActor(
        "people who want it are told by mail that they have new notices: how many, and nothing else",
        frozenset({"mail.due", "mail.send", "person.list"}),
    ),
    "keeper": SystemActor(
        "whoever owns the node's folder backs the node up and restores it, and what was removed since is removed again",
        frozenset({"lasting.again", "node.backup", "node.restore", "notice.give", "person.list", "release.ask"}),
    ),
    "liaison": SystemActor(
        "what other agencies say is taken into the file of whom it is for, whose people are told; the clock reminds them",
        frozenset(
            {
                "agency.list",
                "alert.receive",
                "alert.watch",
                "duty.receive",
                "duty.remind",
                "draft.forget",
                "expertise.receive",
                "expertise.remind",
                "liaison.books",
                "lookout.meet",
                "lookout.receive",
                "notice.give",
                "person.list",
                "practice.receive",
                "release.list",
                "report.receive",
                "request.forget-names",
                "request.receive",
                "request.remind",
            }
        ),
    ),
    "transactions": SystemActor(
        "the clock takes in the files of transactions that people brought and runs their searches, as those people, who are told when it is"
        " done; a file goes on its day of review",
        frozenset({"transactions.work", "transactions.forget", "notice.give"}),
    ),
    "incidents": SystemActor(
        "the clock looks up in which area of the map each incident lies",
        frozenset({"incident.place"}),
    ),
    "meetings": SystemActor(
        "invitations make the circle of a meeting's participants, who are told; who asks for the floor is put on the list, and what is published is shown to everybody;"
        " what the chair settles is written on proposals of all delegations, an objection breaks a silence, and the clock ends one",
        frozenset(
            {
                "agency.list",
                "community.add",
                "community.change",
                "community.list",
                "edition.public",
                "floor.place",
                "notice.give",
                "person.list",
                "text.adopt",
                "text.break-silence",
                "text.outcome",
                "text.public",
                "text.watch",
            }
        ),
    ),
    "feeds": SystemActor(
        "the clock fetches what an agency has chosen to follow, under the handling marks that it chose for it",
        frozenset({"feed.due", "feed.run", "feed.take"}),
    ),
    "taxii-publish": SystemActor(
        "what an agency releases is put into those of its collections that are for the same readers",
        frozenset({"release.follow", "collection.publish", "collection.due", "agency.list"}),
    ),
    "taxii-upkeep": SystemActor(
        "what became of a request to add objects is forgotten after some days",
        frozenset({"taxii.forget"}),
    ),
    "releases": SystemActor(
        "what is released is written into the owner's books, and told to agencies of this node, in the releaser's transaction;"
        " a restored node is sent again what it had",
        frozenset(
            {"release.again", "release.chase", "release.holders", "release.leave", "release.tidy", "release.write"}
        ),
    ),
    "exchange": SystemActor(
        "parcels are carried to other nodes and taken in from them when nobody is there; people are told what only they can mend",
        frozenset(
            {
                "agency.list",
                "ledger.cut",
                "notice.give",
                "parcel.place",
                "parcel.take-in",
                "peer.relay",
                "peer.send",
                "peer.take",
                "peer.witness",
                "person.list",
                "release.carry",
                "release.waiting",
            }
        ),
    ),
    "records-exchange": SystemActor(
        "what leaves names no record that was not released; proposals and their answers are written on both sides",
        frozenset({"record.books", "notice.give", "person.list", "agency.list", "community.list"}),
    ),
    "attachments": SystemActor(
        "files that other agencies send are kept, and those that go to them are read when they are carried; files are taken back and"
        " removed with what they were about, scanned when the scanner is back, wrapped under new keys, and swept",
        frozenset(
            {
                "agency.list",
                "attachment.carry",
                "attachment.leave",
                "attachment.receive",
                "attachment.remove",
                "attachment.rewrap",
                "attachment.scan",
                "attachment.sweep",
                "notice.give",
                "person.list",
                "release.list",
            }
        ),
    ),
    "programmes": SystemActor(
        "an adopted declaration makes its commitments; a review, a reply or an answer moves what another agency owns; the"
        " clock reminds of reports; what another node's agency shares is taken in",
        frozenset(
            {
                "agency.list",
                "commitment.make",
                "evaluation.answered",
                "notice.give",
                "period.remind",
                "person.list",
                "programme.receive",
                "progress-report.judged",
            }
        ),
    ),
    "briefings": SystemActor(
        "the clock finds which reports are to be begun, and tells their person; each is begun as that person",
        frozenset({"briefing.due", "notice.give"}),
    ),
    "payments": SystemActor(
        "the clock screens the files of payments that people sent, as those people, who are told when it is done",
        frozenset({"notice.give", "payment.run-files"}),
    ),
    "threats": SystemActor(
        "the clock finds for whom a forecast is to be made and whose warnings are to be looked at; all else is done as that person",
        frozenset({"forecast.due", "warning.due"}),
    ),
    "safeguards": SystemActor(
        "the clock finds who reads far more than usual and tells those who look after them; it watches the deadlines of incidents,"
        " and names in both those who may know as people come and go",
        frozenset(
            {
                "agency.list",
                "breach.file",
                "breach.watch",
                "notice.give",
                "person.list",
                "release.list",
                "scraping.raise",
                "scraping.slowed",
                "scraping.watch",
                "token.owners",
            }
        ),
    ),
    "watch": SystemActor(
        "when a list, a record or an alert changes, the subjects under watch that it may concern are found and asked as their keepers, who are"
        " told; the clock reminds of terms and ends them",
        frozenset({"list.read", "notice.give", "watch.find", "watch.term", "watch.work"}),
    ),
    "cases": SystemActor(
        "people are told of cases that are given to them, of what is decided about them, and of the review of their reports",
        frozenset({"notice.give", "person.list", "agency.list"}),
    ),
    "retention": SystemActor(
        "what has reached the end of its time is reviewed or removed by the clock (R07)",
        frozenset({"notice.give", "person.list", "record.expire", "record.review-due"}),
    ),
}


def system_actor(name: str) -> Actor:
    """The system actor of this name. Raises KeyError: there are no others."""
    return Actor(kind=ActorKind.SYSTEM, id=name, acts=SYSTEM_ACTORS[name].acts, name=name)
