"""What a list's name says about the tasks in it, in English and Russian; and the palette."""

import re

from tasks.models import Colour, Stage

Kind = Stage.Kind
# The first match counts: "ready for review" is a review, "not started" no start, "done this week" is done.
PATTERNS: tuple[tuple[Kind, str], ...] = (
    (Kind.CANCELLED, r"cancel\w*|abandoned|rejected|won'?t (do|fix)|dropped|отмен\w*|отклон\w*"),
    (
        Kind.BACKLOG,
        r"not started|back ?log|ideas?|brainstorm\w*|icebox|inbox|some ?day|later|wish ?list|"
        r"parking lot|triage|бэклог|беклог|идеи|идея|входящие|когда-нибудь|потом|на потом|хотелки",
    ),
    (
        Kind.REVIEW,
        r"review\w*|test(ing)?|qa|verif\w+|accept\w*|approv\w*|staging|feedback|"
        r"ревью|провер\w*|тест\w*|согласован\w*|приёмк\w*|приемк\w*|на при[её]мке|ожидает",
    ),
    (
        Kind.DONE,
        r"done|complete\w*|finish\w*|closed|shipped|released?|live|deployed|archive|"
        r"готов\w*|сделан\w*|выполнен[аоы]?|выполненн\w*|завершен\w*|завершён\w*|закрыт\w*|архив",
    ),
    (
        Kind.DOING,
        r"doing|in progress|progress|wip|working( on)?|in work|active|started|develop\w*|"
        r"в работе|в процессе|делаю|делаем|делается|выполняется|разработк\w*|в разработке",
    ),
    (
        Kind.TODO,
        r"to-? ?do|next( up)?|ready|planned|plan|this (week|sprint)|today|sprint|queue|up next|"
        r"сделать|к выполнению|надо|нужно|план\w*|очередь|следующ\w*|сегодня|на неделю|спринт",
    ),
)
COMPILED = tuple((kind, re.compile(rf"(?<!\w)({pattern})(?!\w)")) for kind, pattern in PATTERNS)

COLOURS = {
    "green": Colour.GREEN,
    "lime": Colour.GREEN,
    "yellow": Colour.AMBER,
    "orange": Colour.ORANGE,
    "red": Colour.RED,
    "purple": Colour.VIOLET,
    "blue": Colour.BLUE,
    "sky": Colour.TEAL,
    "pink": Colour.PINK,
    "black": Colour.GREY,
}


def guess_kind(name: str) -> str:
    """The kind of stage that a list's name speaks of; "todo" when it says nothing known."""
    text = " ".join(re.findall(r"[\w'-]+", name.casefold().replace("’", "'").replace("_", " ")))
    for kind, pattern in COMPILED:
        if pattern.search(text):
            return kind.value
    return Kind.TODO.value


def palette_colour(colour: object) -> str:
    """Our colour for one of Trello's, whose light and dark variants count as the plain one."""
    plain = str(colour or "").removesuffix("_light").removesuffix("_dark")
    return COLOURS.get(plain, Colour.GREY).value
