from minassa.base import new_id, new_ids


def test_many_ids_are_version_7_in_order_and_unlike() -> None:
    before, made, after = new_id(), new_ids(5_000), new_id()
    assert [one.version for one in made] == [7] * 5_000
    assert [before, *made, after] == sorted({before, *made, after})
    assert new_ids(0) == []
