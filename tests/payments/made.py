"""Payment messages for tests and benchmarks, all invented: EXERCISE names, test ranges of numbers."""

from collections.abc import Iterable
from dataclasses import dataclass

ISO = "urn:iso:std:iso:20022:tech:xsd:"
LISTED = "Youssef Ben Salah El Mesbahi"
"""A name of the invented UN sample."""


@dataclass(frozen=True)
class Pay:
    """One payment to be written down."""

    creditor: str = "EXERCISE Grain Cooperative"
    debtor: str = "EXERCISE Aminata Coulibaly"
    amount: str = "1500.00"
    currency: str = "XOF"
    account: str = "<IBAN>GB33BUKB20201555555555</IBAN>"
    text: str = "EXERCISE invoice 2231"
    end: str = "EX-E2E-1"
    country: str = "ML"


def pain001(pays: Iterable[Pay], *, version: str = "09", count: str = "", total: str = "", prolog: str = "") -> str:
    return f"""<?xml version="1.0" encoding="UTF-8"?>{prolog}
<Document xmlns="{ISO}pain.001.001.{version}"><CstmrCdtTrfInitn>
<GrpHdr><MsgId>EX-MSG-1</MsgId><CreDtTm>2026-11-27T10:00:00Z</CreDtTm>{_tag("NbOfTxs", count)}{_tag("CtrlSum", total)}<InitgPty><Nm>EXERCISE Initiator</Nm></InitgPty></GrpHdr>
<PmtInf><PmtInfId>EX-BATCH-1</PmtInfId><PmtMtd>TRF</PmtMtd><ReqdExctnDt><Dt>2026-11-28</Dt></ReqdExctnDt>
<Dbtr><Nm>EXERCISE Debtor Company</Nm><PstlAdr><Ctry>ML</Ctry><AdrLine>EXERCISE 12 River Street, Bamako</AdrLine></PstlAdr></Dbtr>
<DbtrAcct><Id><IBAN>GB29NWBK60161331926819</IBAN></Id></DbtrAcct><DbtrAgt><FinInstnId><BICFI>NWBKGB2L</BICFI></FinInstnId></DbtrAgt>
{"".join(map(_pain_part, pays))}</PmtInf></CstmrCdtTrfInitn></Document>"""


def _pain_part(one: Pay) -> str:
    return f"""<CdtTrfTxInf><PmtId><InstrId>I-{one.end}</InstrId><EndToEndId>{one.end}</EndToEndId></PmtId><Amt><InstdAmt Ccy="{one.currency}">{one.amount}</InstdAmt></Amt>
<CdtrAgt><FinInstnId><BICFI>BUKBGB22</BICFI></FinInstnId></CdtrAgt>{_creditor(one)}<UltmtCdtr><Nm>EXERCISE End Receiver</Nm></UltmtCdtr><RmtInf><Ustrd>{one.text}</Ustrd></RmtInf></CdtTrfTxInf>
"""


def _creditor(one: Pay) -> str:
    return f"""<Cdtr><Nm>{one.creditor}</Nm><PstlAdr><Ctry>{one.country}</Ctry><AdrLine>EXERCISE Market Square 3</AdrLine></PstlAdr></Cdtr><CdtrAcct><Id>{one.account}</Id></CdtrAcct>"""


def pacs008(pays: Iterable[Pay], *, version: str = "08") -> str:
    parts = "".join(
        f"""<CdtTrfTxInf><PmtId><EndToEndId>{one.end}</EndToEndId><TxId>T-{one.end}</TxId><UETR>eb6305c9-1f7f-49de-aed0-16487c27b42d</UETR></PmtId><IntrBkSttlmAmt Ccy="{one.currency}">{one.amount}</IntrBkSttlmAmt>
<Dbtr><Nm>{one.debtor}</Nm><Id><PrvtId><DtAndPlcOfBirth><BirthDt>1980-01-02</BirthDt></DtAndPlcOfBirth><Othr><Id>EX0001112</Id></Othr></PrvtId></Id></Dbtr><DbtrAgt><FinInstnId><BICFI>NWBKGB2L</BICFI></FinInstnId></DbtrAgt><CdtrAgt><FinInstnId><BICFI>BUKBGB22</BICFI></FinInstnId></CdtrAgt>{_creditor(one)}<RmtInf><Ustrd>{one.text}</Ustrd></RmtInf></CdtTrfTxInf>
"""
        for one in pays
    )
    return f"""<Document xmlns="{ISO}pacs.008.001.{version}"><FIToFICstmrCdtTrf><GrpHdr><MsgId>EX-P8</MsgId><NbOfTxs>1</NbOfTxs><InstgAgt><FinInstnId><BICFI>NWBKGB2L</BICFI></FinInstnId></InstgAgt></GrpHdr>{parts}</FIToFICstmrCdtTrf></Document>"""


