"""Run one command and end it well: the only place that turns exceptions into exit codes.

0 done, 1 the user's mistake, 2 wrong usage, 3 our fault, 130 interrupted.
"""

import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import typer

from detente.cli import screen
from detente.cli.machine import prepare_machine
from detente.cli.registry import commands
from detente.foundation.errors import Interrupted, OurFault, UserError

DONE, USER_MISTAKE, WRONG_USAGE, OUR_FAULT, INTERRUPTED = 0, 1, 2, 3, 130


def entry() -> None:
    """Start from the shell: run the command line and leave with its exit code."""
    # Loading makes many objects and throws few away; collecting garbage meanwhile takes a tenth of `check`.
    gc.set_threshold(100_000, 20, 20)
    prepare_machine(sys.argv[1:])
    code = main()
    if code == INTERRUPTED:
        # Compiled programs may still be running in other threads; taking the interpreter down around them can crash.
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
    sys.exit(code)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command that `arguments` (by default the shell's) name and return the exit code."""
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    screen.prepare_streams()
    try:
        group = commands()
        with group.make_context("detente", arguments or ["--help"]) as context:
            group.invoke(context)
        sys.stdout.flush()
        return DONE
    except (Exception, KeyboardInterrupt) as error:
        try:
            return _end(error, arguments)
        except BrokenPipeError:
            return _leave_quietly()
        except Exception as broken:  # even telling what is wrong may go wrong
            _say_our_fault(broken, arguments)
            return OUR_FAULT


def _end(error: BaseException, arguments: list[str]) -> int:
    """Say what happened in the way that suits the error, and choose the exit code."""
    match error:
        case typer.Exit():
            return error.exit_code
        case UserError():
            _say_faults(error, as_json="--json" in arguments)
            return USER_MISTAKE
        case Interrupted() | KeyboardInterrupt() | typer.Abort():
            screen.complain(str(error) or "Interrupted.")
            return INTERRUPTED
        case typer.TyperException():
            _say_usage(error)
            return WRONG_USAGE
        case BrokenPipeError():
            return _leave_quietly()
        case _:
            _say_our_fault(error, arguments)
            return OUR_FAULT


def _leave_quietly() -> int:
    """End where the reader of our output has seen enough (`detente show ... | head`): nothing went wrong."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return DONE


def _say_faults(error: UserError, *, as_json: bool) -> None:
    # A program that asked for JSON reads it from standard output whatever the outcome.
    if as_json:
        screen.print_json({"faults": [screen.fault_as_data(fault) for fault in error.faults]})
        return
    from detente.foundation.rendering import render

    screen.complain(render(error.faults))
    if len(error.faults) > 1:
        screen.complain(f"\n{len(error.faults)} errors")


def _say_usage(error: typer.TyperException) -> None:
    context = getattr(error, "ctx", None)
    usage = f"{context.get_usage()}\nTry '{context.command_path} --help'.\n\n" if context else ""
    screen.complain(usage + error.format_message())


def _say_our_fault(error: BaseException, arguments: list[str]) -> None:
    where = error.where if isinstance(error, OurFault) and error.where else _write_log(error, arguments)
    what = str(error) if isinstance(error, OurFault) else f"{type(error).__name__}: {error}"
    details = f"The details are in {where}." if where else "The details could not be written to a file."
    screen.complain(f"This is our fault, not yours: {what}\n{details} Please report it with that file.")


def _write_log(error: BaseException, arguments: list[str]) -> Path | None:
    """Write the traceback where logs go on this system, or to the temporary folder; None if neither works."""
    import platform
    import tempfile
    import traceback
    from datetime import datetime

    from platformdirs import user_log_path

    from detente.foundation.version import VERSION

    name = f"fault-{datetime.now():%Y%m%d-%H%M%S}-{os.getpid()}.log"
    head = f"detente {VERSION}, Python {platform.python_version()}, {platform.platform()}\n"
    text = head + f"arguments: {arguments}\n\n" + "".join(traceback.format_exception(error))
    for folder in (user_log_path("detente"), Path(tempfile.gettempdir())):
        try:
            folder.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8", errors="backslashreplace")
            return folder / name
        except OSError:
            continue
    return None
