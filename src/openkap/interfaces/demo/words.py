"""What the invented clients say, by topic. A few voices, dealt out in turn."""

__all__ = ["INTEGRATION_NOTES", "LIFE_EVENTS", "MEDICINES", "voice"]

_VOICES: tuple[dict[str, str], ...] = (
    {
        "life_story": "Grew up between two houses. My brother died when I was nineteen; nobody spoke of it.",
        "motivations": "I want to be in the room with my children, not behind glass.",
        "intention": "To let the grief be as big as it is.",
        "when_afraid": "A hand on my shoulder if I ask. Tell me where I am. Do not hush me.",
        "boundaries": "Nobody I have not met. No photographs.",
        "touch": "Shoulder only, and only when I reach out first.",
        "stop_signal": "Left hand up, or the word harbour.",
        "music": "Cello and rain. Nothing with words I understand. No piano.",
        "trust": "It would help to know beforehand who is outside the door.",
    },
    {
        "life_story": "Moved eleven times before I was twelve. Good at leaving. Low mood since college.",
        "motivations": "My daughter asked why I never sing any more.",
        "intention": "To find out what I was like before I learned to be useful.",
        "when_afraid": "Slow breathing with someone. Cold water afterwards.",
        "boundaries": "Please no talk about my work.",
        "touch": "None.",
        "stop_signal": "I say stop. I mean it the first time.",
        "music": "Anything slow. Silence is fine.",
        "trust": "Say plainly when you do not know something.",
    },
    {
        "life_story": "Farm childhood, then the army, then thirty years of night shifts. Married, widowed, tired.",
        "motivations": "To sleep, and to want something in the morning.",
        "intention": "Meet what comes, one breath at a time.",
        "when_afraid": "Say my name and the day. Keep the light low.",
        "boundaries": "Door closed but not locked.",
        "touch": "A blanket over my feet is welcome.",
        "stop_signal": "Two taps on the armrest.",
        "music": "Old choral music, not loud. No drums.",
        "trust": "I need a little longer to get used to people.",
    },
)

# By line: the name as they type it, and how they take it. One list has a name that openkap does not know.
MEDICINES: tuple[tuple[tuple[str, str], ...], ...] = (
    (("Sertraline", "100 mg in the morning"), ("Vitamin D", "")),
    (("Lisinopril", "10 mg"), ("Advil", "sometimes")),
    (),
    (("Wellbutrin", "I think 150"), ("Melatonin", "when I travel"), ("Calm drops", "before sleep")),
    (("Levothyroxine", "75 micrograms before breakfast"),),
)

INTEGRATION_NOTES = (
    "Slept well. Spoke of the image of the door and what stood behind it. Wants to call the sister this week.",
    "A heavy day after, lighter since yesterday. Keeps a line a day in the notebook. Walks before breakfast.",
    "Surprised by tears on the way home. Wants to tell the partner about the intention. No big decisions yet.",
)


LIFE_EVENTS = ("moved house", "a new job", "my mother in hospital")


def voice(number: int) -> dict[str, str]:
    """The words of the person with this number in the list."""
    return _VOICES[number % len(_VOICES)]
