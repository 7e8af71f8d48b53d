"""Why the embedded server did not start, in a sentence that says what to do."""

import re
import shutil

from openkap.project.data_folder import DataFolder
from openkap.terms.refusal import Refusal

__all__ = ["explain", "passes_by_itself"]

_DISK_FULL = "The disk is full. Free some space and try again; nothing that was kept is lost."
_DAMAGED = (
    "Its files are damaged. Change nothing in them, keep a copy of the folder, and restore the last backup into a new "
    "one (openkap restore FILE)."
)
# What PostgreSQL says → what to do.
_FAULTS = {
    "No space left on device": _DISK_FULL,
    "Disk quota exceeded": "The disk quota is used up. Free some space and try again; nothing that was kept is lost.",
    "File too large": "A limit on file sizes (ulimit -f) is too low for a database. Raise it and try again.",
    "pre-existing shared memory block": (
        "Processes of a server that was killed have not ended yet. Wait a minute and try again."
    ),
    "already exists": "Its server is there but does not answer. End that process, or restart the machine.",
    "could not create any Unix-domain sockets": "It cannot make its socket. Choose a folder on a local disk.",
    "Permission denied": "Files in it belong to another user. Run openkap as the user who made them.",
    "wrong ownership": "Files in it belong to another user. Run openkap as the user who made them.",
    "Read-only file system": "Its disk can only be read. Mount it for writing, or choose another folder.",
    "error while loading shared libraries": "A library of the machine is missing for the embedded PostgreSQL.",
    "could not load library": "A library of the machine is missing for the embedded PostgreSQL.",
    "could not map anonymous shared memory": "The machine has too little free memory for it. Free some and try again.",
    "invalid value for parameter": "A setting in postgresql.conf or postgresql.auto.conf is not valid. Undo it.",
    "unrecognized configuration parameter": "A setting in postgresql.conf or postgresql.auto.conf is unknown. Undo it.",
    "configuration file": "There is a mistake in postgresql.conf or postgresql.auto.conf. Undo the last change there.",
    "incompatible with server": _DAMAGED,
    "checkpoint record": _DAMAGED,
    "global/pg_control": _DAMAGED,
    "PANIC": _DAMAGED,
}
_LEAST_FREE_BYTES = 1_000_000
_SERIOUS = re.compile("FATAL:|PANIC:|error:")
_PASSING = ("pre-existing shared memory block", 'postmaster.pid" already exists', '.lock" already exists')


def passes_by_itself(said: str) -> bool:
    """Whether what hinders the server is the dying remains of a killed one, or the number it left behind."""
    return any(words in said for words in _PASSING)


def explain(folder: DataFolder, said: str) -> Refusal:
    """A Refusal from what PostgreSQL's programs and log said."""
    if shutil.disk_usage(folder.path).free < _LEAST_FREE_BYTES:
        said = "No space left on device"  # on a full disk the log itself stays empty
    advice = next((text for words, text in _FAULTS.items() if words in said), None)
    if advice is None:
        last = [line for line in said.splitlines() if _SERIOUS.search(line)] or said.splitlines()
        reason = _SERIOUS.split(last[-1])[-1].strip() if last else "it gives no reason"
        advice = f"PostgreSQL says: {reason}. Its log is {folder.postgres / 'server.log'}."
    return Refusal(f"The database in {folder.path} could not be started. {advice}")
