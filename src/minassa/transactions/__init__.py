"""Transactions: files of them, searched for patterns of the financing of terrorism; nothing here scores a person.

`patterns` is pure: reading, storing in columns, rules as data, searching. The room around it keeps files, searches and findings behind the door.
"""

from typing import TYPE_CHECKING

from minassa.base.faces import loaded_later
from minassa.transactions.types import (
    Before,
    FileOptions,
    FileView,
    FindingPage,
    FindingRow,
    FindingView,
    Money,
    MoneyFlow,
    RuleTold,
    SearchView,
)

if TYPE_CHECKING:
    from minassa.transactions.files import bring_file, drop_file, list_files, read_file, refused_rows, take_file
    from minassa.transactions.findings import STATES, decide_finding, finding_table, list_findings, read_finding
    from minassa.transactions.money import money_around, money_of_finding
    from minassa.transactions.patterns import METHODS, Parameter, Rules, Transaction, shipped, table_of
    from minassa.transactions.searching import begin_search, list_searches, present_rules, read_search, run
    from minassa.transactions.tables import refused_table
    from minassa.transactions.taking import import_file, keep_the_clock
    from minassa.transactions.words import COLUMN_WORDS, ENCODING_WORDS, PARAMETER_WORDS, RULE_WORDS, explained

__all__ = [
    "COLUMN_WORDS",
    "ENCODING_WORDS",
    "METHODS",
    "PARAMETER_WORDS",
    "RULE_WORDS",
    "STATES",
    "Before",
    "FileOptions",
    "FileView",
    "FindingPage",
    "FindingRow",
    "FindingView",
    "Money",
    "MoneyFlow",
    "Parameter",
    "RuleTold",
    "Rules",
    "SearchView",
    "Transaction",
    "begin_search",
    "bring_file",
    "decide_finding",
    "drop_file",
    "explained",
    "finding_table",
    "import_file",
    "keep_the_clock",
    "list_files",
    "list_findings",
    "list_searches",
    "money_around",
    "money_of_finding",
    "present_rules",
    "read_file",
    "read_finding",
    "read_search",
    "refused_rows",
    "refused_table",
    "run",
    "shipped",
    "table_of",
    "take_file",
]

# Django imports this package before its models may be: what needs them is loaded when it is first asked for.
_LATER = {
    name: module
    for module, names in {
        "files": ("bring_file", "drop_file", "list_files", "read_file", "refused_rows", "take_file"),
        "findings": ("STATES", "decide_finding", "finding_table", "list_findings", "read_finding"),
        "money": ("money_around", "money_of_finding"),
        "patterns": ("METHODS", "Parameter", "Rules", "Transaction", "shipped", "table_of"),
        "searching": ("begin_search", "list_searches", "present_rules", "read_search", "run"),
        "tables": ("refused_table",),
        "taking": ("import_file", "keep_the_clock"),
        "words": ("COLUMN_WORDS", "ENCODING_WORDS", "PARAMETER_WORDS", "RULE_WORDS", "explained"),
    }.items()
    for name in names
}
__getattr__ = loaded_later(__name__, _LATER)
