"""The demo's big project: what waits for the person who looks at it."""

from integrations.demo.story import Story

YOURS = (
    Story(
        "Approve the texts for both stores",
        "To do",
        4,
        1,
        who="You",
        by="Lena",
        priority=1,
        points=1,
        due=0,
        text="Release 4.14 goes out on Tuesday. The texts are in the document; English and Swedish.",
        steps=("x English", "Swedish"),
        talk=(("Lena", 0.9, "Could you look at them today? The stores want them a day ahead."),),
        links=(("Texts", "https://example.com/release/4-14"),),
        files=("Before the release.pdf",),
    ),
    Story(
        "Decide what we show in the next monthly demo",
        "To do",
        6,
        2,
        who="You",
        priority=2,
        due=4,
        text="Candidates: orders without a connection, the new home screen, the faster start.",
        talk=(("Nora", 1.8, "My vote is for flight mode on stage: order, land, watch it arrive."),),
        eyes=("Nora", "Greg"),
    ),
    Story(
        "Sign the contract for the test devices",
        "To do",
        11,
        3,
        who="You",
        by="Lena",
        priority=2,
        due=-1,
    ),
    Story(
        "Answer the cheese shop in Uppsala",
        "Backlog",
        3,
        who="You",
        by="Greg",
        due=2,
        text="They offer to be filmed while ordering. Any weekday morning.",
    ),
    Story("Price of the second analytics library", "Backlog", 5, by="Tomás", tags=("Performance",)),
)
