"""Rows of the permission matrix: the REST API. The order of the answers is that of `WHO`."""

from tests.api.world import Answers, Ask

V1 = "api/v1/"

# owner, manager, performer, observer, guest, outsider, nobody, reader
LIST: Answers = (200, 200, 200, 200, 200, 200, 401, 200)
"""Everyone gets a list of what they see; the outsider's is of another workspace."""
PERSON: Answers = (200, 200, 200, 200, 200, 404, 401, 200)
READ: Answers = (200, 200, 200, 200, 404, 404, 401, 200)
"""Of a project: the guest has no seat there."""
INVITERS: Answers = (200, 403, 403, 403, 403, 404, 401, 200)


def work(status: int) -> Answers:
    """Performers and above."""
    return (status, status, status, 403, 404, 404, 401, 403)


def talk(status: int) -> Answers:
    """All who read."""
    return (status, status, status, status, 404, 404, 401, 403)


def lead(status: int) -> Answers:
    """Leads of the project; the owner leads every one."""
    return (status, status, 403, 403, 404, 404, 401, 403)


def rule(status: int) -> Answers:
    """Owners and admins of the workspace, over what all its members see."""
    return (status, 403, 403, 403, 403, 404, 401, 403)


def own(status: int) -> Answers:
    """The owner's own things, which nobody else sees."""
    return (status, 404, 404, 404, 404, 404, 401, 403)


