"""The hand-written application that the product is compared with: plain WSGI, plain SQL, no framework.

`GET /snapshot` and `GET /panel` return PostgreSQL's own JSON; `POST /move`, `/create` and `/bulk` run the statements
that the product's own write needs. It knows no people and checks nothing.
"""

import json
import os
import threading
import uuid
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import parse_qs

import psycopg2
import psycopg2.extras
from a2wsgi import WSGIMiddleware
from redis import Redis

psycopg2.extras.register_uuid()  # type: ignore[no-untyped-call]
_local = threading.local()
_redis = Redis.from_url(os.environ["REDIS_URL"])

TIME = """to_char({} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')"""
SNAPSHOT = f"""
SELECT json_build_object(
  'stages', (SELECT json_agg(json_build_array(id, name, kind, rank, wip_limit, wip_hard))
             FROM tasks_stage WHERE project_id = %(project)s),
  'columns', (SELECT json_agg(json_build_array(c.id, c.board_id, c.name, c.rank, c."limit"))
              FROM boards_column c JOIN boards_board b ON b.id = c.board_id
              WHERE b.project_id = %(project)s),
  'tasks', (SELECT json_agg(json_build_array(
     t.id, t.project_id, t.number, t.parent_id, t.stage_id, t.rank, t.title, t.priority,
     t.is_urgent, t.is_important, t.estimate::float8, t.estimate_hours::float8, t.color, t."values",
     t.due_on, {TIME.format("t.due_at")}, t.due_zone, t.author_id, t.performer_id,
     COALESCE((SELECT jsonb_agg(tag_id) FROM tasks_tasktag WHERE task_id = t.id), '[]'::jsonb),
     COALESCE((SELECT jsonb_agg(member_id) FROM tasks_taskobserver WHERE task_id = t.id), '[]'::jsonb),
     COALESCE((SELECT jsonb_agg(member_id) FROM tasks_taskhelper WHERE task_id = t.id), '[]'::jsonb),
     t.comment_count, t.checklist_count, t.checklist_done, t.attachment_count,
     t.description <> '', {TIME.format("t.created_at")}, {TIME.format("t.updated_at")},
     t.updated_by_id, {TIME.format("t.read_at")}, {TIME.format("t.started_at")}, t.planned_on,
     {TIME.format("t.handed_in_at")}, {TIME.format("t.accepted_at")}, t.accepted_by_id,
     t.rework_count, {TIME.format("t.done_at")}, {TIME.format("t.cancelled_at")},
     {TIME.format("t.archived_at")}))
   FROM tasks_task t
   WHERE t.project_id = %(project)s AND t.trashed_at IS NULL AND t.archived_at IS NULL))::text
"""
ENTRY = f"""
json_build_object('v', e.version, 'scope', e.scope_id, 'model', e.model, 'id', e.object_id, 'op', e.op,
  'patch', e.patch, 'kind', e.kind, 'actor', e.actor_id, 'at', {TIME.format("e.at")}, 'client', e.client_id,
  'seq', e.seq, 'last', e.is_last)
"""
HISTORY = f"""
(SELECT json_agg({ENTRY} ORDER BY e.at DESC, e.version DESC) FROM (
   SELECT * FROM sync_entry WHERE workspace_id = %(workspace)s AND object_id = %(task)s
   AND version < %(before)s ORDER BY version DESC LIMIT %(limit)s) e)
"""
PANEL = f"""
SELECT json_build_object(
  'task', (SELECT json_build_array(id, title, description, stage_id, performer_id) FROM tasks_task WHERE id = %(task)s),
  'checklists', (SELECT json_agg(json_build_array(id, name, rank)) FROM tasks_checklist WHERE task_id = %(task)s),
  'items', (SELECT json_agg(json_build_array(id, checklist_id, text, is_done, rank))
            FROM tasks_checklistitem WHERE task_id = %(task)s),
  'comments', (SELECT json_agg(json_build_array(id, author_id, body, reply_to_id, {TIME.format("created_at")},
                 {TIME.format("edited_at")}, mark)) FROM tasks_comment WHERE task_id = %(task)s AND removed_at IS NULL),
  'reactions', (SELECT json_agg(json_build_array(id, comment_id, member_id, emoji))
                FROM tasks_reaction WHERE task_id = %(task)s),
  'attachments', (SELECT json_agg(json_build_array(id, name, url)) FROM tasks_attachment WHERE task_id = %(task)s),
  'history', {HISTORY})::text
"""
JOURNAL = """
WITH head AS (UPDATE sync_head SET version = version + 1 WHERE workspace_id = %(workspace)s
              RETURNING version)
INSERT INTO sync_entry (workspace_id, version, is_last, scope_id, model, object_id, op, patch, kind,
                        actor_id, client_id, seq, at)
SELECT %(workspace)s, version, true, %(project)s, 'task', %(task)s, %(op)s, %(patch)s::jsonb, %(kind)s,
       %(member)s, NULL, NULL, now() FROM head RETURNING version
"""
RECEIPT = """
INSERT INTO sync_receipt (id, workspace_id, member_id, key, client_id, seq, fingerprint, status,
                          result, version)
VALUES (%(receipt)s, %(workspace)s, %(member)s, %(key)s, NULL, NULL, '', 'applied', '{}'::jsonb, %(version)s)
"""


