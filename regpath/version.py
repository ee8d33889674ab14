"""The version of the tool; the rulebook has a version of its own."""

__version__ = "0.1.0"
