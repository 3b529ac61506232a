"""What a board holds that PM Suite has no place for: counted and shown, never dropped in silence."""

from integrations.plan import Notes
from integrations.trello.reader import Export, Row, Value
from integrations.trello.values import line_of, row_of, rows_of, text_of

USED = {
    "id", "name", "desc", "closed", "idList", "pos", "due", "dueComplete", "idMembers", "idLabels",
    "labels", "attachments", "checklists", "badges", "idChecklists",
}  # fmt: skip
# Trello's own bookkeeping: addresses of the card, flags of the reader, things said elsewhere in the file.
BOOKKEEPING = {
    "idBoard", "idShort", "shortLink", "shortUrl", "url", "subscribed", "dateLastActivity", "nodeId",
    "checkItemStates", "manualCoverAttachment", "email", "creationMethod", "cardRole", "isTemplate",
    "staticMapUrl", "address", "dateCompleted", "creationMethodError", "creationMethodLoadingStartedAt",
    "mirrorSourceId", "idOrganization", "dateClosed", "faviconUrl", "urlSource", "urlSourceText",
    "originalDesc", "originalName", "agent", "pinned", "idMemberCreator",
}  # fmt: skip
NAMES = {
    "start": "Start dates",
    "dueReminder": "Reminders of due dates",
    "idMembersVoted": "Votes",
    "stickers": "Stickers",
    "pluginData": "Data of Power-Ups",
    "customFieldItems": "Values of custom fields",
    "coordinates": "Places",
    "locationName": "Places",
    "address": "Places",
    "idAttachmentCover": "Covers",
}


def note_card_leftovers(card: Row, fields: dict[str, str], notes: Notes) -> None:
    """List what one card holds besides what is imported; `fields` names the board's custom fields by id."""
    title = line_of(card.get("name"))
    if card.get("isTemplate") is True:
        notes.change("Template cards became plain tasks", title)
    cover = row_of(card.get("cover"))
    if any(
        cover.get(name) for name in ("color", "idAttachment", "idUploadedBackground", "idPlugin")
    ):
        notes.miss("Covers", title)
    seen: set[str] = set()
    for name, value in card.items():
        what = NAMES.get(name) or f"Card field “{name}”"
        is_known = name in USED or name == "cover" or (name in BOOKKEEPING and name not in NAMES)
        if is_known or not _says_something(value) or what in seen:
            continue
        seen.add(what)
        notes.miss(what, _example(name, title, value, fields), count=_count(value))


def _says_something(value: Value) -> bool:
    return bool(value) and value != -1


def _count(value: Value) -> int:
    return len(value) if isinstance(value, list) else 1


def _example(name: str, title: str, value: Value, fields: dict[str, str]) -> str:
    if name == "customFieldItems":
        names = [fields.get(text_of(item.get("idCustomField")), "") for item in rows_of(value)]
        return f"{title}: {', '.join(filter(None, names))}".rstrip(": ")
    if isinstance(value, str):
        return f"{title}: {value}"
    return title


def note_board_leftovers(export: Export, notes: Notes) -> None:
    """List what the board itself holds besides what is imported."""
    for field in export.all("customFields"):
        notes.miss("Custom fields", line_of(field.get("name")))
    for row in export.all("pluginData"):
        notes.miss("Data of Power-Ups on the board", line_of(row.get("idPlugin")))
    for list_row in export.all("lists"):
        if list_row.get("softLimit"):
            notes.miss("Limits of lists", line_of(list_row.get("name")))
    for name, identity in export.repeated:
        notes.miss(f"Entries of “{name}” under an id that another entry has", identity)
    if export.board.get("closed") is True:
        notes.change("The board was closed in Trello; the project is open")