def cursor() -> Any:
    """This thread's connection, in which all rows are seen."""
    if not hasattr(_local, "connection"):
        _local.connection = psycopg2.connect(os.environ["DATABASE_URL"])
        _local.connection.autocommit = True
        with _local.connection.cursor() as first:
            first.execute("SELECT set_config('pm_suite.workspace', '*', false)")
    return _local.connection.cursor()


def snapshot(query: dict[str, list[str]]) -> bytes:
    with cursor() as db:
        db.execute(SNAPSHOT, {"project": query["project"][0]})
        return str(db.fetchone()[0]).encode()


def panel(query: dict[str, list[str]]) -> bytes:
    """The parts of a task with its newest entries; with `before`, the entries below that version alone."""
    before = query.get("before")
    values: dict[str, object] = {"task": query["task"][0], "workspace": query["workspace"][0]}
    values |= {"before": before[0] if before else str(2**62), "limit": 400 if before else 200}
    with cursor() as db:
        db.execute(f"SELECT {HISTORY}::text" if before else PANEL, values)
        return str(db.fetchone()[0]).encode()


def move(body: dict[str, Any]) -> bytes:
    with cursor() as db:
        db.execute("BEGIN")
        lock_client(db, body)
        db.execute(
            "SELECT project_id, stage_id FROM tasks_task WHERE id = %(task)s FOR NO KEY UPDATE",
            body,
        )
        db.execute("SELECT kind FROM tasks_stage WHERE id = %(stage)s", body)
        db.execute("SELECT max(rank) FROM tasks_task WHERE stage_id = %(stage)s", body)
        rank = db.fetchone()[0] + "V"
        db.execute(
            "UPDATE tasks_task SET stage_id = %(stage)s, rank = %(rank)s, updated_at = now() WHERE id = %(task)s",
            body | {"rank": rank[:40]},
        )
        patch = json.dumps({"stage_id": body["stage"], "rank": rank})
        finish(db, body | {"op": "U", "kind": "task.moved", "patch": patch})
    return b"{}"


def create(body: dict[str, Any]) -> bytes:
    with cursor() as db:
        db.execute("BEGIN")
        lock_client(db, body)
        db.execute("SELECT kind FROM tasks_stage WHERE id = %(stage)s", body)
        db.execute("SELECT max(rank) FROM tasks_task WHERE stage_id = %(stage)s", body)
        rank = (db.fetchone()[0] or "a0") + "V"
        db.execute(
            "UPDATE tasks_project SET last_number = last_number + 1 WHERE id = %(project)s"
            " RETURNING last_number",
            body,
        )
        number = db.fetchone()[0]
        db.execute(
            "INSERT INTO tasks_task (id, workspace_id, project_id, number, stage_id, rank, title,"
            " description, due_zone, author_id, comment_count, checklist_count, checklist_done,"
            " attachment_count, created_at, updated_at) VALUES (%(task)s, %(workspace)s, %(project)s,"
            " %(number)s, %(stage)s, %(rank)s, %(title)s, '', '', %(member)s, 0, 0, 0, 0, now(), now())",
            body | {"number": number, "rank": rank[:40]},
        )
        patch = json.dumps({"id": body["task"], "title": body["title"], "rank": rank})
        finish(db, body | {"op": "I", "kind": "task.created", "patch": patch})
    return b"{}"


