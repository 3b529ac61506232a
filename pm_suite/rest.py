"""The map of the REST API, below /api/."""

from django.urls import URLPattern, path, re_path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.request import Request
from rest_framework.views import APIView

from boards import api as boards
from pm_suite.lib.problems import NotSeen
from tasks.api import (
    bulk,
    checklists,
    comments,
    conflicts,
    fields,
    files,
    links,
    parts,
    people,
    recurrences,
    tasks,
    verbs,
)
from teams import api as teams


class NothingThere(APIView):
    """Answers for addresses below /api/ that there are not."""

    authentication_classes = []
    permission_classes = []
    schema = None

    def initial(self, request: Request, *args: object, **kwargs: object) -> None:
        raise NotSeen("There is no such address in the API; /api/docs/ tells which there are.")


V1 = {
    "workspaces": teams.WorkspaceList,
    "workspaces/<uuid:workspace_id>": teams.WorkspaceSingle,
    "me": teams.Me,
    "members": teams.MemberList,
    "members/<uuid:member_id>": teams.MemberSingle,
    "members/<uuid:member_id>/removal": people.MemberRemoval,
    "members/<uuid:member_id>/match": people.MemberMatch,
    "invitations": teams.InvitationList,
    "invitations/<uuid:invitation_id>": teams.InvitationSingle,
    "tokens": teams.TokenList,
    "tokens/<uuid:token_id>": teams.TokenSingle,
    "tags": people.TagList,
    "tags/<uuid:tag_id>": people.TagSingle,
    "projects": boards.ProjectList,
    "projects/<uuid:project_id>": boards.ProjectSingle,
    "projects/<uuid:project_id>/archival": boards.ProjectArchival,
    "projects/<uuid:project_id>/restoration": boards.ProjectRestoration,
    "projects/<uuid:project_id>/members": people.ProjectMemberList,
    "project-members/<uuid:seat_id>": people.ProjectMemberSingle,
    "projects/<uuid:project_id>/fields": fields.FieldList,
    "fields/<uuid:field_id>": fields.FieldSingle,
    "fields/<uuid:field_id>/placement": fields.FieldPlacement,
    "fields/<uuid:field_id>/restoration": fields.FieldRestoration,
    "projects/<uuid:project_id>/stages": boards.StageList,
    "stages/<uuid:stage_id>": boards.StageSingle,
    "stages/<uuid:stage_id>/placement": boards.StagePlacement,
    "stages/<uuid:stage_id>/removal": boards.StageRemoving,
    "projects/<uuid:project_id>/boards": boards.ProjectBoardList,
    "boards": boards.BoardList,
    "boards/<uuid:board_id>": boards.BoardSingle,
    "boards/<uuid:board_id>/snapshot": boards.BoardSnapshot,
    "boards/<uuid:board_id>/columns": boards.ColumnList,
    "columns/<uuid:column_id>": boards.ColumnSingle,
    "columns/<uuid:column_id>/placement": boards.ColumnPlacement,
    "tasks": tasks.TaskList,
    "tasks/<uuid:task_id>": tasks.TaskSingle,
    "tasks/<uuid:task_id>/placement": tasks.TaskPlacement,
    "tasks/<uuid:task_id>/restoration": tasks.TaskRestoration,
    "tasks/<uuid:task_id>/assignment": verbs.TaskAssignment,
    "tasks/bulk": bulk.TaskBulk,
    "tasks/<uuid:task_id>/taking": verbs.TaskTaking,
    "tasks/<uuid:task_id>/handover": verbs.TaskHandover,
    "tasks/<uuid:task_id>/helpers/<uuid:member_id>": verbs.TaskHelping,
    "tasks/<uuid:task_id>/reading": verbs.TaskReading,
    "tasks/<uuid:task_id>/focus": verbs.TaskFocus,
    "tasks/<uuid:task_id>/plan": verbs.TaskPlan,
    "tasks/<uuid:task_id>/start": verbs.TaskStart,
    "tasks/<uuid:task_id>/pause": verbs.TaskPause,
    "tasks/<uuid:task_id>/hand-in": verbs.TaskHandIn,
    "tasks/<uuid:task_id>/acceptance": verbs.TaskAcceptance,
    "tasks/<uuid:task_id>/return": verbs.TaskReturn,
    "tasks/<uuid:task_id>/refusal": verbs.TaskRefusal,
    "tasks/<uuid:task_id>/cancellation": verbs.TaskCancellation,
    "tasks/<uuid:task_id>/reopening": verbs.TaskReopening,
    "tasks/<uuid:task_id>/archiving": verbs.TaskArchiving,
    "tasks/<uuid:task_id>/deadline-proposals": verbs.TaskProposals,
    "deadline-proposals/<uuid:proposal_id>/answer": verbs.ProposalAnswer,
    "tasks/<uuid:task_id>/values/<uuid:field_id>": fields.TaskFieldValue,
    "tasks/<uuid:task_id>/recurrence": recurrences.TaskRecurrence,
    "recurrences/<uuid:recurrence_id>": recurrences.RecurrenceSingle,
    "recurrences/<uuid:recurrence_id>/skip": recurrences.RecurrenceSkip,
    "recurrences/<uuid:recurrence_id>/stop": recurrences.RecurrenceStop,
    "recurrences/<uuid:recurrence_id>/adoption": recurrences.RecurrenceAdoption,
    "recurrence-preview": recurrences.RecurrencePreview,
    "holiday-countries": recurrences.CountryList,
    "tasks/<uuid:task_id>/tags/<uuid:tag_id>": tasks.TaskTagging,
    "tasks/<uuid:task_id>/observers/<uuid:member_id>": tasks.TaskObserving,
    "tasks/<uuid:task_id>/history": tasks.TaskHistory,
    "tasks/<uuid:task_id>/links": links.TaskLinkList,
    "task-links/<uuid:link_id>": links.TaskLinkSingle,
    "tasks/<uuid:task_id>/demotion": checklists.TaskDemotion,
    "tasks/<uuid:task_id>/checklists": checklists.ChecklistList,
    "checklists/<uuid:checklist_id>": checklists.ChecklistSingle,
    "checklists/<uuid:checklist_id>/placement": checklists.ChecklistPlacement,
    "tasks/<uuid:task_id>/checklist-items": checklists.ChecklistItemList,
    "checklist-items/<uuid:item_id>": checklists.ChecklistItemSingle,
    "checklist-items/<uuid:item_id>/placement": checklists.ChecklistItemPlacement,
    "checklist-items/<uuid:item_id>/promotion": checklists.ChecklistItemPromotion,
    "tasks/<uuid:task_id>/comments": comments.CommentList,
    "comments/<uuid:comment_id>": comments.CommentSingle,
    "comments/<uuid:comment_id>/restoration": comments.CommentRestoration,
    "comments/<uuid:comment_id>/versions": comments.CommentHistory,
    "comments/<uuid:comment_id>/reactions": comments.CommentReactions,
    "tasks/<uuid:task_id>/reactions": comments.ReactionList,
    "reactions/<uuid:reaction_id>": comments.ReactionSingle,
    "tasks/<uuid:task_id>/attachments": parts.AttachmentList,
    "attachments/<uuid:attachment_id>": parts.AttachmentSingle,
    "tasks/<uuid:task_id>/files": files.TaskFiles,
    "files/<uuid:file_id>/content": files.FileContent,
    "files/<uuid:file_id>/preview": files.FilePreview,
    "file-usage": files.Usage,
    "changes": tasks.ChangeList,
    "conflicts": conflicts.ConflictList,
    "conflicts/<uuid:conflict_id>": conflicts.ConflictSingle,
    "conflicts/<uuid:conflict_id>/resolution": conflicts.ConflictResolution,
}

urlpatterns: list[URLPattern] = [
    *(path(f"v1/{route}", view.as_view()) for route, view in V1.items()),
    path("schema/", SpectacularAPIView.as_view(), name="api-schema"),
    path("docs/", SpectacularSwaggerSplitView.as_view(url_name="api-schema"), name="api-docs"),
    re_path(r"^.*$", NothingThere.as_view(), name="api-nothing"),
]
