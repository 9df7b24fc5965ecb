"""Parties, agents, accounts and free texts inside an ISO 20022 element, with their roles and paths."""

from collections.abc import Iterator
from typing import Final

from minassa.payments.messages.numbers import account_number
from minassa.payments.messages.tree import Node, child, local, text_at, tidy
from minassa.payments.messages.types import Number, NumberKind, Party, Role, Text, once

_PARTIES: Final = {
    "InitgPty": Role.INITIATING, "Dbtr": Role.DEBTOR, "UltmtDbtr": Role.ULTIMATE_DEBTOR, "Cdtr": Role.CREDITOR,
    "UltmtCdtr": Role.ULTIMATE_CREDITOR, "Ownr": Role.ACCOUNT_OWNER, "Invcr": Role.OTHER, "Invcee": Role.OTHER,
    "TradgPty": Role.OTHER, "Grnshee": Role.OTHER, "GrnshmtAdmstr": Role.OTHER,
}  # fmt: skip
_AGENTS: Final = {
    "DbtrAgt": Role.DEBTOR_AGENT, "CdtrAgt": Role.CREDITOR_AGENT, "IntrmyAgt1": Role.INTERMEDIARY,
    "IntrmyAgt2": Role.INTERMEDIARY, "IntrmyAgt3": Role.INTERMEDIARY, "PrvsInstgAgt": Role.INTERMEDIARY,
    "PrvsInstgAgt1": Role.INTERMEDIARY, "PrvsInstgAgt2": Role.INTERMEDIARY, "PrvsInstgAgt3": Role.INTERMEDIARY,
    "InstgAgt": Role.INSTRUCTING_AGENT, "InstdAgt": Role.INSTRUCTED_AGENT, "FwdgAgt": Role.INTERMEDIARY,
    "ChrgsAcctAgt": Role.OTHER, "Svcr": Role.OTHER, "Prtry": Role.OTHER, "DlvrgAgt": Role.OTHER, "RcvgAgt": Role.OTHER,
}  # fmt: skip
_ACCOUNTS: Final = {
    "DbtrAcct": Role.DEBTOR, "CdtrAcct": Role.CREDITOR, "Acct": Role.ACCOUNT_OWNER, "DbtrAgtAcct": Role.DEBTOR_AGENT,
    "CdtrAgtAcct": Role.CREDITOR_AGENT, "IntrmyAgt1Acct": Role.INTERMEDIARY, "IntrmyAgt2Acct": Role.INTERMEDIARY,
    "IntrmyAgt3Acct": Role.INTERMEDIARY, "ChrgsAcct": Role.OTHER, "RltdAcct": Role.OTHER,
}  # fmt: skip
_TEXTS: Final = frozenset({
    "Ustrd", "AddtlRmtInf", "InstrInf", "AddtlNtryInf", "AddtlTxInf", "AddtlInf", "RmtLctnElctrncAdr", "ElctrncAdr", "Ref",
})  # fmt: skip
_LINES: Final = (
    "Dept", "SubDept", "StrtNm", "BldgNb", "BldgNm", "Flr", "PstBx", "Room", "PstCd", "TwnNm", "TwnLctnNm", "DstrctNm",
    "CtrySubDvsn", "AdrLine",
)  # fmt: skip


def parties_of(node: Node, path: str, *, without: tuple[str, ...] = ()) -> Iterator[Party]:
    """Everybody who is named beneath an element, with accounts laid to their holders; nothing beneath the elements `without`."""
    found: list[Party] = []
    accounts: list[Number] = []
    for one, where in _walk(node, path, without):
        name = local(one)
        if name in _PARTIES:
            found.append(_party(one, _PARTIES[name], where))
        elif name in _AGENTS and child(one, "FinInstnId") is not None:
            found.append(_agent(one, _AGENTS[name], where))
        elif name in _ACCOUNTS:
            accounts += _account(one, _ACCOUNTS[name], where)
    for party in found:
        own = [one for one in accounts if one.role is party.role]
        accounts = [one for one in accounts if one.role is not party.role]
        yield _with(party, own)
    for role in dict.fromkeys(one.role for one in accounts):
        own = [one for one in accounts if one.role is role]
        yield Party(role, own[0].path.rpartition("/")[0], numbers=once(own))


def texts_of(node: Node, path: str, *, without: tuple[str, ...] = ()) -> Iterator[Text]:
    """The free texts beneath an element."""
    for one, where in _walk(node, path, without):
        name = local(one)
        above = local(one.getparent()) if one.getparent() is not None else ""
        if (
            len(one) == 0
            and (name in _TEXTS or (name == "Prtry" and above in {"Purp", "CtgyPurp"}))
            and (text := tidy(one.text))
        ):
            yield Text(text, where)


