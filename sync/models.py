"""The journal's tables. `sync` knows no other app: workspaces, members and objects are plain ids here."""

import uuid

from django.db import models
from django.db.models.functions import Now

from pm_suite.lib.ids import new_id


class Head(models.Model):
    """Where a workspace's journal stands: the one row that its writers share."""

    workspace_id = models.UUIDField(primary_key=True)
    version = models.BigIntegerField(default=0)
    floor = models.BigIntegerField(default=0)
    epoch = models.UUIDField(default=uuid.uuid4)

    def __str__(self) -> str:
        return f"{self.workspace_id} at {self.version}"


class Entry(models.Model):
    """One change of one object, for the readers of one scope."""

    class Op(models.TextChoices):
        INSERT = "I", "comes into the scope"
        UPDATE = "U", "changes"
        LEAVE = "X", "leaves the scope"
        DELETE = "D", "is deleted"
        HISTORY = "H", "happened before it came here"
        GAIN = "S+", "reader gains a scope"
        LOSE = "S-", "reader loses a scope"

    pk = models.CompositePrimaryKey("workspace_id", "version")
    workspace_id = models.UUIDField()
    version = models.BigIntegerField()
    is_last = models.BooleanField()
    scope_id = models.UUIDField()
    model = models.CharField(max_length=32)
    object_id = models.UUIDField()
    op = models.CharField(max_length=2, choices=Op.choices)
    patch = models.JSONField()
    kind = models.CharField(max_length=64)
    actor_id = models.UUIDField(null=True)
    client_id = models.UUIDField(null=True)
    seq = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [
            models.Index("workspace_id", "scope_id", "version", name="entry_scope"),
            models.Index("workspace_id", "object_id", "version", name="entry_object"),
        ]

    def __str__(self) -> str:
        return f"{self.version} {self.kind}"


class History(models.Model):
    """What became of entries that are pruned: an entry, or one person's successive changes of one kind within an hour.

    `version` is that of the last of them; `fields` tells for each field of a merged row which wrote it last, and when.
    """

    pk = models.CompositePrimaryKey("workspace_id", "version")
    workspace_id = models.UUIDField()
    version = models.BigIntegerField()
    scope_id = models.UUIDField()
    model = models.CharField(max_length=32)
    object_id = models.UUIDField()
    op = models.CharField(max_length=2, choices=Entry.Op.choices)
    patch = models.JSONField()
    fields = models.JSONField(default=dict)
    kind = models.CharField(max_length=64)
    actor_id = models.UUIDField(null=True)
    client_id = models.UUIDField(null=True)
    begun_at = models.DateTimeField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index("workspace_id", "object_id", "version", name="history_object")]

    def __str__(self) -> str:
        return f"{self.version} {self.kind}"


class JournalLine(models.Model):
    """An entry as the admin panel shows it: a view with a key of one column."""

    id = models.CharField(primary_key=True, max_length=64)
    workspace_id = models.UUIDField()
    version = models.BigIntegerField()
    kind = models.CharField(max_length=64)
    model = models.CharField(max_length=32)
    object_id = models.UUIDField()
    op = models.CharField(max_length=2)
    patch = models.JSONField()
    actor_id = models.UUIDField(null=True)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()

    class Meta:
        managed = False
        db_table = "sync_journal_line"

    def __str__(self) -> str:
        return f"{self.version} {self.kind}"


class Scope(models.Model):
    """An audience. Its id is the id of what it is the audience of."""

    class Kind(models.TextChoices):
        WORKSPACE = "workspace", "Workspace"
        PROJECT = "project", "Project"
        MEMBER = "member", "One member"

    id = models.UUIDField(primary_key=True)
    workspace_id = models.UUIDField(db_index=True)
    kind = models.CharField(max_length=16, choices=Kind.choices)

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class ScopeMember(models.Model):
    """A reader of a scope, with the reader's role in what it is about."""

    id = models.UUIDField(primary_key=True, default=new_id)
    workspace_id = models.UUIDField()
    scope = models.ForeignKey(Scope, on_delete=models.CASCADE, related_name="members")
    reader_id = models.UUIDField()
    role = models.CharField(max_length=16, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reader_id", "scope"], name="one_seat_per_reader")
        ]

    def __str__(self) -> str:
        return f"{self.reader_id} in {self.scope_id}"