PEOPLE = [
    Ask("get", V1 + "workspaces", LIST),
    Ask("get", V1 + "workspaces/<uuid:workspace_id>", PERSON),
    Ask("patch", V1 + "workspaces/<uuid:workspace_id>", rule(200), {"name": "New"}),
    Ask("get", V1 + "me", LIST),
    Ask("get", V1 + "members", LIST),
    Ask("get", V1 + "members/<uuid:member_id>", PERSON),
    Ask("patch", V1 + "members/<uuid:member_id>", rule(200), {"role": "observer"}),
    Ask("post", V1 + "members/<uuid:member_id>/removal", rule(200)),
    Ask(
        "post",
        V1 + "members/<uuid:member_id>/match",
        # The outsider sees neither of the two.
        rule(200),
        lambda ids: {"member_id": ids["member_id"]},
        uses={"member_id": "placeholder_id"},
    ),
    Ask("get", V1 + "invitations", (200, 403, 403, 403, 403, 200, 401, 200)),
    Ask(
        "post",
        V1 + "invitations",
        # The outsider invites into the other workspace.
        (201, 403, 403, 403, 403, 201, 401, 403),
        {"role": "performer"},
    ),
    Ask("get", V1 + "invitations/<uuid:invitation_id>", INVITERS),
    Ask(
        "delete",
        V1 + "invitations/<uuid:invitation_id>",
        (204, 403, 403, 403, 403, 404, 401, 403),
    ),
    Ask("get", V1 + "tokens", LIST),
    Ask(
        "post",
        V1 + "tokens",
        # A token makes no tokens, whosever it is.
        (403, 403, 403, 403, 403, 403, 401, 403),
        {"name": "x", "scopes": ["read"]},
    ),
    Ask("get", V1 + "tokens/<uuid:token_id>", (200, 404, 404, 404, 404, 404, 401, 200)),
    Ask("delete", V1 + "tokens/<uuid:token_id>", own(204)),
    Ask("get", V1 + "tags", LIST),
    Ask(
        "post",
        V1 + "tags",
        (201, 201, 201, 403, 403, 201, 401, 403),
        {"name": "new", "color": "red"},
    ),
    Ask("get", V1 + "tags/<uuid:tag_id>", PERSON),
    Ask(
        "patch",
        V1 + "tags/<uuid:tag_id>",
        (200, 200, 200, 403, 403, 404, 401, 403),
        {"color": "red"},
    ),
    Ask("delete", V1 + "tags/<uuid:tag_id>", (204, 204, 204, 403, 403, 404, 401, 403)),
    Ask("get", V1 + "changes", LIST),
    # The outsider owns the other workspace.
    Ask("get", V1 + "file-usage", (200, 403, 403, 403, 403, 200, 401, 200)),
]
PROJECT = V1 + "projects/<uuid:project_id>"
FIELD = V1 + "fields/<uuid:field_id>"
PROJECTS = [
    Ask("get", V1 + "projects", LIST),
    Ask("post", V1 + "projects", (201, 201, 403, 403, 403, 201, 401, 403), {"name": "Mobile"}),
    Ask("get", PROJECT, READ),
    Ask("patch", PROJECT, lead(200), {"color": "red"}),
    Ask("post", PROJECT + "/archival", lead(200)),
    Ask("post", PROJECT + "/restoration", lead(200)),
    Ask("get", PROJECT + "/members", READ),
    Ask(
        "post",
        PROJECT + "/members",
        lead(201),
        lambda ids: {"member_id": ids["member_id"], "role": "performer"},
    ),
    Ask("get", V1 + "project-members/<uuid:seat_id>", READ),
    Ask("patch", V1 + "project-members/<uuid:seat_id>", lead(200), {"role": "lead"}),
    # The seat is of the only lead, so whoever may take it hears of a conflict.
    Ask("delete", V1 + "project-members/<uuid:seat_id>", lead(409)),
    Ask("get", PROJECT + "/stages", READ),
    Ask("post", PROJECT + "/stages", lead(201), {"name": "Testing", "kind": "review"}),
    Ask("get", V1 + "stages/<uuid:stage_id>", READ),
    Ask("patch", V1 + "stages/<uuid:stage_id>", lead(200), {"name": "Next"}),
    Ask("post", V1 + "stages/<uuid:stage_id>/placement", lead(200)),
    Ask(
        "post",
        V1 + "stages/<uuid:stage_id>/removal",
        lead(204),
        lambda ids: {"to": ids["other_stage_id"]},
    ),
    Ask("get", PROJECT + "/fields", READ),
    Ask("post", PROJECT + "/fields", lead(201), {"name": "Budget", "kind": "money"}),
    Ask("get", FIELD, READ),
    Ask("patch", FIELD, lead(200), {"name": "Other", "on_card": True}),
    Ask("delete", FIELD, lead(204)),
    Ask("post", FIELD + "/placement", lead(200)),
    Ask("post", FIELD + "/restoration", lead(200)),
    Ask("get", PROJECT + "/boards", READ),
    Ask("post", PROJECT + "/boards", lead(201), {"name": "Second"}),
    Ask("get", V1 + "boards", LIST),
    Ask("get", V1 + "boards/<uuid:board_id>", READ),
    Ask("patch", V1 + "boards/<uuid:board_id>", lead(200), {"name": "Other"}),
    # A project keeps one board.
    Ask("delete", V1 + "boards/<uuid:board_id>", lead(409)),
    Ask("get", V1 + "boards/<uuid:board_id>/snapshot", READ),
    Ask("get", V1 + "boards/<uuid:board_id>/columns", READ),
    Ask("get", V1 + "columns/<uuid:column_id>", READ),
    Ask("patch", V1 + "columns/<uuid:column_id>", lead(200), {"limit": 3}),
    Ask("post", V1 + "columns/<uuid:column_id>/placement", lead(200)),
]
TASK = V1 + "tasks/<uuid:task_id>"
# The task is the manager's and nobody's to do: what only a performer does, nobody may.
NOT_YOURS: Answers = (403, 403, 403, 403, 404, 404, 401, 403)
VERBS = [
    Ask("post", TASK + "/assignment", lead(200), lambda ids: {"performer_id": ids["member_id"]}),
    Ask("post", TASK + "/taking", work(200)),
    Ask("post", TASK + "/handover", NOT_YOURS, lambda ids: {"performer_id": ids["member_id"]}),
    Ask("put", TASK + "/helpers/<uuid:member_id>", lead(200)),
    Ask("delete", TASK + "/helpers/<uuid:member_id>", lead(200)),
    Ask("post", TASK + "/reading", talk(200)),
    Ask("put", TASK + "/focus", talk(200), {"is_focus": True}),
    Ask("put", TASK + "/plan", NOT_YOURS, {"planned_on": "2026-12-01"}),
    Ask("post", TASK + "/start", NOT_YOURS),
    Ask("post", TASK + "/pause", NOT_YOURS),
    Ask("post", TASK + "/hand-in", NOT_YOURS),
    Ask("post", TASK + "/acceptance", lead(200)),
    # It is not in review.
    Ask("post", TASK + "/return", lead(409), {"reason": "Not yet"}),
    Ask("post", TASK + "/refusal", NOT_YOURS, {"reason": "No time"}),
    Ask("post", TASK + "/cancellation", lead(200)),
    # Without acceptance, whoever edits a task opens it again.
    Ask("post", TASK + "/reopening", work(200)),
    Ask("post", TASK + "/archiving", lead(200)),
    Ask("delete", TASK + "/archiving", lead(200)),
    Ask("get", TASK + "/deadline-proposals", READ),
    Ask("post", TASK + "/deadline-proposals", NOT_YOURS, {"due_on": "2026-12-05"}),
    Ask(
        "post",
        V1 + "deadline-proposals/<uuid:proposal_id>/answer",
        lead(200),
        {"is_agreed": False},
    ),
]
TASKS = [
    Ask("get", V1 + "tasks", LIST),
    Ask(
        "post",
        V1 + "tasks",
        work(201),
        lambda ids: {"stage_id": ids["stage_id"], "title": "New"},
    ),
    Ask(
        "post",
        V1 + "tasks/bulk",
        work(200),
        lambda ids: {"ids": [ids["task_id"]], "fields": {"priority": 1}},
    ),
    Ask("get", TASK, READ),
    Ask("patch", TASK, work(200), {"title": "Other"}),
    Ask("delete", TASK, lead(204)),
    Ask("post", TASK + "/placement", work(200), lambda ids: {"stage_id": ids["other_stage_id"]}),
    Ask("post", TASK + "/restoration", lead(200)),
    Ask("put", TASK + "/values/<uuid:field_id>", work(200), {"value": "Text"}),
    Ask("delete", TASK + "/values/<uuid:field_id>", work(200)),
    Ask("put", TASK + "/tags/<uuid:tag_id>", work(200)),
    Ask("delete", TASK + "/tags/<uuid:tag_id>", work(204)),
    Ask("put", TASK + "/observers/<uuid:member_id>", work(200)),
    Ask("delete", TASK + "/observers/<uuid:member_id>", work(204)),
    Ask("get", TASK + "/history", READ),
    *VERBS,
    Ask("get", TASK + "/links", READ),
    Ask(
        "post",
        TASK + "/links",
        work(201),
        lambda ids: {"other_id": ids["other_id"], "kind": "relates"},
    ),
    Ask("get", V1 + "task-links/<uuid:link_id>", READ),
    Ask("delete", V1 + "task-links/<uuid:link_id>", work(204)),
    # The task has no parent of which it could be a line.
    Ask("post", TASK + "/demotion", work(400)),
    Ask("get", TASK + "/checklists", READ),
    Ask("post", TASK + "/checklists", work(201), {"name": "Second"}),
    Ask("get", V1 + "checklists/<uuid:checklist_id>", READ),
    Ask("patch", V1 + "checklists/<uuid:checklist_id>", work(200), {"name": "Other"}),
    Ask("delete", V1 + "checklists/<uuid:checklist_id>", work(204)),
    Ask("post", V1 + "checklists/<uuid:checklist_id>/placement", work(200)),
    Ask("get", TASK + "/checklist-items", READ),
    Ask("post", TASK + "/checklist-items", work(201), {"text": "Line"}),
    Ask("get", V1 + "checklist-items/<uuid:item_id>", READ),
    Ask("patch", V1 + "checklist-items/<uuid:item_id>", work(200), {"is_done": True}),
    Ask("delete", V1 + "checklist-items/<uuid:item_id>", work(204)),
    Ask("post", V1 + "checklist-items/<uuid:item_id>/placement", work(200)),
    Ask("post", V1 + "checklist-items/<uuid:item_id>/promotion", work(201)),
    Ask("get", TASK + "/comments", READ),
    Ask("post", TASK + "/comments", talk(201), {"body": "Hello"}),
    Ask("get", V1 + "comments/<uuid:comment_id>", READ),
    # The comment is the manager's.
    Ask("patch", V1 + "comments/<uuid:comment_id>", lead(200), {"body": "Changed"}),
    Ask("delete", V1 + "comments/<uuid:comment_id>", lead(204)),
    Ask("post", V1 + "comments/<uuid:comment_id>/restoration", lead(200)),
    Ask("get", V1 + "comments/<uuid:comment_id>/versions", READ),
    Ask("post", V1 + "comments/<uuid:comment_id>/reactions", talk(201), {"emoji": "🎉"}),
    Ask("get", TASK + "/reactions", READ),
    Ask("get", V1 + "reactions/<uuid:reaction_id>", READ),
    # The reaction is the manager's.
    Ask("delete", V1 + "reactions/<uuid:reaction_id>", (403, 204, 403, 403, 404, 404, 401, 403)),
    Ask("get", TASK + "/attachments", READ),
    Ask("post", TASK + "/attachments", work(201), {"name": "x", "url": "https://example.com"}),
    Ask("get", V1 + "attachments/<uuid:attachment_id>", READ),
    Ask("delete", V1 + "attachments/<uuid:attachment_id>", work(204)),
    # A body that is no form is the file.
    Ask("post", TASK + "/files", work(201)),
    Ask("get", V1 + "files/<uuid:file_id>/content", READ),
    Ask("get", V1 + "files/<uuid:file_id>/preview", READ),
]
RECURRENCE = V1 + "recurrences/<uuid:recurrence_id>"
RECURRENCES = [
    Ask("get", TASK + "/recurrence", READ),
    Ask("put", TASK + "/recurrence", work(200), {"rule": "FREQ=DAILY"}),
    Ask("get", RECURRENCE, READ),
    Ask("post", RECURRENCE + "/skip", work(200)),
    # No time was left out.
    Ask("delete", RECURRENCE + "/skip", work(409)),
    Ask("post", RECURRENCE + "/stop", work(200)),
    Ask("post", RECURRENCE + "/adoption", work(200)),
    Ask(
        "get",
        V1 + "recurrence-preview",
        LIST,
        address=V1 + "recurrence-preview?rule=FREQ=DAILY",
    ),
    Ask("get", V1 + "holiday-countries", LIST),
]
CONFLICT = V1 + "conflicts/<uuid:conflict_id>"
# The conflict is the owner's.
CONFLICTS = [
    Ask("get", V1 + "conflicts", LIST),
    Ask("get", CONFLICT, (200, 404, 404, 404, 404, 404, 401, 200)),
    Ask("post", CONFLICT + "/resolution", own(200), {"take": "mine"}),
]
REST = [*PEOPLE, *PROJECTS, *TASKS, *RECURRENCES, *CONFLICTS]
