"""What can go wrong between nodes: each code with its sentence and the next step. The other node is told the code too."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from minassa.base import Refused, fault_code


class UnknownPeer(Refused):
    """The request does not come from a node of the directory, or cannot be shown to."""


NO_KEYS: Final = fault_code(
    "peer.no-keys",
    _("The keys with which this node speaks to other nodes are missing or damaged."),
    _("Restore the folders 'secrets' and 'peers' from a backup, or run `minassa init` for a new node."),
)
NOT_JOINED: Final = fault_code(
    "peer.not-joined",
    _("This node has not joined a federation yet."),
    _("Run `minassa directory trust FILE` with the secretariat's directory."),
)
NOT_SIGNED: Final = fault_code(
    "peer.not-signed",
    _("The message bears no signature of a node, or not over all that must be signed."),
    _("Sign the method, the address and the digest of the content, with created, expires, nonce and keyid."),
)
SIGNATURE_WRONG: Final = fault_code(
    "peer.signature-wrong",
    _("The signature does not fit the message."),
    _("Somebody changed it on the way, or it was signed for another address. Send it again."),
)
KEY_UNKNOWN: Final = fault_code(
    "peer.key-unknown",
    _("The message is signed with a key that the directory does not list, or not any more."),
    _("Fetch the newest directory, and ask the secretariat to publish the node's new keys."),
)
CLOCK: Final = fault_code(
    "peer.clock",
    _("The message was signed at another time than now: the clocks differ by more than %(minutes)s minutes."),
    _("Set both nodes' clocks by a time server."),
)
REPLAYED: Final = fault_code(
    "peer.replayed",
    _("This very message has been received before."),
    _("Sign each request anew. If nobody did this by mistake, somebody has copied it on the way."),
)
UNREADABLE: Final = fault_code(
    "peer.unreadable",
    _("The message is not what nodes send each other."),
    _("Bring both nodes to the same version."),
)
SENDER_FALSE: Final = fault_code(
    "peer.sender-false",
    _("The envelope comes from another node than it says."),
    _("Only the secretariat carries envelopes for others, and only with their sender's signature."),
)
NOT_FOR_US: Final = fault_code(
    "peer.not-for-us",
    _("The envelope is for a node that this one does not carry for."),
    _("Send it to the node itself, or to the secretariat."),
)
SEALED: Final = fault_code(
    "peer.sealed",
    _("The envelope cannot be opened with this node's keys."),
    _("Fetch the newest directory and seal it again, to the key that is valid now."),
)
RELAY_FULL: Final = fault_code(
    "peer.relay-full",
    _("As much waits for this node at the secretariat as may wait."),
    _("Wait until the node has fetched it."),
)
ANSWER_WRONG: Final = fault_code(
    "peer.answer-wrong",
    _("The other node's answer is not signed by it, or is not what was asked for."),
    _("The node tries again by itself. If it lasts, compare the address in the directory with the agency."),
)
ANSWERED: Final = fault_code(
    "peer.answered",
    _("The other node refused: %(answer)s."),
    _("Look the code up in the reference; the node tries again by itself."),
)
NO_WAY: Final = fault_code(
    "peer.no-way",
    _("The other node has no address, and neither has the secretariat."),
    _("Ask the secretariat to publish its address."),
)
NO_SEALING_KEY: Final = fault_code(
    "peer.no-sealing-key",
    _("The directory lists no key with which content could be sealed for that agency."),
    _("Ask the agency to run `minassa keys rotate`, and the secretariat to publish its new keys."),
)
NO_RECEIPT: Final = fault_code(
    "peer.no-receipt",
    _("The other node took the message and said nothing of this part of it."),
    _("The node sends it again by itself."),
)
WAITS: Final = fault_code(
    "peer.waits",
    _("It waits at the secretariat until the other node fetches it."),
    _("If it lasts for days, ask the agency whether its node is running."),
)
LEDGER_CUT: Final = fault_code(
    "peer.ledger-cut",
    _(
        "A partner has seen lines of this node's ledger which are not in it any more: what they removed or revoked may be back."
    ),
    _(
        "Find the newest copy of the folder `ledger` and restore with it. If there is none, have each withdrawal and revocation "
        "repeated, then run `minassa peer ledger --accept`."
    ),
)
UNKNOWN_NODE: Final = fault_code(
    "peer.unknown-node",
    _("The directory lists no such node."),
    _("Run `minassa peer list` for those it lists."),
)
NO_ADDRESS: Final = fault_code(
    "peer.no-address",
    _("This node's address is not one that other nodes could use."),
    _("Set [node] address in node.toml to https:// and a host name, without a path."),
)

DIRECTORY_UNREADABLE: Final = fault_code(
    "directory.unreadable",
    _("This is not a member directory, or its %(part)s is wrong."),
    _("Ask the secretariat for the file that `minassa directory publish` wrote."),
)
DIRECTORY_SIGNATURE: Final = fault_code(
    "directory.signature-wrong",
    _("The directory is not signed by the secretariat that this node trusts."),
    _("Nothing was changed. Tell the secretariat: somebody may have altered it."),
)
DIRECTORY_ROLLED_BACK: Final = fault_code(
    "directory.rolled-back",
    _("The directory is version %(offered)s; this node has version %(pinned)s already."),
    _("Nothing was changed. Ask the secretariat for the newest version."),
)
DIRECTORY_FORKED: Final = fault_code(
    "directory.forked",
    _("The directory does not continue the one that this node has: there are two of version %(version)s."),
    _("Nothing was changed. Tell the secretariat at once: its key has signed two directories."),
)
DIRECTORY_GAP: Final = fault_code(
    "directory.gap",
    _("Directory versions between %(pinned)s and %(offered)s are missing."),
    _("Run `minassa peer sync`, which fetches them all."),
)
DIRECTORY_FINGERPRINT: Final = fault_code(
    "directory.fingerprint",
    _("The directory's key has the fingerprint %(found)s, not the one that was named."),
    _("Do not trust it. Ask the secretariat for its fingerprint by another way, such as the telephone."),
)
DIRECTORY_OTHER: Final = fault_code(
    "directory.other-secretariat",
    _("This node trusts another secretariat already."),
    _("If it should change, use --replace with the fingerprint that the new secretariat told you by another way."),
)
DIRECTORY_NOT_OURS: Final = fault_code(
    "directory.not-ours",
    _("Only the secretariat's node publishes the directory."),
    _("Ask the secretariat."),
)
DIRECTORY_EMPTY: Final = fault_code(
    "directory.no-secretariat",
    _("This node has no agency of the kind secretariat, so it cannot publish a directory."),
    _("Add one with `minassa agency add NAME --kind secretariat`."),
)
DIRECTORY_UNCHANGED: Final = fault_code(
    "directory.unchanged",
    _("Nothing has changed since version %(version)s."),
    _("Add a node's card with `minassa directory add CARD` first."),
)
CARD_WRONG: Final = fault_code(
    "directory.card-wrong",
    _("This is not a node's card, or its %(part)s is wrong."),
    _("Ask the agency for the file that `minassa keys show --out FILE` wrote."),
)
CARD_OTHER: Final = fault_code(
    "directory.card-taken",
    _("Another node of the directory has this %(part)s already."),
    _("Ask both agencies which of them is right."),
)
CARD_SIGNATURE: Final = fault_code(
    "directory.card-signature",
    _("The card is not signed with a key that the directory lists for this node."),
    _("Compare its fingerprint with the agency by telephone, then add it with --fingerprint."),
)
NAME_TAKEN: Final = fault_code(
    "directory.name-taken",
    _("An agency or a community of the directory has the same name as another one of this node."),
    _("Rename the one of this node, then try again."),
)
