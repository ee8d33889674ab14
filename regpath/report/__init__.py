"""From a pathway to what a reader sees: Markdown and PDF, in English, Chinese or both."""

from __future__ import annotations

import json

from regpath.model.pathway import Pathway
from regpath.report.languages import Language, as_language

FORMATS = ("md", "json", "pdf")
"""The forms in which a pathway can be given out."""


def render_with_warnings(
    pathway: Pathway, form: str, lang: Language = "en", brief: bool = False
) -> tuple[bytes, tuple[str, ...]]:
    """A report, and what the reader of the command line should know about it."""
    language = as_language(lang)
    data = pathway.to_json()
    match form:
        case "json":
            return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode(), ()
        case "md":
            from regpath.report.markdown import render_markdown  # noqa: PLC0415

            return render_markdown(data, language, brief).encode(), ()
        case "pdf":
            from regpath.report.pdf import render_pdf  # noqa: PLC0415

            result = render_pdf(data, language, brief)
            return result.data, result.warnings
    raise ValueError(f"form is one of {', '.join(FORMATS)}, not {form!r}")
