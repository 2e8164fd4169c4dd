"""Load one file and do nothing else: `python -m tests.faults.one_load URL NAME whole`, to be run under strace.

Ends with 0 where it was stored, with 1 and a sentence where the product said why not, with anything else on a fault.
"""

import sys

from data.errors import UserError
from data.store import Store
from tests.faults.children import figures, points


def main(url: str, name: str, how: str) -> int:
    """The exit code; `torn` is the control that commits each statement by itself."""
    try:
        store = Store.open(url)
        with points(store.engine, lambda *_: None, how == "torn"):
            store.add(figures(name), by="test")
    except UserError as error:
        print(error)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
