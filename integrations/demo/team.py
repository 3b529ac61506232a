"""The demo's people and tags."""

from integrations.demo.story import Person
from teams.models import Role

WORKSPACE = "Northwind demo"

TEAM = (
    Person("Nora", "Nora Lindqvist", Role.MANAGER, "Europe/Stockholm"),
    Person("Tomás", "Tomás Rivera", Role.PERFORMER, "Europe/Madrid"),
    Person("Aiko", "Aiko Tanaka", Role.PERFORMER, "Asia/Tokyo"),
    Person("Daniel", "Daniel Okafor", Role.PERFORMER, "Africa/Lagos"),
    Person("Priya", "Priya Raman", Role.PERFORMER, "Asia/Kolkata"),
    Person("Lena", "Lena Fischer", Role.PERFORMER, "Europe/Berlin"),
    Person("Greg", "Greg Novak", Role.OBSERVER, "America/Chicago"),
)

TAGS = {
    "iOS": "blue",
    "Android": "green",
    "Backend": "indigo",
    "Design": "pink",
    "Bug": "red",
    "Offline": "amber",
    "Onboarding": "teal",
    "Accessibility": "violet",
    "Performance": "orange",
    "Research": "grey",
}
