"""The demo's three projects: a big one, a small one, a private one."""

from integrations.demo.app_closed import CANCELLED, DONE
from integrations.demo.app_open import BACKLOG, TODO
from integrations.demo.app_under_way import DOING, REVIEW
from integrations.demo.app_yours import YOURS
from integrations.demo.story import ProjectStory, Story

APP = ProjectStory(
    key="APP",
    name="Northwind Mobile",
    description="The ordering app for shops: iOS, Android and what stands behind them.\n\n"
    "We release every second Tuesday.",
    color="blue",
    lead="Nora",
    acceptance=True,
    stages=(
        ("Backlog", "backlog"),
        ("To do", "todo"),
        ("In progress", "doing"),
        ("Review", "review"),
        ("Done", "done"),
        ("Cancelled", "cancelled"),
    ),
    stories=(*BACKLOG, *TODO, *YOURS, *DOING, *REVIEW, *DONE, *CANCELLED),
    limits={"In progress": 6},
)

WEB = ProjectStory(
    key="WEB",
    name="Website refresh",
    description="New words and pictures for the public site.",
    color="teal",
    fields=(
        ("Budget", "money", ()),
        ("Audience", "choice", ("Shops", "Drivers")),
        ("Visits", "number", ()),
        ("Online on", "date", ()),
        ("Approved by", "person", ()),
        ("Languages", "choices", ("English", "Svenska")),
        ("Draft", "link", ()),
        ("Legal has seen it", "checkbox", ()),
        ("Campaign", "text", ()),
    ),
    lead="Priya",
    stages=(
        ("Ideas", "backlog"),
        ("Writing", "doing"),
        ("Proofreading", "review"),
        ("Published", "done"),
    ),
    stories=(
        Story("A page for bakeries", "Ideas", 13, by="Greg"),
        Story("Opening hours of the depots on the map", "Ideas", 8, by="Nora", points=2),
        Story(
            "Questions and answers about delivery",
            "Writing",
            16,
            4,
            who="Nora",
            by="Priya",
            priority=2,
            due=5,
            text="Take the twenty most frequent ones from support. Short answers; link to the long ones.",
            steps=("x List from support", "x First ten", "Last ten"),
        ),
        Story(
            "Pictures of real shops instead of stock photos",
            "Writing",
            18,
            6,
            who="Priya",
            by="Priya",
            priority=2,
            due=9,
            tags=("Design",),
            talk=(("Greg", 5, "The cheese shop in Uppsala said yes, any weekday morning."),),
        ),
        Story(
            "Contrast of the green buttons",
            "Proofreading",
            10,
            1,
            who="Priya",
            by="Lena",
            points=1,
            hours=1.5,
            values=(
                ("Budget", 450),
                ("Audience", "Shops"),
                ("Visits", 12000),
                ("Online on", "2027-01-15"),
                ("Approved by", "Nora"),
                ("Languages", "Svenska"),
                ("Draft", "https://example.com/drafts/contrast"),
                ("Legal has seen it", True),
                ("Campaign", "Winter"),
            ),
            color="amber",
            weight="urgent",
            due=1,
            tags=("Accessibility",),
        ),
        Story(
            "Prices page in plain words",
            "Published",
            25,
            8,
            who="Nora",
            by="Nora",
            points=3,
            due=-8,
        ),
        Story(
            "Shorter form for new customers",
            "Published",
            28,
            12,
            who="Priya",
            by="Nora",
            points=3,
            tags=("Onboarding",),
            talk=(("Nora", 11, "Eleven fields became five. Sign-ups are up by a fifth already."),),
        ),
    ),
)

PRICING = ProjectStory(
    key="PRC",
    name="Pricing study",
    description="What customers would pay for delivery before seven. Not to be discussed outside of this project.",
    color="violet",
    lead="Nora",
    is_private=True,
    seats=("Greg", "Priya"),
    stages=(("Next", "todo"), ("Under way", "doing"), ("Decided", "done")),
    stories=(
        Story("Compare with three competitors", "Next", 7, who="Nora", due=10, tags=("Research",)),
        Story(
            "Ask ten customers what an early hour is worth",
            "Under way",
            14,
            5,
            who="Priya",
            priority=1,
            due=6,
            tags=("Research",),
            steps=("x Write the guide", "x Find ten shops", "First five talks", "Last five talks"),
            talk=(("Priya", 2, "Four talks done. All four brought up reliability before price."),),
        ),
        Story(
            "Which costs an early route has",
            "Decided",
            20,
            9,
            who="Nora",
            by="Greg",
            due=-10,
            text="Two more drivers on weekdays, one on Saturdays.",
        ),
    ),
)

PROJECTS = (APP, WEB, PRICING)
