"""`python -m regpath`."""

from regpath.cli import main

main()
