"""From a pathway to what a reader sees: Markdown and PDF, in English, Chinese or both."""
