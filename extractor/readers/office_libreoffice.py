"""LibreOffice, where it is installed, as a converter of old office files: no macros, no links followed, no network.

Each process of ours has a profile of its own, made once and removed at its end. A conversion runs in a process group
of its own, which is killed as a whole when its time is up."""

from __future__ import annotations

import atexit
import os
import shutil
import signal
import subprocess
import tempfile
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Final

from extractor.errors import SourceError

#: What to install on Debian and Ubuntu.
PACKAGE: Final = "libreoffice-writer-nogui"
#: Seconds for one file, most of which the start of the program takes.
_SECONDS: Final = 40.0
_TARGET: Final = "docx:MS Word 2007 XML"
#: Settings of the profile: path, name, value. Links: 2 is never; proxy: 2 is by hand, and nobody listens there.
_SETTINGS: Final = (
    ("org.openoffice.Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("org.openoffice.Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("org.openoffice.Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("org.openoffice.Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("org.openoffice.Office.Writer/Content/Update", "Link", "2"),
    ("org.openoffice.Inet/Settings", "ooInetProxyType", "2"),
    ("org.openoffice.Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("org.openoffice.Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("org.openoffice.Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("org.openoffice.Inet/Settings", "ooInetHTTPSProxyPort", "9"),
    ("org.openoffice.Inet/Settings", "ooInetNoProxy", ""),
)
_ITEM: Final = '<item oor:path="/{}"><prop oor:name="{}" oor:op="fuse"><value>{}</value></prop></item>'
_REGISTRY: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{}</oor:items>\n'
)
#: One conversion at a time in a process: a second would be handed to the first by their common profile.
_LOCK: Final = threading.Lock()


@cache
def program() -> str | None:
    """The path of LibreOffice's command; None where it is not installed."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def converted(data: bytes, extension: str, *, max_bytes: int) -> bytes:
    """A file as .docx; `extension` is the one that its content deserves.

    Raises SourceError: missing_program, corrupted, timeout, limit_bytes where the result is over `max_bytes`."""
    command = program()
    if command is None:
        raise SourceError("missing_program", f"this format is read through LibreOffice: install {PACKAGE}")
    with _LOCK, tempfile.TemporaryDirectory(prefix="vytiah-") as name:
        folder = Path(name)
        file = folder / f"in.{extension}"
        file.write_bytes(data)
        out = folder / "out"
        profile = _profile()
        arguments = [f"-env:UserInstallation={profile.as_uri()}", "--headless", "--nologo", "--nodefault"]
        arguments += ["--norestore", "--nolockcheck", "--convert-to", _TARGET, "--outdir", str(out), str(file)]
        environment = {"HOME": name, "PATH": os.environ.get("PATH", os.defpath), "LANG": "C.UTF-8", "TMPDIR": name}
        status = run_fenced([command, *arguments], _SECONDS, folder=folder, environment=environment)
        if status != 0:
            _drop_profile()
        return _result(out / "in.docx", status, max_bytes)


def run_fenced(command: Sequence[str], seconds: float, *, folder: Path, environment: Mapping[str, str]) -> int | None:
    """The exit status of a program that runs alone in its process group, None where its time was up. Whatever it has
    started ends with it; its standard output goes to the file `stdout` in `folder`."""
    with (
        (folder / "stdout").open("wb") as out,
        subprocess.Popen(
            command,
            cwd=folder,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        ) as process,
    ):
        try:
            return process.wait(seconds)
        except subprocess.TimeoutExpired:
            return None
        finally:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _result(file: Path, status: int | None, max_bytes: int) -> bytes:
    if file.is_file():
        if file.stat().st_size > max_bytes:
            raise SourceError("limit_bytes", f"the file is larger than {max_bytes:,} bytes as .docx")
        return file.read_bytes()
    if status is None:
        raise SourceError("timeout", "LibreOffice took too long over the file")
    raise SourceError("corrupted", "LibreOffice cannot open the file")


#: The profile of this process, by its number: a forked child makes its own.
_PROFILES: Final[dict[int, Path]] = {}


def _profile() -> Path:
    """The folder of this process's profile, with settings that forbid macros and links."""
    known = _PROFILES.get(os.getpid())
    if known is not None and known.is_dir():
        return known
    folder = Path(tempfile.mkdtemp(prefix="vytiah-office-"))
    if known is None:
        atexit.register(_drop_profile)
    _PROFILES[os.getpid()] = folder
    (folder / "user").mkdir()
    items = "".join(_ITEM.format(*setting) for setting in _SETTINGS)
    (folder / "user" / "registrymodifications.xcu").write_text(_REGISTRY.format(items), encoding="utf-8")
    return folder


def _drop_profile() -> None:
    """Remove the profile: at the process's end, and after a conversion that may have left it broken."""
    folder = _PROFILES.get(os.getpid())
    if folder is not None:
        shutil.rmtree(folder, ignore_errors=True)
