"""The how-to about the network does what it says."""

import re
from pathlib import Path

PAGE = Path(__file__).parents[1] / "docs" / "how-to" / "ask-the-network.md"


def test_every_snippet_of_the_how_to_runs_in_order(capsys):
    snippets = re.findall(r"^```python\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.M | re.S)
    assert len(snippets) >= 7
    names = {"__name__": "how_to"}
    for snippet in snippets:
        exec(compile(snippet, PAGE.name, "exec"), names)
    printed = capsys.readouterr().out
    assert "Quất Động 22" in printed
    assert "<Chain of lacquer: kieu-ky → ha-thai (not all of it sourced)>" in printed
    assert "not by a leg" in printed
    assert "Hạ Thái is on average 43 minutes from the others" in printed