BULK = """
WITH changed AS (
    UPDATE tasks_task SET priority = %(priority)s, updated_at = now(), updated_by_id = %(member)s
    WHERE id = ANY(%(tasks)s::uuid[]) RETURNING id
), numbered AS (SELECT id, row_number() OVER () AS place, count(*) OVER () AS count FROM changed
), head AS (
    UPDATE sync_head SET version = version + (SELECT count(*) FROM changed)
    WHERE workspace_id = %(workspace)s RETURNING version
)
INSERT INTO sync_entry (workspace_id, version, is_last, scope_id, model, object_id, op, patch, kind,
                        actor_id, client_id, seq, at)
SELECT %(workspace)s, version - count + place, place = count, %(project)s, 'task', id, 'U',
       jsonb_build_object('priority', %(priority)s, 'updated_at', now(), 'updated_by_id', %(member)s),
       'task.prioritised', %(member)s, NULL, NULL, now()
FROM numbered, head RETURNING version
"""


def bulk(body: dict[str, Any]) -> bytes:
    with cursor() as db:
        db.execute("BEGIN")
        lock_client(db, body)
        db.execute(
            "SELECT id, project_id, author_id, performer_id, priority FROM tasks_task"
            " WHERE id = ANY(%(tasks)s::uuid[]) ORDER BY id FOR NO KEY UPDATE",
            body,
        )
        db.fetchall()
        db.execute(BULK, body)
        key = {"receipt": uuid.uuid4(), "key": uuid.uuid4().hex, "version": db.fetchone()[0]}
        db.execute(RECEIPT, body | key)
        db.execute("COMMIT")
        db.execute("SELECT set_config('pm_suite.workspace', '*', false)")
        _redis.publish("bench", json.dumps({"tasks": len(body["tasks"])}))
    return b"{}"


def lock_client(db: Any, body: dict[str, Any]) -> None:
    db.execute("SELECT email, name, password, is_active FROM teams_user WHERE id = %(user)s", body)
    db.execute("SELECT set_config('pm_suite.workspace', '*', false)")
    db.execute("SELECT role FROM teams_member WHERE id = %(member)s", body)
    db.execute("SELECT last_seq FROM sync_client WHERE id = %(client)s FOR UPDATE", body)
    db.execute("UPDATE sync_client SET last_seq = last_seq + 1 WHERE id = %(client)s", body)


def finish(db: Any, body: dict[str, Any]) -> None:
    db.execute(JOURNAL, body)
    version = db.fetchone()[0]
    key = {"receipt": uuid.uuid4(), "key": uuid.uuid4().hex, "version": version}
    db.execute(RECEIPT, body | key)
    db.execute("COMMIT")
    db.execute("SELECT set_config('pm_suite.workspace', '*', false)")
    _redis.publish("bench", body["patch"])


def wsgi(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    if environ["REQUEST_METHOD"] == "GET":
        read = panel if environ["PATH_INFO"] == "/panel" else snapshot
        answer = read(parse_qs(environ["QUERY_STRING"]))
    else:
        body = json.loads(environ["wsgi.input"].read())
        answer = {"/move": move, "/create": create, "/bulk": bulk}[environ["PATH_INFO"]](body)
    start_response("200 OK", [("Content-Type", "application/json")])
    return [answer]


application = WSGIMiddleware(wsgi, workers=8)  # type: ignore[arg-type]  # WSGI as it is written
