"""`python -m heard`: the command line of a node."""

from heard.site.cli import main

if __name__ == "__main__":
    main()