def pacs009(name: str = "EXERCISE Bank of the River") -> str:
    return f"""<Document xmlns="{ISO}pacs.009.001.08"><FICdtTrf><GrpHdr><MsgId>EX-P9</MsgId></GrpHdr><CdtTrfTxInf><PmtId><EndToEndId>EX-9</EndToEndId></PmtId><IntrBkSttlmAmt Ccy="USD">250000</IntrBkSttlmAmt><IntrBkSttlmDt>2026-11-27</IntrBkSttlmDt>
<Dbtr><FinInstnId><BICFI>NWBKGB2L</BICFI><Nm>{name}</Nm></FinInstnId></Dbtr><Cdtr><FinInstnId><BICFI>BUKBGB22</BICFI></FinInstnId></Cdtr>
<UndrlygCstmrCdtTrf><Dbtr><Nm>EXERCISE Underlying Payer</Nm></Dbtr><Cdtr><Nm>EXERCISE Underlying Payee</Nm></Cdtr><RmtInf><Ustrd>EXERCISE cover</Ustrd></RmtInf></UndrlygCstmrCdtTrf></CdtTrfTxInf></FICdtTrf></Document>"""


def camt053(details: Iterable[Pay], *, note: str = "EXERCISE salaries") -> str:
    parts = "".join(
        f"""<TxDtls><Refs><EndToEndId>{one.end}</EndToEndId></Refs><Amt Ccy="{one.currency}">{one.amount}</Amt><RltdPties><Dbtr><Pty><Nm>{one.debtor}</Nm></Pty></Dbtr><Cdtr><Pty><Nm>{one.creditor}</Nm></Pty></Cdtr></RltdPties><RmtInf><Ustrd>{one.text}</Ustrd></RmtInf></TxDtls>"""
        for one in details
    )
    return f"""<Document xmlns="{ISO}camt.053.001.08"><BkToCstmrStmt><GrpHdr><MsgId>EX-C53</MsgId></GrpHdr><Stmt><Id>EX-STMT</Id><Acct><Id><IBAN>GB29NWBK60161331926819</IBAN></Id><Ownr><Nm>EXERCISE Account Owner</Nm></Ownr></Acct><TxsSummry><TtlNtries><NbOfNtries>2</NbOfNtries></TtlNtries></TxsSummry>
<Ntry><Amt Ccy="XOF">10</Amt><CdtDbtInd>CRDT</CdtDbtInd><BookgDt><Dt>2026-11-27</Dt></BookgDt><NtryDtls>{parts}</NtryDtls><AddtlNtryInf>{note}</AddtlNtryInf></Ntry>
<Ntry><Amt Ccy="XOF">75</Amt><CdtDbtInd>DBIT</CdtDbtInd><AddtlNtryInf>EXERCISE charges</AddtlNtryInf></Ntry></Stmt></BkToCstmrStmt></Document>"""


def mt103(
    name: str = "EXERCISE GRAIN COOPERATIVE",
    *,
    amount: str = "261127EUR1500,",
    text: str = "/INV/EXERCISE 2231",
    end: str = "EXREF1",
) -> str:
    return f"""{{1:F01NWBKGB2LAXXX0000000000}}{{2:I103BUKBGB22XXXXN}}{{3:{{121:eb6305c9-1f7f-49de-aed0-16487c27b42d}}}}{{4:
:20:{end}
:23B:CRED
:32A:{amount}
:33B:EUR1500,
:50K:/GB29NWBK60161331926819
EXERCISE AMINATA COULIBALY
12 RIVER STREET
BAMAKO
:52A:NWBKGB2L
:53B:/C/12345678
:56D:EXERCISE CORRESPONDENT BANK
DAKAR
:57A:BUKBGB22
:59:/GB33BUKB20201555555555
{name}
MARKET SQUARE 3
:70:{text}
:71A:SHA
:72:/ACC/EXERCISE NOTE
//SECOND LINE
:77B:/ORDERRES/ML//EXERCISE
-}}{{5:{{CHK:123456789ABC}}}}
"""


def _tag(name: str, value: str) -> str:
    return f"<{name}>{value}</{name}>" if value else ""
