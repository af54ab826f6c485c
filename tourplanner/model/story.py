"""What guests are told of a village beyond what can be booked there."""

from __future__ import annotations

from tourplanner.model.base import Id, Provenance, Text, Value
from tourplanner.model.craft import Festival, Source


class Story(Value):
    """A village's story and its rules of courtesy; ``provenance`` says who answers for them, since when."""

    village: Id
    text: Text | None = None
    etiquette: tuple[Text, ...] = ()
    provenance: Provenance = Provenance()


class Record(Value):
    """
    What is on record around an itinerary, for documents: festivals, sources of facts, stories of villages.

    All of a region may be given: documents take what concerns them.
    """

    festivals: tuple[Festival, ...] = ()
    sources: tuple[Source, ...] = ()
    stories: tuple[Story, ...] = ()

    def story(self, village: str) -> Story | None:
        """The story of a village, None where nobody has told it."""
        return next((story for story in self.stories if story.village == village), None)

    def cited(self, keys: set[str]) -> tuple[Source, ...]:
        """The sources with these keys, in the order of the record."""
        return tuple(source for source in self.sources if source.key in keys)
