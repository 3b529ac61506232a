"""The words in which the demo is written: people, projects, and stories of tasks. Days count back from today."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Person:
    """Somebody of the team, called by the first name in the stories."""

    first: str
    name: str
    role: str
    zone: str


@dataclass(frozen=True)
class Story:
    """One task: born so many days ago, in its last stage since so many; `due` counts forward from today."""

    title: str
    stage: str
    born: float
    last: float = 0
    who: str = ""
    by: str = "Nora"
    priority: int | None = None
    points: float | None = None
    due: int | None = None
    tags: tuple[str, ...] = ()
    text: str = ""
    steps: tuple[str, ...] = ()
    """Lines of checklists: "# Name" begins another one, "x " is ticked, " @Nora" at the end says whose it is."""
    talk: tuple[tuple[str, float, str], ...] = ()
    """Who said when what: "> " answers what came before, "@Nora" mentions, " | 👍 Nora Greg" is who reacts how."""
    links: tuple[tuple[str, str], ...] = ()
    files: tuple[str, ...] = ()
    """Names of drawings."""
    eyes: tuple[str, ...] = ()
    values: tuple[tuple[str, str | float | bool], ...] = ()
    """Of the project's own fields: a person by the first name, an option by its name."""
    hours: float | None = None
    color: str = ""
    weight: str = ""
    """ "urgent", "important", or both."""
    repeats: str = ""
    """The rule by which it comes again; never on a day off."""
    inside: str = ""
    """The title of the task of which this is a part."""
    ties: tuple[tuple[str, str], ...] = ()
    """What it is to tasks that were there before: a kind of link, and a title."""


@dataclass(frozen=True)
class ProjectStory:
    """A project, its stages in order as (name, kind), and its tasks."""

    key: str
    name: str
    description: str
    color: str
    lead: str
    stages: tuple[tuple[str, str], ...]
    stories: tuple[Story, ...]
    is_private: bool = False
    acceptance: bool = False
    fields: tuple[tuple[str, str, tuple[str, ...]], ...] = ()
    """Name, kind and options of each; all are shown on cards."""
    limits: dict[str, int] = field(default_factory=dict)
    seats: tuple[str, ...] = ()
