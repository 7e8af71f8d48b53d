"""PostgreSQL refuses to run as root. Run by root (a container, a service), it gets a system user of its own here."""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass

from openkap.terms.refusal import Refusal

__all__ = ["NAME", "SystemUser", "system_user"]

NAME = "openkap-postgres"


@dataclass(frozen=True, slots=True)
class SystemUser:
    uid: int
    gid: int


def system_user() -> SystemUser | None:
    """The user that runs the database: None for "whoever runs openkap", who is not root.

    Made by root on first use, without a home, a password or a shell.
    """
    if os.geteuid() != 0:
        return None
    try:
        entry = pwd.getpwnam(NAME)
    except KeyError:
        entry = _make()
    return SystemUser(uid=entry.pw_uid, gid=entry.pw_gid)


def _make() -> pwd.struct_passwd:
    useradd = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")
    if useradd is not None:
        command = [useradd, "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]
        command += ["--shell", "/usr/sbin/nologin", NAME]
        subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False)  # noqa: S603 - fixed words
    try:
        return pwd.getpwnam(NAME)
    except KeyError:
        raise Refusal(
            f"The database does not run as root, and its own system user {NAME} cannot be made on this machine. "
            "Run openkap as an ordinary user."
        ) from None
