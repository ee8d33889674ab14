"""The rules engine: reads the rulebook (`rules/`, data) and answers for one product on one day.

Pure: it never reads a file, the clock or the terminal. Imports only `regpath.model`.
"""
