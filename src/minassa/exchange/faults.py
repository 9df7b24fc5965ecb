"""What can go wrong with collections: each code with its sentence and the next step."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from minassa.base import Refused, fault_code


class TooLarge(Refused):
    """More than one request may carry."""

    status = 413


NO_COLLECTION: Final = fault_code(
    "taxii.no-collection",
    _("There is no such collection, or not for you."),
    _("Ask for the list of collections, and take an id from there."),
)
NO_OBJECTS: Final = fault_code(
    "taxii.no-objects",
    _("The collection holds nothing with this id that you can see."),
    _("Ask for the collection's manifest, and take an id from there."),
)
NO_STATUS: Final = fault_code(
    "taxii.no-status",
    _("There is no such status, or it has been forgotten: statuses are kept for %(days)s days."),
    _("Send the objects again; those that are there already are not doubled."),
)
NOT_OPEN: Final = fault_code(
    "taxii.not-open",
    _("This collection takes nothing from you."),
    _("Ask the agency that keeps it to open it, or choose another collection."),
)
NOT_OWNER: Final = fault_code(
    "taxii.not-owner",
    _("It belongs to another agency, and only its owner changes or deletes it."),
    _("Send an object of your own about it, such as a note, an opinion or a sighting."),
)
TOO_NARROW: Final = fault_code(
    "taxii.too-narrow",
    _("It is marked TLP:RED, for named persons, and the collection names none."),
    _("Share it with those persons by another way."),
)
TOO_MANY: Final = fault_code(
    "taxii.too-many",
    _("The envelope holds more than %(most)s objects."),
    _("Send them in several envelopes."),
)
NOT_AN_ENVELOPE: Final = fault_code(
    "taxii.not-an-envelope",
    _("The body is not a TAXII envelope with a list of objects."),
    _('Send one JSON document such as {"objects": [...]}.'),
)
NO_RELEASES: Final = fault_code(
    "taxii.no-releases",
    _("This collection does not take what your agency releases."),
    _("Make a collection that does: `minassa taxii collection add NAME --releases`."),
)
TITLE_MISSING: Final = fault_code(
    "taxii.title-missing",
    _("A collection needs a title of at most %(most)s letters."),
    _("Write the title."),
)

FEED_ADDRESS: Final = fault_code(
    "feed.address",
    _("“%(address)s” is not an address of a feed."),
    _(
        "Give the https address of a STIX file, of a TAXII collection (it ends with /collections/ and the collection's id), or of the"
        " manifest.json of a feed in MISP's format."
    ),
)
FEED_KNOWN: Final = fault_code(
    "feed.known",
    _("This feed is followed already."),
    _("See it on the page of feeds."),
)
FEED_OPTIONS: Final = fault_code(
    "feed.options",
    _("A feed needs a title of at most 200 letters, and is fetched every 5 minutes to 7 days."),
    _("Correct the title or the minutes."),
)
FEED_SECRET: Final = fault_code(
    "feed.secret",
    _("There is no readable secret “%(name)s” for this feed."),
    _("Write the token, or name:password, into the file %(name)s in the folder secrets/feeds of the node."),
)
NO_FEED: Final = fault_code(
    "feed.no-feed",
    _("There is no such feed, or not for you."),
    _("Ask for the list of feeds."),
)
FEED_RUNNING: Final = fault_code(
    "feed.running",
    _("This feed is being fetched already."),
    _("Wait until that has ended, and look at its page."),
)
FEED_ANSWER: Final = fault_code(
    "feed.answer",
    _("“%(host)s” did not answer as a TAXII 2.1 server does."),
    _("Check the feed's address; if it is right, tell whoever runs that server."),
)
FEED_REFUSED: Final = fault_code(
    "feed.refused",
    _("“%(host)s” refused the request with status %(status)s."),
    _("Check the feed's secret and what that server lets you read; then resume the feed."),
)
NO_EVENT: Final = fault_code(
    "feed.no-event",
    _("The feed's manifest names this event, but there is none under its address."),
    _("Tell whoever publishes the feed; it is fetched again the next time."),
)
FEED_CIRCLE: Final = fault_code(
    "feed.circle",
    _("“%(host)s” gives the same page again and again."),
    _("Tell whoever runs that server; the feed begins again where it was."),
)
