from importlib import import_module

from django.apps import AppConfig


class TasksConfig(AppConfig):
    name = "tasks"

    def ready(self) -> None:
        for module in ("shapes", "audiences", "mutations"):
            import_module(f"tasks.{module}")
