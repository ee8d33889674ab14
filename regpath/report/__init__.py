"""From a pathway to what a reader sees: Markdown and PDF, in English, Chinese or both."""

from __future__ import annotations

import json

from regpath.model.pathway import Pathway

FORMATS = ("md", "json", "pdf")
"""The forms in which a pathway can be given out."""


def render_report(pathway: Pathway, form: str, lang: str = "en", brief: bool = False) -> bytes:
    """A pathway as a report in one form. Raises `ValueError` for a form or language not known."""
    return render_with_warnings(pathway, form, lang, brief)[0]


def render_with_warnings(
    pathway: Pathway, form: str, lang: str = "en", brief: bool = False
) -> tuple[bytes, tuple[str, ...]]:
    """A report, and what the reader of the command line should know about it."""
    if lang not in ("en", "zh", "both"):
        raise ValueError(f"lang is en, zh or both, not {lang!r}")
    data = pathway.to_json()
    match form:
        case "json":
            return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode(), ()
        case "md":
            from regpath.report.markdown import render_markdown  # noqa: PLC0415

            return render_markdown(data, lang, brief).encode(), ()
        case "pdf":
            from regpath.report.pdf import render_pdf  # noqa: PLC0415

            result = render_pdf(data, lang, brief)
            return result.data, result.warnings
    raise ValueError(f"form is one of {', '.join(FORMATS)}, not {form!r}")
