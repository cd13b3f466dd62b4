"""The doors under load. Each measurement is a module with ``measure() -> Figure``; one line here adds another."""

from importlib import import_module

from benchmarks.measured import Figure
from benchmarks.report import Report

MEASUREMENTS = ("benchmarks.webhook", "benchmarks.mail", "benchmarks.dialogue")


def main() -> None:
    """Measure and print; the last line is one JSON object."""
    report = Report(title="The doors under load")
    for name in MEASUREMENTS:
        figure: Figure = import_module(name).measure()
        report.add(figure.what, figure.words, figure.aim)
        report.figures[figure.name] = figure.value
    report.print()


if __name__ == "__main__":
    main()
