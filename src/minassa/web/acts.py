"""What is done at the entrance and with a person's own means of login; each name is the audit event's name too."""

from typing import Final

from minassa.access import ADMIN, PEOPLE_KEEPERS, WRITE, act

LOGIN_TRY: Final = act("login.try", kind=WRITE)
LOGIN_FACTOR: Final = act("login.factor", kind=WRITE)
LOGIN_NEW_DEVICE: Final = act("login.new-device", kind=WRITE)
FACTOR_ADD: Final = act("factor.add", kind=WRITE)
FACTOR_REMOVE: Final = act("factor.remove", kind=WRITE)
FACTOR_RENEW: Final = act("factor.renew", kind=WRITE)
PASSWORD_CHANGE: Final = act("password.change", kind=WRITE)
FACTOR_FORGET: Final = act("factor.forget", kind=ADMIN, roles=PEOPLE_KEEPERS, step_up=True, two_person=True)
