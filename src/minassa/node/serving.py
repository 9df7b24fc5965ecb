"""The web server: granian over WSGI, static files gathered and compressed once per version."""

import hashlib
from pathlib import Path
from typing import Final

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from granian.constants import Interfaces
from granian.server import Server

STAMP: Final = "gathered"
THREADS: Final = 4
STOP_WITHIN: Final = 10
"""Seconds after which a worker that does not end is ended: one that was told to stop while it began may not hear it."""


def gather_static() -> bool:
    """Copy and compress the static files into the node's folder where they changed; tell whether they did."""
    root = Path(settings.STATIC_ROOT)
    fingerprint = _fingerprint()
    stamp = root / STAMP
    if stamp.is_file() and stamp.read_text(encoding="ascii") == fingerprint:
        return False
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    stamp.write_text(fingerprint, encoding="ascii")
    return True


def _fingerprint() -> str:
    known = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            path = Path(storage.path(name))
            known.update(f"{name}:{path.stat().st_size}:{path.stat().st_mtime_ns}\n".encode())
    return known.hexdigest()


def serve_pages(*, host: str, port: int, workers: int) -> None:
    """Serve until the process is told to end. TLS where the settings name a certificate."""
    gather_static()
    node = settings.MINASSA
    has_tls = bool(node.node.tls_certificate)
    Server(
        "minassa.node.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_WITHIN,
        log_access=False,
        websockets=False,
        ssl_cert=node.file(node.node.tls_certificate) if has_tls else None,
        ssl_key=node.file(node.node.tls_key) if has_tls else None,
    ).serve()
