"""How the embedded server is set: durable, reachable by its socket alone, and silent about people in its log."""

from pathlib import Path

__all__ = ["OWNER", "PORT", "START_OPTIONS", "SUPERUSER", "include_settings", "write_settings"]

OWNER = "openkap"
SUPERUSER = "postgres"
PORT = "5432"
# On the command line, so that no configuration file moves the socket from where openkap looks: the cluster's folder.
START_OPTIONS = f"-p {PORT} -k ."
_FILE = "openkap.conf"

_SETTINGS = """\
# Written by openkap at every start. Settings of your own go below the last line of postgresql.conf.
listen_addresses = ''
unix_socket_permissions = 0700
max_connections = 200

# A commit is answered when it is on the disk, and not before.
fsync = on
synchronous_commit = on
full_page_writes = on

timezone = 'UTC'
log_timezone = 'UTC'
lc_messages = 'C'

# No personal data in the log: neither statements, nor their values, nor the errors that quote them (those go to the
# application alone). What remains is the server's own life: started, stopped, recovered, out of space.
logging_collector = off
log_statement = none
log_min_duration_statement = -1
log_min_error_statement = panic
log_min_messages = log
log_error_verbosity = terse
log_parameter_max_length = 0
log_parameter_max_length_on_error = 0
log_checkpoints = off
"""


def include_settings(data: Path) -> None:
    """Lets a new cluster read openkap's settings."""
    with (data / "postgresql.conf").open("a", encoding="utf-8") as file:
        file.write(f"\ninclude_if_exists = '{_FILE}'\n")


def write_settings(data: Path) -> None:
    """Writes the settings of this openkap for the cluster in `data`; an older one may have written others."""
    file = data / _FILE
    if file.exists() and file.read_text(encoding="utf-8") == _SETTINGS:
        return
    unfinished = file.with_suffix(".new")
    unfinished.write_text(_SETTINGS, encoding="utf-8")
    unfinished.chmod(0o644)  # the folder is private; where root writes, the system user of the database must read
    unfinished.replace(file)
