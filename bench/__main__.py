"""`python -m bench`: run every measurement and print one table."""

from bench import commands, engine, exact, runs

MEASUREMENTS = [commands.measure, engine.measure, exact.measure, runs.measure]


def main() -> None:
    """Print what was measured, what it came to, and what was asked."""
    print(f"{'measured':<44}{'result':>12}{'target':>12}")
    for measure in MEASUREMENTS:
        for name, result, target in measure():
            print(f"{name:<44}{result:>12}{target:>12}")


if __name__ == "__main__":
    main()
