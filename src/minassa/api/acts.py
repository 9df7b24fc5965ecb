"""What the API's own entrance writes into the audit log. Nobody does these; they happen to whoever comes."""

from typing import Final

from minassa.access import READ, act

TOKEN_TRY: Final = act("token.try", roles=(), kind=READ)
PACE: Final = act("api.pace", roles=(), kind=READ)
