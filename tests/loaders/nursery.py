"""What did the last child take, and what did it say? The product's own children, watched."""

import textwrap
from pathlib import Path

from loaders.children import Children, Ended


class Nursery(Children):
    """`peak_megabytes` and `last_words` are those of the last child."""

    peak_megabytes = 0.0
    last_words = ""

    def run(self, folder: Path, seconds: float) -> Ended:
        ended = super().run(folder, seconds)
        self.peak_megabytes, self.last_words = ended.megabytes, ended.last_words
        return ended


def children_that(program: str) -> Children:
    """Children that run a program of a test in place of the product's; `asked` is their request."""
    body = textwrap.indent(textwrap.dedent(program), "    ")
    served = f"from loaders import fork_server, formats\ndef answer(asked):\n{body}\n"
    return Children(("-P", "-c", served + "formats.answer = answer\nfork_server.main()"))
