"""One vital-signs entry through the service, beside the same rows by bare psycopg (the lower bound)."""

import os
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from benchmarks._timing import measure, spoken

__all__ = ["main"]

_TIMES = 300


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="okbench", ignore_cleanup_errors=True) as folder:
        os.environ.pop("OPENKAP_DATABASE_URL", None)
        os.environ |= {"OPENKAP_DATA": folder, "OPENKAP_LOCAL": "1", "OPENKAP_DEMO": "1"}
        from openkap.project.django_ready import django_ready

        with django_ready():
            _measure(Path(folder))


def _measure(folder: Path) -> None:
    import psycopg

    from openkap.interfaces.demo.clinic import make_clinic
    from openkap.project.cluster import start
    from openkap.project.commands.init import migrate
    from openkap.project.data_folder import open_data_folder
    from openkap.records.people import find as people
    from openkap.records.sessions import find as sessions
    from openkap.services.record_reading import record_reading
    from openkap.terms.identity import Actor, ActorKind, Role, new_id

    migrate()
    made = make_clinic(now=datetime.now(UTC))
    live = sessions.live(within=made.practice_id)[0]
    member = people.members(within=made.practice_id, role=Role.MONITOR)[0]
    monitor = Actor(ActorKind.STAFF, id=member.id, name=member.name, roles=member.roles)

    def through_the_service() -> None:
        now = datetime.now(UTC)
        record_reading(
            within=made.practice_id,
            by=monitor,
            at=now,
            session_id=live.id,
            entry_id=new_id(now),
            signs={"sbp": "120", "dbp": "80", "hr": "70", "spo2": "98"},
        )

    bare = psycopg.connect(start(open_data_folder(folder)).dsn(), autocommit=True)
    seq = iter(range(1_000_000, 2_000_000))

    def bare_psycopg() -> None:
        now, entry = datetime.now(UTC), new_id(datetime.now(UTC))
        with bare.transaction(), bare.cursor() as cursor:
            cursor.execute("SELECT id FROM sessions_session WHERE id = %s FOR UPDATE", [live.id])
            cursor.execute(
                "INSERT INTO sessions_entry (id, practice_id, session_id, seq, kind, at, entered_at, entered_by_id) "
                "VALUES (%s, %s, %s, %s, 'reading', %s, %s, %s)",
                [entry, made.practice_id, live.id, next(seq), now, now, monitor.id],
            )
            cursor.execute(
                "INSERT INTO sessions_reading (entry_id, practice_id, systolic_mmhg, diastolic_mmhg) "
                "VALUES (%s, %s, 120, 80)",
                [entry, made.practice_id],
            )
            cursor.execute("SELECT seq FROM ledger_head WHERE practice_id = %s FOR UPDATE", [made.practice_id])
            cursor.execute("SELECT pg_notify('openkap_bench', 'x')")

    floor = measure(bare_psycopg, times=_TIMES)
    ours = measure(through_the_service, times=_TIMES)
    print(spoken("bare psycopg, the same rows", floor))
    print(spoken("services.record_reading", ours))
    print(f"  ratio at p50: {ours[_TIMES // 2] / floor[_TIMES // 2]:.1f}")
    bare.close()
