"""Does a visitor get every page over the socket, and how large do figures get?"""

import asyncio

import pytest

from tests.bench.pages import PAGES, served
from tests.bench.visitor import Seen, visitor


@pytest.fixture(scope="module")
def seen(panel_database) -> dict[str, Seen]:
    async def all_of_them(port: int) -> dict[str, Seen]:
        async with visitor(port) as one:
            return {name: await one.open(view, query) for name, (view, query) in ADDRESSES.items()}

    with served(f"sqlite:///{panel_database}") as server:
        return asyncio.run(all_of_them(server.port))


ADDRESSES = {
    **{name: (view, "lang=en") for name, (view, _) in PAGES.items()},
    "zone": ("zone", "entity=INV-ZONE"),
}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_comes_without_an_exception_and_its_figures_are_small(seen, name):
    assert "heading" in seen[name].kinds
    assert seen[name].largest_figure < 200_000


def test_a_page_that_is_not_there_is_an_error(panel_database):
    async def nowhere(port: int) -> None:
        async with visitor(port) as one:
            await one.open("nowhere")

    with served(f"sqlite:///{panel_database}") as server, pytest.raises(RuntimeError, match="no such page"):
        asyncio.run(nowhere(server.port))
