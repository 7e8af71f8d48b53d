"""What waits for the client, the most pressing first, and what is done already. Plain values in, plain values out."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from openkap.clinical.asking import minutes_of
from openkap.interfaces.kit import written
from openkap.interfaces.portal.appointments import when
from openkap.interfaces.portal.naming import form_name, occasion_name
from openkap.interfaces.portal.state import ClientState
from openkap.records.responses.shapes import Response
from openkap.services.health_form import HEALTH
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
    """In order: the choice of the day, what has changed, a way home that is needed soon, forms, medicines, consent,
    words, a way home."""
    home = list(_way_home(state))
    soon = state.medicine is not None and state.medicine.planned_at - state.now < _ESCORT_FIRST
    return [
        *_go_ahead(state),
        *_look_again(state),
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
            title=_("Do you choose to go ahead today?"),
            words=_("Your medicine session is today at %(time)s. It is your choice, and no is a good answer.")
            % {"time": written.clock(session.planned_at, state.zone)},
            note=_("Your choice, and no is a good answer"),
            url=reverse("portal:session", args=[session.id]),
            action=_("Answer"),
        )


def _look_again(state: ClientState) -> Iterator[Task]:
    """On the day of a medicine session: has anything changed since the health questions were sent?"""
    session = state.medicine
    if session is None or not state.is_today(session.planned_at) or session.state != "planned":
        return
    sent = [one.submitted_at for one in state.responses if one.measure == HEALTH and one.submitted_at is not None]
    looked = [*sent, *([state.attested.said_at] if state.attested else [])]
    if sent and not state.is_today(max(looked)):
        yield Task(
            title=_("Has anything changed?"),
            words=_("Your health, and what you take: one look before your session today."),
            note=_("Your health, before your session today"),
            url=reverse("portal:history"),
            action=_("Look at it"),
        )


def _way_home(state: ClientState) -> Iterator[Task]:
    if state.medicine is not None and state.escort is None:
        yield Task(
            title=_("Who takes you home?"),
            words=_(
                "After your session on %(when)s you cannot drive. Tell us who comes for you, and how we reach them."
            )
            % {"when": when(state.medicine, state)},
            note=_("After your session on %(when)s") % {"when": when(state.medicine, state)},
            url=reverse("portal:session", args=[state.medicine.id]),
            action=_("Say who"),
        )


def form_tasks(state: ClientState) -> Iterator[Task]:
    for response in due_forms(state):
        occasion, minutes = occasion_name(response.occasion), minutes_of(response.measure)
        yield Task(
            title=form_name(response.measure),
            words=_("%(occasion)s: questions to tap through. You can stop at any time; what you have answered is kept.")
            % {"occasion": occasion},
            note=_("%(occasion)s, about %(minutes)s min") % {"occasion": occasion, "minutes": minutes},
            url=reverse("portal:form", args=[response.id]),
            action=_("Open the questions"),
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
            title=_("Your medicines"),
            words=_("Write down everything you take, so that the prescriber can see what fits together."),
            note=_("Everything you take, in your own words"),
            url=reverse("portal:medicines"),
            action=_("Write them down"),
        )


def _consent(state: ClientState) -> Iterator[Task]:
    if state.course is None or (state.signature is not None and state.signature.withdrawn_at is not None):
        return
    stands = understands_consent(state.signature, state.course.pathway)
    if isinstance(stands, Unknown):
        yield Task(
            title=_("Read the consent") if state.signature is None else _("The consent has a new edition"),
            words=_(
                "What is known and not known, what can go wrong, and what else there is. "
                "Take your time. You sign only if you choose to."
            ),
            note=_("You sign only if you choose to"),
            url=reverse("portal:consent", args=[state.course.id]),
            action=_("Read it"),
        )
    elif not stands.value:
        yield Task(
            title=_("The consent: a second look"),
            words=_(
                "You have signed. Some statements were answered differently from the text: look at them once more."
            ),
            note=_("Some statements to look at once more"),
            url=reverse("portal:signed", args=[state.course.id]),
            action=_("Look again"),
        )


def _words(state: ClientState) -> Iterator[Task]:
    if state.pathway is not None and "intention" in state.pathway.topics and "intention" not in state.words:
        yield Task(
            title=_("Your own words"),
            words=_(
                "What should your guide know, and what do you want to take into the session? "
                "A sentence is enough. They stay yours, and they go with you into the room."
            ),
            note=_("For your guide; a sentence is enough"),
            url=reverse("portal:words"),
            action=_("Begin"),
        )


def done(state: ClientState) -> list[Done]:
    """What the client has done, so that nobody wonders whether it arrived. Of each form, the one sent last."""
    latest = {response.measure: response for response in state.responses if response.done}
    found = [
        Done(
            title=form_name(response.measure),
            note=_("Sent on %(day)s") % {"day": _day(response.submitted_at, state)},
            url=reverse("portal:form", args=[response.id]),
        )
        for response in latest.values()
        if response.submitted_at is not None
    ]
    if state.medicines is not None:
        day = _day(state.medicines.said_at, state)
        note = _("Written on %(day)s. Tell us when something changes") % {"day": day}
        found.append(Done(title=_("Your medicines"), note=note, url=reverse("portal:medicines")))
    if any(one.measure == HEALTH and one.done for one in state.responses):
        looked = _("Tell us here")
        if state.attested:
            looked = _("Looked at again on %(day)s") % {"day": _day(state.attested.said_at, state)}
        found.append(Done(title=_("Has anything changed in your health?"), note=looked, url=reverse("portal:history")))
    found.extend(_consent_done(state))
    if state.pathway is not None and state.pathway.topics and "intention" in state.words:
        said = sum(topic in state.words for topic in state.pathway.topics)
        words = _("%(done)s of %(all)s topics. You can add to them at any time")
        note = words % {"done": said, "all": len(state.pathway.topics)}
        found.append(Done(title=_("Your own words"), note=note, url=reverse("portal:words")))
    if state.medicine is not None:
        url = reverse("portal:session", args=[state.medicine.id])
        if state.go_ahead is not None and state.go_ahead.chooses and state.is_today(state.go_ahead.said_at):
            found.append(
                Done(title=_("You choose to go ahead today"), note=_("You can still change your mind"), url=url)
            )
        if state.escort is not None:
            found.append(
                Done(title=_("Your way home"), note=_("%(name)s takes you home") % {"name": state.escort.name}, url=url)
            )
    return found


def _consent_done(state: ClientState) -> Iterator[Done]:
    signature, course = state.signature, state.course
    if signature is None or course is None:
        return
    if signature.withdrawn_at is not None:
        note = _("Taken back on %(day)s") % {"day": _day(signature.withdrawn_at, state)}
        yield Done(title=_("Your consent"), note=note, url=reverse("portal:consent", args=[course.id]))
    elif isinstance(understands_consent(signature, course.pathway), Known):
        note = _("Signed on %(day)s") % {"day": _day(signature.signed_at, state)}
        yield Done(title=_("Your consent"), note=note, url=reverse("portal:signed", args=[course.id]))


def _day(at: datetime, state: ClientState) -> str:
    return written.day(at.astimezone(state.zone).date())
