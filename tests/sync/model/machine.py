"""The story machine: rules that interleave everything that happens to browsers and servers.

Each story runs in one transaction that is rolled back, so that the world is built once; a request in it is a
savepoint. The wall clock is the story's own.
"""

import copy
import sys
from typing import ClassVar

import time_machine
from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from pm_suite.lib.ids import new_id
from pm_suite.lib.tenancy import EVERY_TENANT, enter_tenant
from sync.actions import renew_epoch
from sync.models import Entry, Head
from sync.pruning import fold_batch
from sync.segments import build_due
from tests.sync.model import checks
from tests.sync.model.device import Change, Device
from tests.sync.model.edits import EDITS, Pick, make_edit, tasks_on
from tests.sync.model.others import MANAGERS, WRITERS, write_beside
from tests.sync.model.world import BEGAN, STRANGE, Clock, World, ask, head_of

YEAR_MS = 365 * 24 * 3600 * 1000
OWNERS = ("maria", "maria", "pavel", "vera")
DEVICE = st.integers(0, 4)
NUMBER = st.integers(0, 3)
OTHER = st.sampled_from(sorted([*WRITERS, *MANAGERS]))
FIELDS = ("title", "describe", "estimate", "due", "performer")
MEETING = (*FIELDS, "move", "recomment", "project")
WHOLES = ("create", "move", "tag", "trash", "restore")
PARTS = (
    *("comment", "recomment", "uncomment", "recall", "react"),
    *("line", "tick", "unline", "resolve"),
)
THEN = st.sampled_from(["keep", "send", "send and lose the answer", "send and read"])
NUMBERS = st.tuples(NUMBER, NUMBER)
LIMIT = st.integers(1, 4)


def edits_of(*kinds: str) -> st.SearchStrategy[list[tuple[str, int, int]]]:
    """Up to three edits of some kinds."""
    return st.lists(st.tuples(st.sampled_from(kinds), NUMBER, NUMBER), min_size=1, max_size=3)


