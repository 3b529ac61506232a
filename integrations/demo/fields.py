"""The demo's custom fields: made with a project, and filled in its tasks."""

from integrations.demo.story import ProjectStory, Story
from pm_suite.lib.ids import new_id
from sync.shapes import Json
from tasks.actions.fields import create_field, set_value
from tasks.models import Colour, CustomField, Project, Task
from teams.models import Member

HUES = Colour.values[1:]


def make_fields(project: Project, story: ProjectStory, *, actor: Member) -> None:
    """Give the project the fields of its story, the options in colours of their own."""
    for name, kind, words in story.fields:
        options = [
            {"id": str(new_id()), "name": word, "color": HUES[index]}
            for index, word in enumerate(words)
        ]
        create_field(
            project, actor=actor, name=name, kind=kind, fields={"options": options, "on_card": True}
        )


def fill_fields(task: Task, story: Story, people: dict[str, Member], *, actor: Member) -> None:
    """Write the story's values into the task."""
    fields = {field.name: field for field in CustomField.objects.filter(project=task.project)}
    for name, value in story.values:
        field = fields[name]
        field.project = task.project
        set_value(task, actor=actor, field=field, value=_spelled(field, value, people))


def _spelled(field: CustomField, value: str | float | bool, people: dict[str, Member]) -> Json:
    ids: dict[str, str] = {str(option["name"]): str(option["id"]) for option in field.options}
    match field.kind:
        case CustomField.Kind.PERSON:
            return str(people[str(value)].id)
        case CustomField.Kind.CHOICE:
            return ids[str(value)]
        case CustomField.Kind.CHOICES:
            return [ids[str(value)]]
    return value
