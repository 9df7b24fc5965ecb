import shutil
from collections.abc import Iterator

import pytest

from minassa.screening.index import forget_index
from minassa.watch import index
from tests.watch.scene import begin_anew


@pytest.fixture(autouse=True)
def no_index_yet() -> Iterator[None]:
    forget_index()
    begin_anew()
    yield
    shutil.rmtree(index.index_folder(), ignore_errors=True)
