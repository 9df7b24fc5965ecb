"""What lasts of rights: tokens revoked, people's rights, credentials, closed agencies, members of communities."""

from datetime import datetime
from uuid import UUID

from django.db.models import F, Q

from minassa.access.doorway import Opened
from minassa.access.lasting.types import LastingAct, lasting_kind
from minassa.access.models import Agency, CommunityMember, Invitation, LoginSession, Token, User


def _id_of(act: LastingAct) -> UUID:
    return UUID(act.subject.partition(":")[2])


def _revoke_token(_opened: Opened, act: LastingAct) -> bool:
    return bool(Token.objects.filter(id=_id_of(act), revoked__isnull=True).update(revoked=act.at))


def _rights(_opened: Opened, act: LastingAct) -> bool:
    """Give a person the rights that they had in the end; whoever was shut out has no token or link left."""
    row = User.objects.get(id=_id_of(act))
    active, roles = bool(act.facts["active"]), list(act.facts["roles"])
    if not active:
        _end_all(Q(user=row), act.at)
    if (row.is_active, row.roles) == (active, roles):
        return False
    row.is_active, row.roles = active, roles
    row.rights_version += 1
    row.save(update_fields=["is_active", "roles", "rights_version"])
    return True


def _end_all(whose: Q, at: datetime) -> None:
    LoginSession.objects.filter(whose, ended__isnull=True).update(ended=at)
    Token.objects.filter(whose, revoked__isnull=True).update(revoked=at)
    Invitation.objects.filter(whose, used__isnull=True).update(used=at)


def _credentials(_opened: Opened, act: LastingAct) -> bool:
    """A password that was changed, perhaps because another knew it, opens nothing again: the person is invited anew."""
    row = User.objects.get(id=_id_of(act))
    if not row.has_usable_password():
        return False
    row.set_unusable_password()
    row.rights_version += 1
    row.save(update_fields=["password", "rights_version"])
    return True


def _agency_state(_opened: Opened, act: LastingAct) -> bool:
    row = Agency.objects.get(id=_id_of(act))
    if row.is_active == act.facts["active"]:
        return False
    row.is_active = bool(act.facts["active"])
    row.save(update_fields=["is_active"])
    if not row.is_active:
        _end_all(Q(user__agency=row), act.at)
    User.objects.filter(agency=row).update(rights_version=F("rights_version") + 1)
    return True


def _members(_opened: Opened, act: LastingAct) -> bool:
    """Take out of a community whoever had left it in the end. Who came after the backup is added anew by people."""
    agencies, people = act.facts["agencies"], act.facts["people"]
    left = CommunityMember.objects.filter(community=_id_of(act)).exclude(Q(agency__in=agencies) | Q(user__in=people))
    agencies_left, people_left = (list(left.values_list(name, flat=True)) for name in ("agency", "user"))
    gone = left.delete()[0]
    who = Q(agency__in=list(filter(None, agencies_left))) | Q(id__in=list(filter(None, people_left)))
    User.objects.filter(who).update(rights_version=F("rights_version") + 1)
    return gone > 0


lasting_kind("token.revoked", _revoke_token)
lasting_kind("person.rights", _rights)
lasting_kind("person.credentials", _credentials)
lasting_kind("agency.state", _agency_state)
lasting_kind("community.members", _members)
