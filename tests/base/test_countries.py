import pytest

from minassa.base.countries import country_code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Mali", "ml"),
        ("MLI", "ml"),
        ("مالي", "ml"),
        ("Côte d'Ivoire", "ci"),
        ("Cote d’Ivoire", "ci"),
        ("Syria / Syrie", "sy"),
        ("Iran (Islamic Republic of)", "ir"),
        ("Korea, North", "kp"),
        ("Democratic Republic of the Congo", "cd"),
        ("Congo, Republic of the", "cg"),
        ("Moçambique", "mz"),
        ("Tchad", "td"),
        ("undetermined", ""),
        ("", ""),
    ],
)
def test_countries_are_known_by_their_names(text: str, code: str) -> None:
    assert country_code(text) == code
