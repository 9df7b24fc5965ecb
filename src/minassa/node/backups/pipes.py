"""Streams that feed each other: what one writes, the other reads, in bounded memory."""

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import BinaryIO


@contextmanager
def piped(produce: Callable[[BinaryIO], None]) -> Iterator[BinaryIO]:
    """What `produce` writes, to be read; it runs in a thread of its own and touches no database.

    Its error is raised at the end of the block, also in place of an error of the block itself, which then only met the
    early end of the stream; unless the producer, for its part, only met that nobody reads any more.
    """
    read_end, write_end = os.pipe()
    failed: list[BaseException] = []

    def run() -> None:
        try:
            with os.fdopen(write_end, "wb") as writer:
                produce(writer)
        except BaseException as error:  # noqa: BLE001 - handed to the reader's thread
            failed.append(error)

    thread = threading.Thread(target=run, name="minassa-pipe", daemon=True)
    with os.fdopen(read_end, "rb") as reader:
        thread.start()
        try:
            yield reader
        except BaseException as error:
            reader.close()
            thread.join()
            if failed and not isinstance(failed[0], BrokenPipeError):
                raise failed[0] from error
            raise
        with suppress(OSError):
            while reader.read(1 << 16):  # the rest, so that the producer ends by itself and its verdict counts
                pass
    thread.join()
    if failed:
        raise failed[0]
