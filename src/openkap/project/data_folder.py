"""Where openkap keeps its own things: the embedded database, its keys. Private to whoever runs it."""

import errno
import os
import stat
import sys
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from openkap.terms.refusal import BadInput, Refusal

__all__ = ["FIELD", "DataFolder", "cannot_write", "find_data_folder", "open_data_folder"]

FIELD = "OPENKAP_DATA"
# The size of sun_path without its closing zero: unix(7) on Linux, unix(4) on macOS.
_LONGEST_SOCKET_PATH_BYTES = 103 if sys.platform == "darwin" else 107
_SERVICE_FOLDER = Path("/var/lib/openkap")
_MARK = "openkap.lock"
# What a new disk or a file browser leaves in a folder that nobody has used yet.
_NOBODYS = {"lost+found", ".DS_Store"}


@dataclass(frozen=True, slots=True)
class DataFolder:
    """A folder that exists, is writable, and holds nothing but openkap's things."""

    path: Path

    @property
    def postgres(self) -> Path:
        """The embedded cluster; its Unix socket lies in it."""
        return self.path / "postgres"

    @property
    def postgres_in_making(self) -> Path:
        return self.path / "postgres.new"

    @property
    def programs(self) -> Path:
        """A copy of PostgreSQL's programs, made only where root's own cannot be reached by the system user."""
        return self.path / "programs"

    @property
    def secrets(self) -> Path:
        return self.path / "secrets.toml"

    @property
    def start_lock(self) -> Path:
        """Held while the database is started or stopped. It is made first, so it also marks the folder as openkap's."""
        return self.path / _MARK

    @property
    def use_lock(self) -> Path:
        """Shared by every process that uses the embedded database."""
        return self.path / "in-use.lock"

    def require_room_for_socket(self) -> None:
        """Raises BadInput when the path of the database's socket is longer than the system can hold."""
        length = len(os.fsencode(self.postgres / ".s.PGSQL.5432"))
        if length > _LONGEST_SOCKET_PATH_BYTES:
            raise BadInput(
                FIELD,
                f"The folder {self.path} has too long a path for a Unix socket: {length - _LONGEST_SOCKET_PATH_BYTES} "
                f"bytes over the system's limit of {_LONGEST_SOCKET_PATH_BYTES}. Choose a folder with a shorter path.",
            )


def find_data_folder() -> Path:
    """`OPENKAP_DATA` where it is set, else the platform's place: ~/.local/share/openkap, for root /var/lib/openkap."""
    chosen = os.environ.get(FIELD, "")
    if chosen:
        return Path(chosen).expanduser().absolute()
    if sys.platform == "linux" and os.geteuid() == 0:
        return _SERVICE_FOLDER
    return platformdirs.user_data_path("openkap", appauthor=False)


def open_data_folder(path: Path | None = None) -> DataFolder:
    """The folder at `path` (None: the one of this machine's user), made if it is new, private from the first moment.

    Raises BadInput or Refusal when it cannot be made, cannot be written, or holds another program's things.
    """
    folder = DataFolder((path or find_data_folder()).resolve())
    try:
        folder.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = {entry.name for entry in folder.path.iterdir()}
    except (FileExistsError, NotADirectoryError):
        raise BadInput(FIELD, f"{folder.path} cannot be a folder: a file is in its place. Name another.") from None
    except OSError as error:
        raise cannot_write(folder.path, error) from None
    if found - _NOBODYS and _MARK not in found:
        raise BadInput(FIELD, f"{folder.path} holds things that are not openkap's. Name a new or empty folder.")
    try:
        # Run by root, the system user of the database passes through by its group (system_user.py).
        allowed = 0o710 if os.geteuid() == 0 else 0o700
        mode = stat.S_IMODE(folder.path.stat().st_mode)
        if mode & ~allowed:
            folder.path.chmod(mode & allowed)
        folder.start_lock.touch(mode=0o600)
    except OSError as error:
        raise cannot_write(folder.path, error) from None
    if not os.access(folder.path, os.W_OK | os.X_OK):
        raise cannot_write(folder.path, PermissionError(errno.EACCES, "Permission denied"))
    return folder


def cannot_write(path: Path, error: OSError) -> Refusal:
    """Why openkap's own files cannot be kept, and what to do."""
    # What copying a whole folder met comes as text alone.
    if error.errno == errno.ENOSPC or f"[Errno {errno.ENOSPC}]" in str(error):
        return Refusal(f"The disk of {path} is full. Free some space and try again; nothing that was kept is lost.")
    if error.errno == errno.ENAMETOOLONG:
        return BadInput(FIELD, "The name of the folder is too long for this system. Choose a shorter one.")
    return Refusal(
        f"openkap cannot write to its data folder {path} ({error.strerror or 'not every file could be copied'}). "
        f"Make it writable for the user who runs openkap, or name another folder in {FIELD}."
    )
