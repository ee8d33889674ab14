"""From a pathway to what a reader sees: JSON, Markdown and PDF, in English, Chinese or both.

Templates and the typesetter are loaded only when their format is asked for.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

from regpath.report.languages import Language

if TYPE_CHECKING:
    from regpath.model.pathway import Pathway

FORMATS = ("md", "json", "pdf")


def render_with_warnings(
    pathway: Pathway | Mapping[str, object], form: str, lang: Language, brief: bool = False
) -> tuple[bytes, tuple[str, ...]]:
    """The pathway in one of `FORMATS`, with warnings to show beside it. Raises `ValueError`."""
    data = pathway if isinstance(pathway, Mapping) else pathway.to_json()
    if form == "json":
        return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode(), ()
    if form == "md":
        from regpath.report.markdown import render_markdown  # noqa: PLC0415

        return render_markdown(data, lang, brief).encode(), ()
    if form == "pdf":
        from regpath.report.pdf import render_pdf  # noqa: PLC0415

        result = render_pdf(data, lang, brief)
        return result.data, result.warnings
    raise ValueError(f"{form!r} is not a report format; there are {', '.join(FORMATS)}")


def render_report(
    pathway: Pathway | Mapping[str, object], form: str, lang: Language, brief: bool = False
) -> bytes:
    """The pathway in one of `FORMATS`, warnings left out."""
    return render_with_warnings(pathway, form, lang, brief)[0]
