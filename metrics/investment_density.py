"""Investment density: how much is invested on a hectare?"""

from metrics.density import DIMENSIONS, per_hectare
from metrics.registry import OF_SERIES, Frame, metric


@metric(
    title={"en": "Investment per hectare", "ru": "Инвестиции на гектар"},
    unit=OF_SERIES,
    better="higher",
    reference="World Bank and Polish zone reports compare zones per hectare; Order of the Ministry of Economic "
    "Development No. 502 of 4 August 2016, annex 5, for the areas; the formula is the product's convention",
    dimensions=DIMENSIONS,
)
def investment_density(observation: Frame, indicator: Frame) -> Frame:
    """Investment per hectare of land, by the land it is divided by.

    value = investment / hectares of the land named in `land`: leased, useful or total, a row for each that is known at
    the end of the period. The unit is that of the numerator, per hectare.

    Null: zero_denominator where the area is zero, bounds where a figure is only a range. Where one of the two is not
    known there is no row. `low_reliability` stands beside a value where a figure has status U.
    """
    return per_hectare(observation, indicator, "investment")
