from importlib import import_module

from django.apps import AppConfig


class BoardsConfig(AppConfig):
    name = "boards"

    def ready(self) -> None:
        for module in ("shapes", "mutations"):
            import_module(f"boards.{module}")
