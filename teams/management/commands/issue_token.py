"""Makes an access token for a person from the command line and prints it, this once."""

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from pm_suite.lib.problems import Problem
from teams.access import member_for, user_by_email
from teams.actions import TOKEN_LIFE, issue_token


class Command(BaseCommand):
    help = "Make an access token for a person; it is printed once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="the person's e-mail address")
        parser.add_argument("--scopes", default="read", help="read, write or read,write")
        parser.add_argument("--workspace", default="", help="its address; needed with several")
        parser.add_argument("--name", default="Command line", help="what the token is for")
        parser.add_argument("--days", type=int, default=TOKEN_LIFE.days, help="1 to 365")

    def handle(self, *args: Any, **options: Any) -> None:
        scopes = [scope.strip() for scope in options["scopes"].split(",") if scope.strip()]
        try:
            member = member_for(user_by_email(options["email"]), options["workspace"])
            token, secret = issue_token(
                actor=member,
                name=options["name"],
                scopes=scopes,
                life=timedelta(days=options["days"]),
            )
        except Problem as problem:
            raise CommandError(problem.detail) from None
        self.stderr.write(
            f"{member.name} in {member.workspace.name}, {', '.join(token.scopes)},"
            f" until {token.expires_at:%Y-%m-%d}. It is shown this once:"
        )
        self.stdout.write(secret)
