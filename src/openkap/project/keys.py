"""The keys of a practice: made once, kept in its data folder, never in the source and never in the database."""

import os
import secrets
import stat
import tomllib
from dataclasses import dataclass, field

from openkap.project.data_folder import DataFolder, cannot_write
from openkap.project.file_lock import exclusive
from openkap.terms.refusal import Refusal

__all__ = ["Keys", "load_keys"]

_LEDGER_KEY_BYTES = 32
_LOCK_SECONDS = 120.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """`django_secret_key` signs sessions and links; `ledger_key` (32 bytes) keys the hash chain of the ledger."""

    django_secret_key: str = field(repr=False)
    ledger_key: bytes = field(repr=False)


def load_keys(folder: DataFolder) -> Keys:
    """The keys in `secrets.toml`; a new folder gets new ones.

    Raises Refusal when the file can be read by others or is damaged, and when it is gone although a database is there:
    a new ledger key would make every older entry look forged.
    """
    if not folder.secrets.exists():
        try:
            with exclusive(folder.start_lock, limit_seconds=_LOCK_SECONDS):
                make_keys(folder)
        except OSError as error:
            raise cannot_write(folder.path, error) from None
    mode = stat.S_IMODE(folder.secrets.stat().st_mode)
    if mode & 0o077:
        raise Refusal(
            f"The keys in {folder.secrets} can be read by others on this machine. Run: chmod 600 {folder.secrets}"
        )
    try:
        stored = tomllib.loads(folder.secrets.read_text(encoding="utf-8"))
        keys = Keys(django_secret_key=str(stored["django_secret_key"]), ledger_key=bytes.fromhex(stored["ledger_key"]))
    except PermissionError:
        raise Refusal(f"The keys in {folder.secrets} belong to another user. Run openkap as that user.") from None
    except (ValueError, KeyError, TypeError):
        raise Refusal(f"The keys in {folder.secrets} cannot be read. Put the file back from a backup.") from None
    if len(keys.ledger_key) != _LEDGER_KEY_BYTES or len(keys.django_secret_key) < 50:
        raise Refusal(f"The keys in {folder.secrets} are not whole. Put the file back from a backup.")
    return keys


def make_keys(folder: DataFolder) -> None:
    """Makes the keys of a new folder, durably, unless they are there. The caller holds the folder's start lock."""
    if folder.secrets.exists():
        return
    if folder.postgres.exists():
        raise Refusal(
            f"There is a database in {folder.path} but its keys, {folder.secrets.name}, are gone. "
            "Put that file back from a backup; without it the ledger cannot be verified."
        )
    text = (
        "# The keys of this practice. Keep a copy somewhere safe; without it the ledger cannot be verified.\n"
        f'django_secret_key = "{secrets.token_urlsafe(50)}"\n'
        f'ledger_key = "{secrets.token_hex(_LEDGER_KEY_BYTES)}"\n'
    )
    unfinished = folder.secrets.with_suffix(".new")
    unfinished.unlink(missing_ok=True)
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    unfinished.rename(folder.secrets)
    sync_folder(folder)


def sync_folder(folder: DataFolder) -> None:
    """Makes the names in the folder survive a power cut."""
    descriptor = os.open(folder.path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
