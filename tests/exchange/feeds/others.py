"""TAXII 2.1 servers that are not ours, each with one empty collection, started as processes on loopback from `.venv/peers`."""

import json
import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests

from tests.both import ROOT
from tests.exchange.taxii.made import TAXII
from tests.page.conftest import free_port

PEERS = ROOT / ".venv" / "peers" / "bin"
READY_WITHIN = 120
_COLLECTION = "91a7b528-80eb-42ed-a74d-c6fbd5a26116"


@dataclass(frozen=True)
class Other:
    """A collection's address, and who may read and write it."""

    collection: str
    user: str
    word: str


@contextmanager
def medallion(folder: Path) -> Iterator[Other]:
    """OASIS' medallion with its memory backend; its pages are of seven objects."""
    media = "application/stix+json;version=2.1"
    root = {
        "information": {"title": "EXERCISE", "versions": [TAXII], "max_content_length": 9_000_000},
        "status": [],
        "collections": [
            {
                "id": _COLLECTION,
                "title": "EXERCISE",
                "can_read": True,
                "can_write": True,
                "media_types": [media],
                "objects": [],
                "manifest": [],
            }
        ],
    }
    discovery = {"title": "EXERCISE", "default": "", "api_roots": []}
    config = {
        "backend": {
            "module": "medallion.backends.memory_backend",
            "module_class": "MemoryBackend",
            "filename": str(folder / "data.json"),
        },
        "users": {"name": "word"},
        "taxii": {"max_page_size": 7},
    }
    (folder / "data.json").write_text(json.dumps({"/discovery": discovery, "root": root}))
    (folder / "config.json").write_text(json.dumps(config))
    port = free_port()
    words = ["python", "-m", "medallion.scripts.run", "--port", str(port), str(folder / "config.json")]
    with _running(words, port):
        yield Other(f"http://127.0.0.1:{port}/root/collections/{_COLLECTION}/", "name", "word")


@contextmanager
def opentaxii(folder: Path) -> Iterator[Other]:
    """OpenTAXII under gunicorn with its SQLite stores."""
    config = folder / "opentaxii.json"  # YAML reads JSON
    store = f"sqlite:///{folder}/opentaxii.db"
    secret = {"secret": "EXERCISE", "token_ttl_secs": 3600}
    stored = {"db_connection": store, "create_tables": True}
    settings = {
        "auth_api": {
            "class": "opentaxii.auth.sqldb.SQLDatabaseAPI",
            "parameters": {"db_connection": f"sqlite:///{folder}/people.db", "create_tables": True, **secret},
        },
        "taxii1": None,
        "taxii2": {
            "persistence_api": {
                "class": "opentaxii.persistence.sqldb.Taxii2SQLDatabaseAPI",
                "parameters": stored,
            },
            "title": "EXERCISE",
            "max_content_length": 9_000_000,
        },
    }
    config.write_text(json.dumps(settings))
    made = {**os.environ, "OPENTAXII_CONFIG": str(config)}
    port = free_port()
    root = _COLLECTION.replace("91", "81", 1)
    _told("opentaxii-create-account", "-u", "name", "-p", "word", "-a", environment=made)
    _told("opentaxii-add-api-root", "-t", "EXERCISE", "-i", root, environment=made)
    _told("opentaxii-add-collection", "-r", root, "-t", "EXERCISE", "--alias", "exercise", environment=made)
    words = ["gunicorn", "opentaxii.http:app", "--bind", f"127.0.0.1:{port}", "--workers", "1"]
    with _running(words, port, made):
        yield Other(f"http://127.0.0.1:{port}/taxii2/{root}/collections/exercise/", "name", "word")


def _told(command: str, *words: str, environment: dict[str, str]) -> None:
    subprocess.run(
        [str(PEERS / command), *words], env=environment, capture_output=True, timeout=READY_WITHIN, check=True
    )


@contextmanager
def _running(words: list[str], port: int, environment: dict[str, str] | None = None) -> Iterator[None]:
    line = [str(PEERS / words[0]), *words[1:]]
    with subprocess.Popen(line, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            _wait_for(port)
            yield
        finally:
            process.terminate()


def _wait_for(port: int) -> None:
    until = time.monotonic() + READY_WITHIN
    while time.monotonic() < until:
        try:
            requests.get(f"http://127.0.0.1:{port}/", timeout=30)
        except requests.ConnectionError:
            time.sleep(0.1)
        else:
            return
    pytest.fail("the server did not start")
