"""Safeguards: alerts on scraping, and the register of incidents of security and mis-disclosures."""

from typing import TYPE_CHECKING

from minassa.base.faces import loaded_later
from minassa.safeguards.breaches.rules import (
    BreachKind,
    BreachState,
    Clock,
    Party,
    RightsRisk,
    Severity,
    Step,
    Told,
    needs_second,
)
from minassa.safeguards.scraping.rules import Excess, Measure, Span

if TYPE_CHECKING:
    from minassa.safeguards.breaches.paper import print_breach, register_table
    from minassa.safeguards.breaches.reads import list_breaches, read_breach
    from minassa.safeguards.breaches.service import (
        ask_to_close,
        change_breach,
        decide_closing,
        enter_breach,
        enter_broken_log,
        enter_for_scraping,
        note_step,
        settle_clock,
        start_recall,
        write_lessons,
    )
    from minassa.safeguards.breaches.types import BreachPage, BreachRow, BreachView, Entering, RecallView, StepView
    from minassa.safeguards.breaches.words import (
        BREACH_KINDS,
        BREACH_STATES,
        LACKS,
        PARTIES,
        RIGHTS_RISKS,
        SEVERITIES,
        STEPS,
        TOLD_WORDS,
    )
    from minassa.safeguards.faults import TooFast
    from minassa.safeguards.scraping.paging import note_page
    from minassa.safeguards.scraping.reads import list_scraping, read_scraping
    from minassa.safeguards.scraping.service import dismiss_scraping, slow_down, uphold_scraping
    from minassa.safeguards.scraping.slowing import hold_back, hold_back_who
    from minassa.safeguards.scraping.types import ScrapingPage, ScrapingState, ScrapingView
    from minassa.safeguards.words import MEASURES, SCRAPING_STATES, SPANS

__all__ = [
    "BREACH_KINDS",
    "BREACH_STATES",
    "LACKS",
    "MEASURES",
    "PARTIES",
    "RIGHTS_RISKS",
    "SCRAPING_STATES",
    "SEVERITIES",
    "SPANS",
    "STEPS",
    "TOLD_WORDS",
    "BreachKind",
    "BreachPage",
    "BreachRow",
    "BreachState",
    "BreachView",
    "Clock",
    "Entering",
    "Excess",
    "Measure",
    "Party",
    "RecallView",
    "RightsRisk",
    "ScrapingPage",
    "ScrapingState",
    "ScrapingView",
    "Severity",
    "Span",
    "Step",
    "StepView",
    "Told",
    "TooFast",
    "ask_to_close",
    "change_breach",
    "decide_closing",
    "dismiss_scraping",
    "enter_breach",
    "enter_broken_log",
    "enter_for_scraping",
    "hold_back",
    "hold_back_who",
    "list_breaches",
    "list_scraping",
    "needs_second",
    "note_page",
    "note_step",
    "print_breach",
    "read_breach",
    "read_scraping",
    "register_table",
    "settle_clock",
    "slow_down",
    "start_recall",
    "uphold_scraping",
    "write_lessons",
]

_FOUND_IN = {
    "breaches.paper": ("print_breach", "register_table"),
    "breaches.reads": ("list_breaches", "read_breach"),
    "breaches.service": (
        "ask_to_close",
        "change_breach",
        "decide_closing",
        "enter_breach",
        "enter_broken_log",
        "enter_for_scraping",
        "note_step",
        "settle_clock",
        "start_recall",
        "write_lessons",
    ),
    "breaches.types": ("BreachPage", "BreachRow", "BreachView", "Entering", "RecallView", "StepView"),
    "breaches.words": (
        "BREACH_KINDS",
        "BREACH_STATES",
        "LACKS",
        "PARTIES",
        "RIGHTS_RISKS",
        "SEVERITIES",
        "STEPS",
        "TOLD_WORDS",
    ),
    "faults": ("TooFast",),
    "scraping.paging": ("note_page",),
    "scraping.reads": ("list_scraping", "read_scraping"),
    "scraping.service": ("dismiss_scraping", "slow_down", "uphold_scraping"),
    "scraping.slowing": ("hold_back", "hold_back_who"),
    "scraping.types": ("ScrapingPage", "ScrapingState", "ScrapingView"),
    "words": ("MEASURES", "SCRAPING_STATES", "SPANS"),
}
# Django imports this package before its models may be: what needs them is loaded when it is first asked for.
_LATER = {name: module for module, names in _FOUND_IN.items() for name in names}
__getattr__ = loaded_later(__name__, _LATER)
