"""From a pathway or a comparison to what a reader sees: Markdown and PDF, in both languages."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from regpath.model.pathway import Pathway
from regpath.report.languages import Language, as_language
from regpath.rules.compare import Comparison

if TYPE_CHECKING:
    from regpath.report.pdf import PdfResult

FORMATS = ("md", "json", "pdf")
"""The forms in which a report can be given out."""


def render_with_warnings(
    subject: Pathway | Comparison, form: str, lang: Language = "en", brief: bool = False
) -> tuple[bytes, tuple[str, ...]]:
    """A report, and what the reader of the command line should know about it."""
    language = as_language(lang)
    if isinstance(subject, Comparison) and brief:
        raise ValueError("a comparison has no short form")
    if form == "json":
        return (json.dumps(subject.to_json(), ensure_ascii=False, indent=2) + "\n").encode(), ()
    if form == "md":
        return _markdown(subject, language, brief).encode(), ()
    if form == "pdf":
        result = _pdf(subject, language, brief)
        return result.data, result.warnings
    raise ValueError(f"form is one of {', '.join(FORMATS)}, not {form!r}")


def _markdown(subject: Pathway | Comparison, lang: Language, brief: bool) -> str:
    from regpath.report.comparison import build_comparison  # noqa: PLC0415
    from regpath.report.markdown import render_comparison, render_markdown  # noqa: PLC0415

    if isinstance(subject, Comparison):
        return render_comparison(build_comparison(subject), lang)
    return render_markdown(subject.to_json(), lang, brief)


def _pdf(subject: Pathway | Comparison, lang: Language, brief: bool) -> PdfResult:
    from regpath.report.comparison import build_comparison  # noqa: PLC0415
    from regpath.report.pdf import render_comparison, render_pdf  # noqa: PLC0415

    if isinstance(subject, Comparison):
        return render_comparison(build_comparison(subject), lang)
    return render_pdf(subject.to_json(), lang, brief)
