"""How commands end: the exit code, and what a person reads when something goes wrong."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from detente.foundation.errors import Interrupted, OurFault

SOURCE = Path(__file__).parent.parent.parent / "src"
FILE_COMMANDS = ["check", "show", "month", "run", "plausibility"]


def no_traceback(text: str) -> bool:
    """Whether a text is free of Python's tracebacks."""
    return "Traceback" not in text and 'File "' not in text


def test_done_is_0(detente):
    """A command that did its work ends with 0 and says nothing on standard error."""
    assert detente("check", "two-rivals")[::2] == (0, "")


def test_without_arguments_the_help_is_shown(detente):
    """`detente` alone shows the commands."""
    ended = detente()
    assert ended.code == 0
    assert "Commands:" in ended.out


@pytest.mark.parametrize(
    "arguments", [["chekc"], ["check"], ["check", "--jsn", "x"], ["check", "a", "b"], ["--nonsense"]]
)
def test_wrong_usage_is_2(detente, arguments):
    """Wrong usage ends with 2, says what was wrong, and how to find out what is right."""
    ended = detente(*arguments)
    assert ended.code == 2
    assert ended.out == ""
    assert "Usage: detente" in ended.err
    assert "--help" in ended.err


def test_a_misspelt_command_names_the_nearest(detente):
    """A misspelt command is answered with the nearest one."""
    assert "Did you mean 'check'" in detente("chekc").err


@pytest.mark.parametrize("command", FILE_COMMANDS)
@pytest.mark.parametrize(
    "content", [None, b"", b"\x00\x01\xff" * 200, b"\xff\xfe\x00d", b"\x89PNG\r\n\x1a\n", b"[" * 100_000]
)
def test_a_file_that_is_none_is_the_users_mistake(detente, tmp_path, command, content):
    """A missing file, an empty one and binary junk are the user's mistake: 1, a sentence, no traceback."""
    path = tmp_path / "scenario.yaml"
    if content is not None:
        path.write_bytes(content)
    ended = detente(command, path)
    assert (ended.code, ended.out) == (1, "")
    assert "error" in ended.err
    assert no_traceback(ended.err)


@pytest.mark.parametrize("command", FILE_COMMANDS)
def test_a_folder_for_a_file_is_the_users_mistake(detente, tmp_path, command):
    """A folder where a file is expected is the user's mistake."""
    ended = detente(command, tmp_path)
    assert ended.code == 1
    assert "folder" in ended.err
    assert no_traceback(ended.err)


@pytest.mark.parametrize("command", FILE_COMMANDS)
def test_faults_come_as_json_when_asked(detente, tmp_path, command):
    """With --json the faults are JSON on standard output, and the exit code stays 1."""
    ended = detente(command, tmp_path / "missing.yaml", "--json")
    assert (ended.code, ended.err) == (1, "")
    assert json.loads(ended.out)["faults"][0]["code"] == "E101"


def test_our_fault_is_3_and_leaves_a_log(detente, tmp_path, monkeypatch):
    """An error of our own ends with 3, names the log with the traceback, and shows no traceback."""

    def fail(_: str) -> None:
        raise ZeroDivisionError("by nothing")

    monkeypatch.setattr("detente.scenario.load", fail)
    ended = detente("check", "two-rivals")
    assert ended.code == 3
    assert "our fault" in ended.err
    assert no_traceback(ended.err)
    (log,) = tmp_path.rglob("fault-*.log")
    assert str(log) in ended.err
    assert "Traceback" in log.read_text(encoding="utf-8")


def test_our_own_fault_may_say_where_to_look(detente, tmp_path, monkeypatch):
    """A fault of ours that has written its details already names that file."""

    def fail(_: str) -> None:
        raise OurFault("the run folder broke", tmp_path / "run.log")

    monkeypatch.setattr("detente.scenario.load", fail)
    ended = detente("check", "two-rivals")
    assert ended.code == 3
    assert str(tmp_path / "run.log") in ended.err


@pytest.mark.parametrize("interruption", [KeyboardInterrupt(), Interrupted("Stopped after 3 rounds.")])
def test_interrupted_is_130(detente, monkeypatch, interruption):
    """An interruption ends with 130 and a sentence."""

    def stop(_: str) -> None:
        raise interruption

    monkeypatch.setattr("detente.scenario.load", stop)
    ended = detente("check", "two-rivals")
    assert ended.code == 130
    assert ended.err.strip() == (str(interruption) or "Interrupted.")


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_control_c_ends_the_process_with_130():
    """Control-C in a real process ends it with 130 and no traceback."""
    code = (
        f"import sys; sys.path.insert(0, {str(SOURCE)!r})\n"
        "import detente.scenario, time\n"
        "def wait(_): print('waiting', flush=True); time.sleep(60)\n"
        "detente.scenario.load = wait\n"
        "from detente.cli.main import main\n"
        "sys.exit(main(['check', 'two-rivals']))"
    )
    # A test runner in the background ignores SIGINT, and so would its children.
    code = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n" + code
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(0.2)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert no_traceback(err.decode())


@pytest.mark.skipif(os.name == "nt", reason="pipes of POSIX")
def test_a_reader_that_leaves_early_is_no_fault():
    """`detente schema | head -1` ends quietly: the reader has seen enough."""
    code = (
        f"import sys; sys.path.insert(0, {str(SOURCE)!r})\n"
        "from detente.cli.main import main\n"
        "sys.exit(main(['schema']))"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.close()
        assert process.stderr is not None
        assert process.stderr.read() == b""
    assert process.returncode == 0
