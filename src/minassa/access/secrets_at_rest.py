"""Random secrets that people and programs carry; the node keeps their SHA-256 only.

They have 256 bits of their own, so a fast digest is enough: there is nothing to guess (ASVS 5.0, 6.5.2).
"""

import hashlib
import secrets


def new_secret(prefix: str) -> str:
    """A new secret such as `minassa_t_...`; the prefix lets scanners find one that leaked."""
    return f"minassa_{prefix}_{secrets.token_urlsafe(32)}"


def is_of_kind(raw: str, prefix: str) -> bool:
    """Whether a secret was made with this prefix, which its digest covers."""
    return raw.startswith(f"minassa_{prefix}_")


def digest_of(raw: str) -> str:
    """What is stored and looked up."""
    return hashlib.sha256(raw.encode("utf-8", "surrogatepass")).hexdigest()
