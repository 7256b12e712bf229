"""`python -m detente` is the command `detente`."""

from detente.cli.main import entry

if __name__ == "__main__":
    entry()
