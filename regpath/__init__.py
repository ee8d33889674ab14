"""regpath: a dated, cited market-entry checklist for medical devices in China.

`plan`, `next_question`, `explain`, `compare`, `decode_number` and `render` are the functions that
the command line uses too. They are loaded on first use, so that `import regpath` costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from regpath.version import __version__

if TYPE_CHECKING:
    from regpath.api import (
        compare,
        decode_number,
        evaluate_many,
        explain,
        load_rulebook,
        next_question,
        plan,
        render,
    )

__all__ = [
    "__version__",
    "compare",
    "decode_number",
    "evaluate_many",
    "explain",
    "load_rulebook",
    "next_question",
    "plan",
    "render",
]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module 'regpath' has no attribute {name!r}")
    from regpath import api  # noqa: PLC0415

    return getattr(api, name)
