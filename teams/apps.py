from importlib import import_module

from django.apps import AppConfig


class TeamsConfig(AppConfig):
    name = "teams"

    def ready(self) -> None:
        for module in ("shapes", "gate"):
            import_module(f"teams.{module}")
