"""A file, or the name of a library scenario, to text: found, opened, decoded, free of junk."""

import difflib
import re
from pathlib import Path

from detente.foundation.errors import Fault, Place, UserError
from detente.scenario.library import library_names, library_path

LARGEST = 2_000_000
_SUFFIXES = (".yaml", ".yml")
# Control characters, and marks that turn the direction of text or break lines where no editor shows it.
_JUNK = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")


def find(target: str | Path) -> Path:
    """Return the file that `target` means: a path, or the name of a scenario of the library."""
    text = str(target)
    if text in library_names():
        return library_path(text)
    path = Path(text)
    try:
        if path.is_dir():
            raise UserError(_folder(path))
        if path.exists():
            return path
    except (OSError, ValueError) as error:
        raise UserError(
            Fault("E103", f"{_shown(text)} cannot be opened: {_reason(error)}", remedy="check its name")
        ) from None
    raise UserError(_missing(path, text))


def read_text(path: Path) -> str:
    """Read a file as text, with line ends made `\\n`. Raises UserError."""
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except (OSError, ValueError) as error:
        raise UserError(
            Fault(
                "E103",
                f"{_shown(str(path))} cannot be read: {_reason(error)}",
                remedy="check that you may read it",
            )
        ) from None
    return clean(data, str(path))


def clean(data: bytes | str, file: str) -> str:
    """Decode the bytes of a file and refuse what is not text. Raises UserError."""
    if len(data) > LARGEST:
        raise UserError(
            Fault(
                "E104",
                f"the file is larger than {LARGEST // 1_000_000} MB: this is no scenario",
                Place(file, 1, 1),
                "check that you named the right file; data belongs in files of its own",
            )
        )
    text = _decode(data, file) if isinstance(data, bytes) else data
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    faults = [
        Fault(
            "E106",
            f"the character {_named(match[0])} is not text",
            _place(text, match.start(), file),
            "remove it; if the file is full of such characters, it is not a text file",
            text.split("\n")[text.count("\n", 0, match.start())],
        )
        for match, _ in zip(_JUNK.finditer(text), range(5), strict=False)
    ]
    if surrogate := re.search("[\ud800-\udfff]", text):
        faults.append(_not_utf8(text[: surrogate.start()], file))
    if faults:
        raise UserError(faults)
    if not text.strip():
        remedy = "begin with `detente: 1`; `detente new` writes a first scenario"
        raise UserError(Fault("E107", "the file is empty", Place(file, 1, 1), remedy))
    return text


def _decode(data: bytes, file: str) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8")
        raise UserError(_not_utf8(before, file)) from None


def _not_utf8(before: str, file: str) -> Fault:
    return Fault(
        "E105",
        "from here on the file is not UTF-8 text",
        _place(before, len(before), file),
        "save it as UTF-8 in your editor (`Save with encoding`)",
    )


def _place(text: str, at: int, file: str) -> Place:
    return Place(file, text.count("\n", 0, at) + 1, at - (text.rfind("\n", 0, at) + 1) + 1)


def _named(character: str) -> str:
    return "NUL" if character == "\0" else f"U+{ord(character):04X}"


def _folder(path: Path) -> Fault:
    inside = sorted(child.name for child in path.iterdir() if child.suffix in _SUFFIXES) if _listable(path) else []
    remedy = f"name the file: `{path / inside[0]}`" if inside else "name a scenario file (`scenario.yaml`)"
    return Fault("E102", f"{_shown(str(path))} is a folder, not a file", remedy=_shown(remedy))


def _listable(path: Path) -> bool:
    try:
        next(path.iterdir(), None)
    except OSError:
        return False
    return True


def _missing(path: Path, text: str) -> Fault:
    """Name the nearest scenario of the library or file beside the missing one."""
    names = library_names()
    near = difflib.get_close_matches(text, names, n=1, cutoff=0.6)
    folder = path.parent
    beside = [child.name for child in folder.iterdir()] if folder.is_dir() and _listable(folder) else []
    near_files = difflib.get_close_matches(path.name, beside, n=1, cutoff=0.6)
    if near_files and (not near or path.suffix):
        remedy = f"did you mean `{folder / near_files[0]}`?"
    elif near:
        remedy = f"did you mean the library scenario `{near[0]}`?"
    else:
        remedy = "name a file" + (f", or a scenario of the library: {', '.join(names)}" if names else "")
    return Fault("E101", f"there is no file and no library scenario {_shown(text)}", remedy=_shown(remedy))


def _reason(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or "its name is not a file name"


def _shown(text: str) -> str:
    """Show a name without control characters, cut to a readable length."""
    plain = "".join(character if character.isprintable() else "?" for character in text)
    return plain if len(plain) < 200 else plain[:200] + "..."