def _walk(node: Node, path: str, without: tuple[str, ...]) -> Iterator[tuple[Node, str]]:
    """Every element beneath a node with its path; several of one name are counted."""
    counts: dict[str, int] = {}
    for one in node:
        name = local(one)
        if not name or name in without:
            continue
        counts[name] = counts.get(name, 0) + 1
        where = f"{path}/{name}" if counts[name] == 1 else f"{path}/{name}[{counts[name]}]"
        yield one, where
        yield from _walk(one, where, without)


def _party(node: Node, role: Role, path: str) -> Party:
    """A party; newer statements put it one deeper, and between banks it is an agent."""
    for step in ("Pty", "Agt"):
        inner = child(node, step)
        if inner is not None:
            node, path = inner, f"{path}/{step}"
    if child(node, "FinInstnId") is not None:
        return _agent(node, role, path)
    person, organisation = child(node, "Id", "PrvtId"), child(node, "Id", "OrgId")
    numbers = [
        *_documents(person, f"{path}/Id/PrvtId", role),
        *_documents(organisation, f"{path}/Id/OrgId", role),
        *_reached(child(node, "CtctDtls"), f"{path}/CtctDtls", role),
    ]
    return Party(
        role=role,
        path=path,
        name=text_at(node, "Nm"),
        kind="person" if person is not None else "organisation" if organisation is not None else None,
        country=text_at(node, "CtryOfRes") or text_at(node, "PstlAdr", "Ctry"),
        birth_date=text_at(person, "DtAndPlcOfBirth", "BirthDt")[:10] if person is not None else "",
        address=_address(child(node, "PstlAdr")),
        numbers=once(numbers),
    )


def _agent(node: Node, role: Role, path: str) -> Party:
    inner, where = child(node, "FinInstnId"), f"{path}/FinInstnId"
    numbers = []
    for name, kind in (("BICFI", NumberKind.BIC), ("BIC", NumberKind.BIC), ("LEI", NumberKind.LEI)):
        if written := text_at(inner, name):
            numbers.append(Number(kind, written.upper(), f"{where}/{name}", role))
    if written := text_at(inner, "Othr", "Id"):
        numbers.append(Number(NumberKind.DOCUMENT, written[:100], f"{where}/Othr/Id", role))
    return Party(
        role=role,
        path=path,
        name=text_at(inner, "Nm"),
        kind="organisation",
        country=text_at(inner, "PstlAdr", "Ctry"),
        address=_address(child(inner, "PstlAdr")),
        numbers=once(numbers),
    )


def _documents(node: Node | None, path: str, role: Role) -> Iterator[Number]:
    """The numbers by which a person or an organisation is identified."""
    if node is None:
        return
    for name, kind in (("AnyBIC", NumberKind.BIC), ("BICOrBEI", NumberKind.BIC), ("LEI", NumberKind.LEI)):
        if written := text_at(node, name):
            yield Number(kind, written.upper(), f"{path}/{name}", role)
    for one in node:
        if local(one) == "Othr" and (written := text_at(one, "Id")):
            yield Number(NumberKind.DOCUMENT, written[:100], f"{path}/Othr/Id", role)


def _reached(node: Node | None, path: str, role: Role) -> Iterator[Number]:
    """Phones and addresses of mail at which a party is reached."""
    if node is None:
        return
    for name in ("PhneNb", "MobNb", "EmailAdr"):
        if found := account_number(text_at(node, name), f"{path}/{name}", role):
            yield found


def _account(node: Node, role: Role, path: str) -> Iterator[Number]:
    iban, other = text_at(node, "Id", "IBAN"), text_at(node, "Id", "Othr", "Id")
    proxy = text_at(node, "Prxy", "Id")
    for written, step in ((iban, "Id/IBAN"), (other, "Id/Othr/Id"), (proxy, "Prxy/Id")):
        if found := account_number(written, f"{path}/{step}", role):
            yield found


def _address(node: Node | None) -> tuple[str, ...]:
    if node is None:
        return ()
    return tuple(text for one in node if local(one) in _LINES and (text := tidy(one.text)))


def _with(party: Party, accounts: list[Number]) -> Party:
    if not accounts:
        return party
    return Party(
        party.role, party.path, party.name, party.kind, party.country, party.birth_date, party.address,
        once([*party.numbers, *accounts]),
    )  # fmt: skip