class Conflict(models.Model):
    """A value that lost against somebody else's, kept for the person who wrote it until it is settled.

    Open rows are read by their member alone, and only while the member reads the scope of the object.
    """

    class Kind(models.TextChoices):
        SCALAR = "scalar", "a value"
        PLACEMENT = "placement", "a place"
        TEXT = "text", "a text"

    class Taken(models.TextChoices):
        MINE = "mine", "the value that had lost"
        THEIRS = "theirs", "the value that stood"
        VALUE = "value", "another value"
        LATER = "later", "a later edit of the same person"

    id = models.UUIDField(primary_key=True, default=new_id)
    workspace_id = models.UUIDField()
    member_id = models.UUIDField()
    scope_id = models.UUIDField()
    model = models.CharField(max_length=32)
    object_id = models.UUIDField()
    task_id = models.UUIDField(null=True)
    field = models.CharField(max_length=64)
    kind = models.CharField(max_length=16, choices=Kind.choices)
    mine = models.JSONField(null=True)
    theirs = models.JSONField(null=True)
    base = models.TextField(null=True)  # noqa: DJ001  # no text to merge from is another thing than an empty one
    actor_id = models.UUIDField(null=True)
    edited_at = models.DateTimeField()
    created_at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True)
    taken = models.CharField(max_length=8, choices=Taken.choices, blank=True)

    class Meta:
        indexes = [
            models.Index(
                "workspace_id",
                "member_id",
                "object_id",
                name="conflict_open",
                condition=models.Q(resolved_at=None),
            )
        ]

    def __str__(self) -> str:
        return f"{self.field} of {self.model} {self.object_id}"


class DeadLetter(models.Model):
    """A browser's mutation that the server could not process, with what went wrong, for support."""

    id = models.UUIDField(primary_key=True, default=new_id)
    workspace_id = models.UUIDField()
    member_id = models.UUIDField()
    client_id = models.UUIDField()
    seq = models.BigIntegerField()
    name = models.CharField(max_length=64)
    mutation = models.JSONField()
    error = models.TextField()
    created_at = models.DateTimeField(db_default=Now(), db_index=True)

    def __str__(self) -> str:
        return f"{self.name} ({self.client_id} {self.seq})"


class Segment(models.Model):
    """The first page of a large scope's snapshot, built ahead: gzip bytes that stand at their own version."""

    scope = models.OneToOneField(Scope, on_delete=models.CASCADE, primary_key=True)
    workspace_id = models.UUIDField()
    epoch = models.UUIDField()
    version = models.BigIntegerField()
    schema = models.CharField(max_length=32)
    body = models.BinaryField()
    built_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"{self.scope_id} at {self.version}"


class Client(models.Model):
    """A browser's queue of mutations; its row is locked while one of its pushes runs."""

    id = models.UUIDField(primary_key=True)
    workspace_id = models.UUIDField(db_index=True)
    member_id = models.UUIDField()
    last_seq = models.BigIntegerField(default=0)
    schema = models.PositiveSmallIntegerField(default=1)
    crashes = models.PositiveSmallIntegerField(default=0)
    cursor_seen = models.CharField(max_length=64, db_default="")
    created_at = models.DateTimeField(db_default=Now())
    seen_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return str(self.id)


class Receipt(models.Model):
    """The answer to a write, kept in the transaction of its effect, so that a repeat has no other."""

    id = models.UUIDField(primary_key=True, default=new_id)
    workspace_id = models.UUIDField()
    member_id = models.UUIDField()
    key = models.CharField(max_length=200)
    client_id = models.UUIDField(null=True)
    seq = models.BigIntegerField(null=True)
    fingerprint = models.CharField(max_length=64)
    status = models.CharField(max_length=16)
    result = models.JSONField()
    version = models.BigIntegerField(null=True)
    created_at = models.DateTimeField(db_default=Now(), db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member_id", "key"], name="one_receipt_per_key"),
            models.UniqueConstraint(fields=["client_id", "seq"], name="one_receipt_per_seq"),
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.status}"
