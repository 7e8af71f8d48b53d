"""What waits for the client, the most pressing first, and what is done already. Plain values in, plain values out."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse

from openkap.clinical.asking import minutes_of
from openkap.interfaces.kit import written
from openkap.interfaces.portal.appointments import when
from openkap.interfaces.portal.naming import form_name, occasion_name
from openkap.interfaces.portal.state import ClientState
from openkap.records.responses.shapes import Response
from openkap.services.judge_readiness import understands_consent
from openkap.terms.fact import Known, Unknown

__all__ = ["Done", "Task", "done", "due_forms", "form_tasks", "waiting"]

# Nearer than this, who takes the client home comes before anything else that can be done at home.
_ESCORT_FIRST = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Task:
    """Something to do: why, where, the word on its button, and a short line for where it stands among others."""

    title: str
    words: str
    note: str
    url: str
    action: str


@dataclass(frozen=True, slots=True)
class Done:
    title: str
    note: str
    url: str = ""


def waiting(state: ClientState) -> list[Task]:
    """In order: the choice of the day, a way home that is needed soon, forms, medicines, consent, words, a way home."""
    home = list(_way_home(state))
    soon = state.medicine is not None and state.medicine.planned_at - state.now < _ESCORT_FIRST
    return [
        *_go_ahead(state),
        *(home if soon else []),
        *form_tasks(state),
        *_medicines(state),
        *_consent(state),
        *_words(state),
        *([] if soon else home),
    ]


def _go_ahead(state: ClientState) -> Iterator[Task]:
    session = state.medicine
    if session is None or not state.is_today(session.planned_at) or session.state != "planned":
        return
    if state.go_ahead is None or not state.is_today(state.go_ahead.said_at):
        yield Task(
            title="Do you choose to go ahead today?",
            words=f"Your medicine session is today at {written.clock(session.planned_at, state.zone)}. "
            "It is your choice, and no is a good answer.",
            note="Your choice, and no is a good answer",
            url=reverse("portal:session", args=[session.id]),
            action="Answer",
        )


def _way_home(state: ClientState) -> Iterator[Task]:
    if state.medicine is not None and state.escort is None:
        yield Task(
            title="Who takes you home?",
            words=f"After your session on {when(state.medicine, state)} you cannot drive. "
            "Tell us who comes for you, and how we reach them.",
            note=f"After your session on {when(state.medicine, state)}",
            url=reverse("portal:session", args=[state.medicine.id]),
            action="Say who",
        )


def form_tasks(state: ClientState) -> Iterator[Task]:
    for response in due_forms(state):
        occasion, minutes = occasion_name(response.occasion), minutes_of(response.measure)
        yield Task(
            title=form_name(response.measure),
            words=f"{occasion}: questions to tap through, about {minutes} min. You can stop at any time; what you have "
            "answered is kept.",
            note=f"{occasion}, about {minutes} min",
            url=reverse("portal:form", args=[response.id]),
            action="Open the questions",
        )


def due_forms(state: ClientState) -> list[Response]:
    """The forms that can be answered now, the longest asked first. Of what staff asked by hand, outside the schedule,
    the newest of its kind stands for the older ones: nobody answers the same two weeks twice."""
    asking = state.asking
    if asking is None or asking.judgement.quiet:
        return []
    scheduled = {one.response_id for one in asking.asked.values()}
    due = {one.response_id: place for place, one in enumerate(asking.due)}
    newest = {(one.measure, one.occasion): one for one in state.responses if one.id not in scheduled}
    by_hand = [one for one in newest.values() if not one.done]
    found = [*(one for one in state.responses if one.id in due), *by_hand]
    # What was asked at one moment comes in the order of the schedule.
    return sorted(found, key=lambda one: (one.asked_at, due.get(one.id, len(due))))


def _medicines(state: ClientState) -> Iterator[Task]:
    if state.course is not None and state.medicines is None:
        yield Task(
            title="Your medicines",
            words="Write down everything you take, so that the prescriber can see what fits together.",
            note="Everything you take, in your own words",
            url=reverse("portal:medicines"),
            action="Write them down",
        )


def _consent(state: ClientState) -> Iterator[Task]:
    if state.course is None or (state.signature is not None and state.signature.withdrawn_at is not None):
        return
    stands = understands_consent(state.signature, state.course.pathway)
    if isinstance(stands, Unknown):
        yield Task(
            title="Read the consent" if state.signature is None else "The consent has a new edition",
            words="What is known and not known, what can go wrong, and what else there is. "
            "Take your time. You sign only if you choose to.",
            note="You sign only if you choose to",
            url=reverse("portal:consent", args=[state.course.id]),
            action="Read it",
        )
    elif not stands.value:
        yield Task(
            title="The consent: a second look",
            words="You have signed. Some statements were answered differently from the text: look at them once more.",
            note="Some statements to look at once more",
            url=reverse("portal:signed", args=[state.course.id]),
            action="Look again",
        )


def _words(state: ClientState) -> Iterator[Task]:
    if state.pathway is not None and "intention" in state.pathway.topics and "intention" not in state.words:
        yield Task(
            title="Your own words",
            words="What should your guide know, and what do you want to take into the session? "
            "A sentence is enough. They stay yours, and they go with you into the room.",
            note="For your guide; a sentence is enough",
            url=reverse("portal:words"),
            action="Begin",
        )


def done(state: ClientState) -> list[Done]:
    """What the client has done, so that nobody wonders whether it arrived. Of each form, the one sent last."""
    latest = {response.measure: response for response in state.responses if response.done}
    found = [
        Done(
            title=form_name(response.measure),
            note=f"Sent on {_day(response.submitted_at, state)}",
            url=reverse("portal:form", args=[response.id]),
        )
        for response in latest.values()
        if response.submitted_at is not None
    ]
    if state.medicines is not None:
        note = f"Written on {_day(state.medicines.said_at, state)}. Tell us when something changes"
        found.append(Done(title="Your medicines", note=note, url=reverse("portal:medicines")))
    found.extend(_consent_done(state))
    if state.pathway is not None and state.pathway.topics and "intention" in state.words:
        said = sum(topic in state.words for topic in state.pathway.topics)
        note = f"{said} of {len(state.pathway.topics)} topics. You can add to them at any time"
        found.append(Done(title="Your own words", note=note, url=reverse("portal:words")))
    if state.medicine is not None:
        url = reverse("portal:session", args=[state.medicine.id])
        if state.go_ahead is not None and state.go_ahead.chooses and state.is_today(state.go_ahead.said_at):
            found.append(Done(title="You choose to go ahead today", note="You can still change your mind", url=url))
        if state.escort is not None:
            found.append(Done(title="Your way home", note=f"{state.escort.name} takes you home", url=url))
    return found


def _consent_done(state: ClientState) -> Iterator[Done]:
    signature, course = state.signature, state.course
    if signature is None or course is None:
        return
    if signature.withdrawn_at is not None:
        note = f"Taken back on {_day(signature.withdrawn_at, state)}"
        yield Done(title="Your consent", note=note, url=reverse("portal:consent", args=[course.id]))
    elif isinstance(understands_consent(signature, course.pathway), Known):
        note = f"Signed on {_day(signature.signed_at, state)}"
        yield Done(title="Your consent", note=note, url=reverse("portal:signed", args=[course.id]))


def _day(at: datetime, state: ClientState) -> str:
    return written.day(at.astimezone(state.zone).date())
