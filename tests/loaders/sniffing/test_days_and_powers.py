"""Headings that are days, columns that tell a scale, figures of another year: small sheets in, what is proposed out."""

from loaders.sniff import sniff
from loaders.sniffing import propose
from tests.loaders.test_sniff import seen


def proposed(text):
    return propose.mapping(sniff(seen(text)))


def test_first_days_of_months_are_asked_as_they_may_tell_the_month_before():
    text = proposed("Jobs\n\nZone | 2019-01-01 | 2019-02-01\nAlpha | 1 | 2\nBeta | 3 | 4")
    assert 'period = { heading = "period", as = "TODO" }    # TODO: the headings are days such as 2019-01-01' in text


def test_last_days_of_years_tell_years():
    text = proposed("Jobs\n\nZone | 31.12.2018 | 31.12.2019\nAlpha | 1 | 2\nBeta | 3 | 4")
    assert 'period = { heading = "period", as = "year" }' in text


def test_a_power_of_ten_beside_each_figure_is_its_scale():
    text = proposed(
        "Zone | Year | Investment | Unit | UNIT_MULT\nAlpha | 2019 | 12 | EUR | 6\nBeta | 2019 | 13 | EUR | 3"
    )
    assert 'unit = { column = "Unit" }\npower = "UNIT_MULT"' in text


def test_the_figures_of_another_year_are_left_out_and_told():
    text = proposed(
        "Резидент | Инвестиции за отчетный период, руб. | Инвестиции за аналогичный период прошлого года, руб.\n"
        "ООО Заря | 10 | 8\nООО Луч | 20 | 18"
    )
    assert 'column = "Инвестиции за отчетный период, руб."' in text
    assert "#   Инвестиции за аналогичный период прошлого года, руб." in text
