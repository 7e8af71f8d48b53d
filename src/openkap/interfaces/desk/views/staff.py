"""Who works here, in which roles; a lead adds someone."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from openkap.clinical.authority import Doing
from openkap.interfaces.desk.forms.acting import AddStaff
from openkap.interfaces.kit.access import staff_only
from openkap.interfaces.kit.parts import Column, Row
from openkap.interfaces.kit.replies import attempt, posted, see_other
from openkap.records.people import find as people
from openkap.services.add_staff import add_staff

__all__ = ["staff"]

_COLUMNS = (Column(label="Name"), Column(label="Roles"))


@staff_only(Doing.MANAGE_STAFF)
def staff(request: HttpRequest) -> HttpResponse:
    form = AddStaff(posted(request))
    outcome = attempt(
        form, lambda: add_staff(within=request.practice.id, by=request.actor, at=request.now, **form.cleaned_data)
    )
    if outcome.kept:
        return see_other(request, "desk:staff", said="Added. Tell them their first password in person.")
    members = people.members(within=request.practice.id)
    rows = [Row(cells=(one.name, ", ".join(sorted(role.value for role in one.roles)))) for one in members]
    context = {"page_title": "Staff", "columns": _COLUMNS, "rows": rows, "form": form}
    return render(request, "desk/staff.html", context, status=outcome.status)
