"""Which music is not for a client, as it was said in any of their sessions; the latest word on a title stands."""

from uuid import UUID

from openkap.records.sessions import timeline

__all__ = ["read_vetoes"]


def read_vetoes(*, within: UUID, client_id: UUID) -> list[str]:
    """The titles, in alphabetical order."""
    said = timeline.of_client(within=within, client_id=client_id, whats=["music_out", "music_in"])
    latest = {title: what for what, title in said}
    return sorted(title for title, what in latest.items() if what == "music_out")
