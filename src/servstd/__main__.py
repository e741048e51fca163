"""`python -m servstd`: the command line.

*Rule:* it is the same program as `servstd`.

Example:
    >>> from servstd.cli import main
    >>> callable(main)
    True
"""

from servstd.cli import main

main()