class Story(RuleBasedStateMachine):
    """Four browsers of three people, a stranger, and those who write beside them."""

    world: ClassVar[World]
    device_class: ClassVar[type[Device]] = Device

    def __init__(self) -> None:
        super().__init__()
        self.travel = time_machine.travel(BEGAN, tick=False)
        self.clock = Clock(self.travel.start())
        self.whole = transaction.atomic()
        self.whole.__enter__()
        self.words = 0
        self.changes: dict[str, tuple[Device, Change]] = {}
        self.dump: str | None = transaction.savepoint()  # last night's
        self.was_restored = self.was_copied = self.is_set_back_in_silence = False
        self.devices = [self.new_device(person) for person in OWNERS]

    def new_device(self, person: str) -> Device:
        """A browser that has just loaded everything, as it was before the story."""
        device = self.device_class(self.world, self.clock, person, self.clock.new_id())
        rows, device.scopes, device.since, device.cursor = copy.deepcopy(self.world.loaded[person])
        device.rows = rows
        device.schema = 1 if person == "vera" else 2  # a page that nobody has reloaded for months
        return device

    def device(self, number: int) -> Device:
        return self.devices[number % len(self.devices)]

    def pick(self, first: int, second: int) -> Pick:
        self.words += 1
        return Pick(first, second, f"w{self.words}")

    def write_beside(self, kind: str, first: int, second: int) -> None:
        """Somebody else writes. A browser shown out keeps nothing to send again, so no dump comes back as well."""
        if kind == "show out" and self.was_restored:
            return
        if kind == "show out":
            self.dump = None
        write_beside(self.world, kind, self.pick(first, second))

    def edit(self, number: int, edits: list[tuple[str, int, int]], then: str) -> None:
        """Somebody edits, offline or online; what is kept for two steps is no news any more."""
        self.clock.pass_time(20)
        device = self.device(number)
        for kind, first, second in edits:
            change = make_edit(device, kind, self.pick(first, second))
            if change is not None:
                self.changes[change.id] = (device, change)
        if then != "keep":
            device.push(loses_answer="lose" in then)
        if then == "send and read":
            device.pull()

    @rule(number=DEVICE, edits=edits_of(*FIELDS), then=THEN)
    def change_fields(self, number: int, edits: list[tuple[str, int, int]], then: str) -> None:
        self.edit(number, edits, then)

    @rule(number=DEVICE, edits=edits_of(*WHOLES), then=THEN)
    def make_and_arrange(self, number: int, edits: list[tuple[str, int, int]], then: str) -> None:
        self.edit(number, edits, then)

    @rule(number=DEVICE, edits=edits_of(*PARTS), then=THEN)
    def work_on_parts(self, number: int, edits: list[tuple[str, int, int]], then: str) -> None:
        self.edit(number, edits, then)

    @rule(number=DEVICE, edits=edits_of(*EDITS), then=THEN)
    def change_anything(self, number: int, edits: list[tuple[str, int, int]], then: str) -> None:
        self.edit(number, edits, then)

    @rule(number=DEVICE, other=DEVICE, kind=st.sampled_from(MEETING), first=NUMBER, seconds=NUMBERS)
    def two_meet(
        self, number: int, other: int, kind: str, first: int, seconds: tuple[int, int]
    ) -> None:
        """One edits offline, another the same thing a minute later; the first is online again after that."""
        self.edit(number, [(kind, first, seconds[0])], "keep")
        self.clock.pass_time(60)
        self.edit(other, [(kind, first, seconds[1])], "send and read")
        self.clock.pass_time(60)
        self.device(number).push()

    @rule(number=DEVICE, limit=LIMIT, pages=st.sampled_from([1, 2, 1000]))
    def read(self, number: int, limit: int, pages: int) -> None:
        self.device(number).pull(limit, pages)

    @rule(number=DEVICE, count=st.integers(1, 3), loses=st.booleans())
    def send(self, number: int, count: int, loses: bool) -> None:
        self.device(number).push(count, loses_answer=loses)

    @rule(number=DEVICE)
    def reconnect(self, number: int) -> None:
        device = self.device(number)
        device.connect()
        device.push()
        device.pull()

    @rule(number=DEVICE, kinds=st.lists(st.tuples(OTHER, NUMBER, NUMBER), min_size=1, max_size=3))
    def load_while_others_write(self, number: int, kinds: list[tuple[str, int, int]]) -> None:
        device = self.device(number)
        waiting = list(kinds)
        device.between_pages = lambda: self.write_beside(*waiting.pop()) if waiting else None
        device.load()
        device.between_pages = lambda: None

    @rule(number=DEVICE, first=NUMBER)
    def open_task(self, number: int, first: int) -> None:
        device = self.device(number)
        shown = [task for task in tasks_on(device) if task in device.rows["task"]]
        if shown:
            device.open(shown[first % len(shown)])

    @rule(kind=st.sampled_from(sorted(WRITERS)), first=NUMBER, second=NUMBER)
    def others_write(self, kind: str, first: int, second: int) -> None:
        self.clock.pass_time(1)
        self.write_beside(kind, first, second)

    @rule(kind=st.sampled_from(sorted(MANAGERS)), first=NUMBER, second=NUMBER)
    def people_come_and_go(self, kind: str, first: int, second: int) -> None:
        self.write_beside(kind, first, second)

    @rule(number=DEVICE, which=NUMBER)
    def repeat_an_old_request(self, number: int, which: int) -> None:
        sent = self.device(number).sent
        if not sent:
            return
        person, body, answer = sent[which % len(sent)]
        browser = self.world.browsers[person]
        response = ask(browser, "POST", self.world.url("push"), body)
        if response.status_code == 200 and answer and not self.was_restored:
            assert response.json()["results"] == answer["results"], "a repeat has another answer"

    @rule(first=NUMBER)
    def stranger_tries(self, first: int) -> None:
        """Another workspace's person asks, and writes at home: nobody here sees any of it."""
        browser, url = self.world.browsers["mallory"], self.world.url
        victim = sorted(self.devices[0].rows["task"])
        args = {"id": victim[first % len(victim)] if victim else str(new_id())}
        mutation = {"seq": 1, "id": self.clock.new_id(), "name": "task.trash", "args": args}
        body = {"client": self.clock.new_id(), "schema": 2, "mutations": [mutation]}
        home = f"/api/sync/v1/{self.world.cast.mallory.workspace_id}/push"
        assert ask(browser, "POST", url("push"), body).status_code == 403
        assert ask(browser, "POST", url("pull"), {"cursor": "x.0"}).status_code == 403
        refused = ask(browser, "POST", home, body).json()["results"][0]
        assert refused["status"] == "refused"
        tag = {"id": self.clock.new_id(), "name": f"{STRANGE}{first} {self.words}", "color": "red"}
        body["mutations"] = [
            mutation | {"seq": 2, "id": tag["id"], "name": "tag.create", "args": tag}
        ]
        ask(browser, "POST", home, body)

    @rule(keep=st.integers(0, 6))
    def prune(self, keep: int) -> None:
        """Let the journal begin later; only a whole transaction is dropped."""
        head = head_of(self.world)
        older = Entry.objects.filter(
            workspace_id=head.workspace_id, version__lte=head.version - keep, is_last=True
        )
        floor = max(older.values_list("version", flat=True), default=head.floor)
        Head.objects.filter(workspace_id=head.workspace_id).update(floor=max(floor, head.floor))
        while fold_batch(head.workspace_id):
            pass
        Entry.objects.filter(workspace_id=head.workspace_id, version__lte=floor).delete()

    @rule()
    def build_segments(self) -> None:
        enter_tenant(EVERY_TENANT)
        build_due()

    @precondition(lambda self: not self.was_copied)
    @rule()
    def dump_database(self) -> None:
        self.dump = transaction.savepoint()

    @precondition(lambda self: self.dump is not None)
    @rule(is_renewed=st.booleans())
    def restore_database(self, is_renewed: bool) -> None:
        """The dump comes back; without a new epoch only a cursor past the head tells, and the audit."""
        assert self.dump is not None
        transaction.savepoint_rollback(self.dump)
        self.was_restored, self.dump = True, None
        if is_renewed:
            enter_tenant(EVERY_TENANT)
            renew_epoch(self.world.cast.workspace.id)
        else:
            self.is_set_back_in_silence = True
            for device in self.devices:
                device.pull()

    @precondition(lambda self: not self.was_copied and not self.was_restored)
    @rule(number=st.integers(0, 3))
    def copy_profile(self, number: int) -> None:
        self.dump, self.was_copied = None, True
        self.devices.append(self.device(number).copy_profile())

    @rule(hours=st.sampled_from([0.01, 1, 6]), days=st.sampled_from([-365, 0, 365]))
    def time_passes(self, hours: float, days: int) -> None:
        """And perhaps the server's wall clock is set."""
        self.clock.pass_time(hours * 3600)
        self.clock.jump(days)

    @rule(number=DEVICE, error=st.sampled_from([-YEAR_MS, 0, YEAR_MS]))
    def device_clock_is_wrong(self, number: int, error: int) -> None:
        self.device(number).age_error_ms = error

    def teardown(self) -> None:
        try:
            if sys.exc_info()[0] is None:
                self.come_to_rest()
                self.check_everything()
        finally:
            transaction.set_rollback(True)
            self.whole.__exit__(None, None, None)
            self.travel.stop()

    def come_to_rest(self) -> None:
        """Everybody comes online, until nobody has anything to say any more."""
        for device in self.devices:
            device.connect()
            for _ in range(4):
                device.push()
            assert device.queue == []
        for device in self.devices:
            device.pull(limit=20)
        for device in self.devices:
            is_equal = device.prove()
            assert is_equal or self.is_set_back_in_silence, "an audit that is wrong"
            if self.is_set_back_in_silence:
                device.opened_anew()

    def check_everything(self) -> None:
        for device in self.devices:
            checks.check_replica(device)
        checks.check_journal(self.world)
        checks.check_counters(self.world)
        for device in self.devices:
            checks.check_edits(
                device, [change for by, change in self.changes.values() if by is device]
            )
