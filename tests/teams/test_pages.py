"""The server pages, as a person meets them: first visit, sign-in, joining, people, profile, tokens."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from tasks.actions.tasks import create_task
from tasks.models import Stage, Task
from teams.actions import invite_member
from teams.models import AccessToken, Invitation, Member, User, Workspace
from tests.cast import PASSWORD, Cast, make_user
from tests.conftest import browser_of

OWNER = {
    "name": "Olga",
    "email": "olga@example.com",
    "password": PASSWORD,
    "workspace": "Acme",
    "time_zone": "Europe/Berlin",
}
NEWCOMER = {"name": "Nina", "email": "nina@example.com", "password": PASSWORD}


def link_to_join(cast: Cast, **options: Any) -> str:
    _invitation, secret = invite_member(actor=cast.olga, **({"role": "performer"} | options))
    return f"/join/{secret}/"


def test_first_visit_leads_to_the_welcome_page(db: None) -> None:
    assert Client().get("/").headers["Location"] == "/welcome/"


def test_welcome_makes_the_owner_and_the_workspace_and_signs_in(db: None) -> None:
    browser = Client()
    answer = browser.post("/welcome/", OWNER)
    assert answer.headers["Location"] == "/w/acme/"
    member = Member.objects.get()
    assert (member.role, member.workspace.name) == ("owner", "Acme")
    assert member.user is not None
    assert member.user.is_staff
    assert member.user.time_zone == "Europe/Berlin"
    assert browser.get("/w/acme/").status_code == 200


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("email", "nonsense", "Enter a valid email address."),
        ("password", "short", "too short"),
        ("password", "password123", "too common"),
        ("workspace", "   ", "This field is required."),
    ],
)
def test_welcome_says_what_is_wrong_and_makes_nothing(
    db: None, field: str, value: str, sentence: str
) -> None:
    answer = Client().post("/welcome/", OWNER | {field: value})
    assert sentence in answer.content.decode()
    assert not User.objects.exists()
    assert not Workspace.objects.exists()


def test_welcome_is_closed_once_somebody_is_here(cast: Cast) -> None:
    people = User.objects.count()
    assert Client().post("/welcome/", OWNER).status_code == 302
    assert User.objects.count() == people


def test_signed_out_person_is_led_to_sign_in_and_back(cast: Cast) -> None:
    browser = Client()
    answer = browser.get("/w/acme/people/")
    assert answer.headers["Location"] == "/accounts/login/?next=/w/acme/people/"
    form = {"login": "olga@example.com", "password": PASSWORD, "next": "/w/acme/people/"}
    assert browser.post("/accounts/login/", form).headers["Location"] == "/w/acme/people/"


def test_wrong_password_is_told_without_saying_who_exists(cast: Cast) -> None:
    bodies = [
        Client().post("/accounts/login/", {"login": login, "password": "wrong wrong"}).content
        for login in ("olga@example.com", "nobody@example.com")
    ]
    sentences = [re.findall(r'role="alert">([^<]+)', body.decode()) for body in bodies]
    assert sentences[0] == sentences[1] != []


def test_sign_up_page_is_closed(cast: Cast) -> None:
    people = User.objects.count()
    form = {"email": "new@example.com", "password1": PASSWORD}
    assert b"By invitation" in Client().post("/accounts/signup/", form).content
    assert User.objects.count() == people


def test_application_page_holds_no_data_of_the_person(cast: Cast) -> None:
    body = browser_of(cast.pavel).get("/w/acme/").content.decode()
    assert str(cast.workspace.id) in body
    assert "Pavel" not in body
    assert "pavel@example.com" not in body


def test_application_answers_at_its_own_addresses(cast: Cast) -> None:
    browser = browser_of(cast.pavel)
    assert browser.get("/w/acme/p/WEB").status_code == 200
    assert browser.get("/w/acme/p/WEB/12").status_code == 200


def test_outsider_finds_no_workspace(cast: Cast) -> None:
    browser = browser_of(cast.mallory)
    for path in ("/w/acme/", "/w/acme/people/", "/w/acme/settings/", "/w/nowhere/"):
        assert browser.get(path).status_code == 404


def test_home_leads_to_the_workspace_used_last(cast: Cast) -> None:
    browser = browser_of(cast.pavel)
    assert browser.get("/").headers["Location"] == "/w/acme/"


def test_person_without_a_workspace_is_told_what_to_do(cast: Cast) -> None:
    browser = Client()
    browser.force_login(make_user("Lone"), backend="django.contrib.auth.backends.ModelBackend")
    assert b"No workspace yet" in browser.get("/").content


def test_newcomer_joins_by_link_and_is_inside(cast: Cast) -> None:
    browser = Client()
    answer = browser.post(link_to_join(cast), NEWCOMER)
    assert answer.headers["Location"] == "/w/acme/"
    assert Member.objects.get(name="Nina").role == "performer"
    assert browser.get("/w/acme/").status_code == 200


def test_known_person_joins_with_one_click(cast: Cast) -> None:
    browser = browser_of(cast.mallory)
    browser.post(link_to_join(cast, role="observer"))
    seats = Member.objects.filter(user=cast.mallory.user)
    assert {seat.role for seat in seats} == {"owner", "observer"}


def test_link_works_once(cast: Cast) -> None:
    link = link_to_join(cast)
    Client().post(link, NEWCOMER)
    assert Client().post(link, NEWCOMER | {"email": "x@example.com"}).status_code == 404
    assert not User.objects.filter(email="x@example.com").exists()


def test_link_for_an_address_lets_nobody_else_in(cast: Cast) -> None:
    link = link_to_join(cast, email="anna@example.com")
    answer = Client().post(link, NEWCOMER)
    assert "This invitation is for anna@example.com" in answer.content.decode()
    assert not User.objects.filter(email="nina@example.com").exists()


def test_old_or_withdrawn_link_says_so(cast: Cast) -> None:
    link = link_to_join(cast)
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        assert Client().get(link).status_code == 404
    Invitation.objects.update(revoked_at=timezone.now())
    assert b"Ask for a new one" in Client().get(link).content


def test_link_dies_with_the_right_of_who_made_it(cast: Cast) -> None:
    link = link_to_join(cast)
    Member.objects.filter(id=cast.olga.id).update(role="performer")
    assert Client().get(link).status_code == 404


def test_invitation_link_is_shown_once(cast: Cast) -> None:
    browser = browser_of(cast.olga)
    browser.post("/w/acme/people/invite/", {"role": "performer", "email": ""})
    first = browser.get("/w/acme/people/").content.decode()
    link = re.search(r"http://localhost:\d+(/join/[^<]+/)", first)
    assert link is not None
    assert Client().get(link[1]).status_code == 200
    assert "/join/" not in browser.get("/w/acme/people/").content.decode()


def test_performer_sees_people_but_manages_nobody(cast: Cast) -> None:
    browser = browser_of(cast.pavel)
    body = browser.get("/w/acme/people/").content.decode()
    assert "Maria" in body
    assert "maria@example.com" not in body
    answer = browser.post("/w/acme/people/invite/", {"role": "performer"}, follow=True)
    assert b"Only an owner or admin invites people." in answer.content
    assert not Invitation.objects.exists()


def test_owner_changes_a_role(cast: Cast) -> None:
    path = f"/w/acme/people/{cast.pavel.id}/role/"
    browser_of(cast.olga).post(path, {"role": "manager"})
    assert Member.objects.get(id=cast.pavel.id).role == "manager"


def test_last_owner_stays_owner(cast: Cast) -> None:
    path = f"/w/acme/people/{cast.olga.id}/role/"
    answer = browser_of(cast.olga).post(path, {"role": "manager"}, follow=True)
    assert b"at least one owner" in answer.content


def test_removed_person_hands_open_tasks_on_and_is_shown_out(cast: Cast) -> None:
    task = create_task(actor=cast.maria, stage=cast.stage(Stage.Kind.TODO), title="Open")
    Task.objects.filter(id=task.id).update(performer=cast.pavel)
    pavel = browser_of(cast.pavel)
    path = f"/w/acme/people/{cast.pavel.id}/remove/"
    browser_of(cast.olga).post(path, {"heir": str(cast.maria.id)})
    assert Task.objects.get(id=task.id).performer_id == cast.maria.id
    assert pavel.get("/w/acme/").status_code == 404


def test_person_of_another_workspace_cannot_be_touched(cast: Cast) -> None:
    browser = browser_of(cast.olga)
    for action in ("role", "remove", "match"):
        path = f"/w/acme/people/{cast.mallory.id}/{action}/"
        assert browser.post(path, {"role": "guest"}).status_code == 404


def test_profile_is_saved_and_the_new_name_shows_in_the_workspace(cast: Cast) -> None:
    form = {"name": "Павел", "time_zone": "Europe/Moscow", "locale": "ru", "theme": "dark"}
    browser = browser_of(cast.pavel)
    browser.post("/me/", form)
    user = User.objects.get(email="pavel@example.com")
    assert (user.name, user.time_zone, user.theme) == ("Павел", "Europe/Moscow", "dark")
    assert Member.objects.get(id=cast.pavel.id).name == "Павел"
    assert 'data-theme="dark"' in browser.get("/me/").content.decode()


def test_token_is_shown_once_and_works(cast: Cast) -> None:
    browser = browser_of(cast.pavel)
    browser.post(
        "/me/tokens/", {"workspace": "acme", "name": "Report", "scopes": ["read"], "days": "30"}
    )
    secret = re.search(r"pms_[\w-]{20,}", browser.get("/me/").content.decode())
    assert secret is not None
    assert secret[0] not in browser.get("/me/").content.decode()
    answer = Client().get("/api/v1/me", headers={"Authorization": f"Bearer {secret[0]}"})
    assert answer.status_code == 200


def test_revoked_token_is_gone(cast: Cast) -> None:
    browser = browser_of(cast.pavel)
    browser.post(
        "/me/tokens/", {"workspace": "acme", "name": "Report", "scopes": ["read"], "days": "30"}
    )
    token = AccessToken.objects.get()
    assert browser_of(cast.maria).post(f"/me/tokens/{token.id}/revoke/").status_code == 404
    browser.post(f"/me/tokens/{token.id}/revoke/")
    token.refresh_from_db()
    assert token.revoked_at is not None


def test_refused_token_names_the_field_at_fault(cast: Cast) -> None:
    browser = browser_of(cast.pavel)
    wrong = {"workspace": "acme", "name": "", "scopes": ["read"], "days": "30"}
    answer = browser.post("/me/tokens/", wrong, follow=True)
    assert "What is it for? This field is required." in answer.content.decode()


@pytest.mark.parametrize(
    "path", ["/me/", "/w/acme/people/", "/w/acme/settings/", "/w/acme/import/"]
)
def test_each_id_of_a_page_stands_once(cast: Cast, path: str) -> None:
    found = re.findall(r' id="([^"]+)"', browser_of(cast.olga).get(path).content.decode())
    assert len(found) == len(set(found))


def test_pages_lead_to_the_projects_that_the_person_sees(cast: Cast) -> None:
    project = cast.project.name
    assert project in browser_of(cast.olga).get("/w/acme/people/").content.decode()
    assert project in browser_of(cast.olga).get("/me/").content.decode()


def test_owner_renames_the_workspace_and_a_performer_may_not(cast: Cast) -> None:
    browser_of(cast.olga).post("/w/acme/settings/", {"name": "Acme & Sons"})
    assert Workspace.objects.get(slug="acme").name == "Acme & Sons"
    assert browser_of(cast.pavel).get("/w/acme/settings/").status_code == 403


def test_write_without_the_pages_token_is_told_to_reload(cast: Cast) -> None:
    browser = Client(enforce_csrf_checks=True)
    assert cast.pavel.user is not None
    browser.force_login(cast.pavel.user, backend="django.contrib.auth.backends.ModelBackend")
    answer = browser.post(f"/api/sync/v1/{cast.workspace.id}/pull", {}, "application/json")
    assert (answer.status_code, answer.json()["code"]) == (403, "csrf")
    assert answer.headers["X-Sync-Protocol"] == "1"
    assert b"Please try again" in browser.post("/me/", {}).content


def test_pages_forbid_scripts_of_others(cast: Cast) -> None:
    policy = browser_of(cast.olga).get("/w/acme/").headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "object-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy


@pytest.mark.parametrize("path", ["/me/", "/w/acme/people/", "/w/acme/", "/join/{token}/"])
def test_pages_about_people_are_kept_nowhere(cast: Cast, path: str) -> None:
    address = path if "{" not in path else link_to_join(cast)
    assert browser_of(cast.olga).get(address).headers["Cache-Control"] == "private, no-store"


def test_link_of_a_new_password_starts_with_the_products_address(
    cast: Cast, settings: Any, mailoutbox: Any
) -> None:
    settings.ALLOWED_HOSTS, settings.PUBLIC_URL = ["*"], "https://pm.example.org"
    Client().post(
        "/accounts/password/reset/", {"email": "olga@example.com"}, headers={"Host": "evil.example"}
    )
    [link] = re.findall(r"https?://[^/]+/accounts/password/reset/key/\S+", mailoutbox[0].body)
    assert link.startswith("https://pm.example.org/accounts/password/reset/key/")
    path = link.removeprefix("https://pm.example.org")
    assert b'type="password"' in Client().get(path, follow=True).content


def test_address_longer_than_mail_allows_is_refused_with_a_sentence(cast: Cast) -> None:
    email = f"{'a' * 60}@{'.'.join(['b' * 60] * 4)}.example"
    answer = Client().post(link_to_join(cast), NEWCOMER | {"email": email})
    assert answer.status_code == 200
    assert "at most 254 characters" in answer.content.decode()
