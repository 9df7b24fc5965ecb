"""The schemata that others extend: a thing, an interval of time, a value in money, an interest."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from minassa.records.vocabulary.model import (
    ADDRESS,
    COUNTRY,
    DATE,
    EMAIL,
    IDENTIFIER,
    IP,
    LANGUAGE,
    NAME,
    NUMBER,
    PHONE,
    REFERENCE,
    TEXT,
    TOPIC,
    URL,
    Declared,
    Property,
)

_THING: Final = (
    Property("name", _("Name"), NAME),
    Property("alias", _("Alias"), NAME),
    Property("previousName", _("Previous name"), NAME),
    Property("weakAlias", _("Weak alias"), NAME),
    Property("country", _("Country"), COUNTRY),
    Property("summary", _("Summary"), TEXT),
    Property("notes", _("Notes"), TEXT, guarded=True),
    Property("description", _("Description"), TEXT),
    Property("sourceUrl", _("Source link"), URL, guarded=True),
    Property("publisher", _("Published by")),
    Property("publisherUrl", _("Publisher's address on the web"), URL),
    Property("alephUrl", "Aleph URL", URL),
    Property("wikipediaUrl", "Wikipedia", URL),
    Property("wikidataId", "Wikidata", IDENTIFIER, format="wikidata"),
    Property("keywords", _("Keywords")),
    Property("topics", _("Topics"), TOPIC),
    Property("address", _("Address"), ADDRESS),
    Property("addressEntity", _("Address"), REFERENCE, range="Address"),
    Property("program", _("Programme")),
    Property("programId", _("Programme reference"), IDENTIFIER),
    Property("proof", _("Source document"), REFERENCE, range="Document", guarded=True),
    Property("riskSource", _("Listed because of"), REFERENCE, range="Thing"),
    Property("indexText", _("Further text"), TEXT),
    Property("createdAt", _("Created on"), DATE),
    Property("modifiedAt", _("Changed on"), DATE),
    Property("retrievedAt", _("Retrieved on"), DATE),
)

_INTERVAL: Final = (
    Property("startDate", _("From"), DATE),
    Property("endDate", _("Until"), DATE),
    Property("date", _("Date"), DATE),
    Property("summary", _("Summary"), TEXT),
    Property("description", _("Description"), TEXT),
    Property("recordId", _("Reference in the source"), IDENTIFIER),
    Property("sourceUrl", _("Source link"), URL, guarded=True),
    Property("proof", _("Source document"), REFERENCE, range="Document", guarded=True),
    Property("publisher", _("Published by")),
    Property("publisherUrl", _("Publisher's address on the web"), URL),
    Property("alephUrl", "Aleph URL", URL),
    Property("namesMentioned", _("Names mentioned"), NAME),
    Property("indexText", _("Further text"), TEXT),
    Property("modifiedAt", _("Changed on"), DATE),
    Property("retrievedAt", _("Retrieved on"), DATE),
)

_ANALYZABLE: Final = (
    Property("detectedLanguage", _("Language found"), LANGUAGE),
    Property("detectedCountry", _("Country found"), COUNTRY),
    Property("namesMentioned", _("Names mentioned"), NAME),
    Property("peopleMentioned", _("People mentioned"), NAME),
    Property("companiesMentioned", _("Companies mentioned"), NAME),
    Property("ibanMentioned", _("IBANs mentioned"), IDENTIFIER, format="iban"),
    Property("ipMentioned", _("IP addresses mentioned"), IP),
    Property("locationMentioned", _("Places mentioned"), ADDRESS),
    Property("phoneMentioned", _("Phone numbers mentioned"), PHONE),
    Property("emailMentioned", _("E-mail addresses mentioned"), EMAIL),
)

ROOTS: Final = (
    Declared(
        "Thing",
        _("Thing"),
        _("Things"),
        abstract=True,
        caption=("name",),
        featured=("name", "country"),
        required=("name",),
        properties=_THING,
    ),
    Declared("Interval", _("Period"), _("Periods"), abstract=True, properties=_INTERVAL),
    Declared(
        "Value",
        _("Value"),
        _("Values"),
        abstract=True,
        properties=(
            Property("amount", _("Amount"), NUMBER),
            Property("currency", _("Currency")),
            Property("amountUsd", _("Amount in US dollars"), NUMBER),
            Property("amountEur", _("Amount in euros"), NUMBER),
        ),
    ),
    Declared(
        "Interest",
        _("Interest"),
        _("Interests"),
        extends=("Interval",),
        abstract=True,
        properties=(Property("role", _("Role")), Property("status", _("Status"))),
    ),
    Declared("Analyzable", _("Text"), _("Texts"), abstract=True, properties=_ANALYZABLE),
)
