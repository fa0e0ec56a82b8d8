"""The pure parts of the bench of two processes: the configuration on other ports, and figures by phase."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.lasting import Met, Story
from bench.nginx import TEMPLATE, rendered, summary


def test_only_ports_and_places_differ_from_what_is_installed() -> None:
    site = rendered(TEMPLATE.read_text("utf-8"), 9443, 9080, (9001, 9002), Path("/srv/x"))
    assert "listen 127.0.0.1:9443 ssl http2;" in site
    assert "listen 127.0.0.1:9080;" in site
    assert "ssl_certificate /srv/x/server.crt;" in site
    assert "/etc/" not in site.replace("/etc/nginx/conf.d", "")
    assert ":850" not in site
    assert site.count(":9001") == TEMPLATE.read_text("utf-8").count(":8501")


def test_a_template_that_lacks_a_place_is_refused() -> None:
    with pytest.raises(ValueError, match="listen 443"):
        rendered("listen [::]:443 ssl http2; listen [::]:80;", 1, 2, (3, 4), Path("/x"))


def test_figures_of_a_stretch_of_time() -> None:
    story = Story(
        [Met(1, 0.1, (), "a"), Met(2, 0.3, (), "b"), Met(3, 4.0, ("gone", "refused"), "a"), Met(9, 1, (), "b")]
    )
    assert story.between(0, 5) == {
        "requests": 3,
        "errors_seen": 1,
        "failed_attempts": 2,
        "median_ms": 300,
        "p95_ms": 300,
        "recover_median_s": 4.0,
        "recover_most_s": 4.0,
        "first_errors": ["gone"],
    }
    assert story.between(20, 30)["median_ms"] is None


def test_a_look_that_was_under_way_counts_where_it_broke() -> None:
    story = Story([Met(1, 0.1, (), "a"), Met(9.5, 2.5, ("gone",), "a"), Met(11, 0.2, (), "b"), Met(21, 0.2, (), "a")])
    told = summary(story, 0, 10, 20, "a")
    assert [told[part]["errors_seen"] for part in ("before", "away", "back")] == [0, 1, 0]  # type: ignore[index]
    assert told["errors_of_readers_of_the_other"] == 0
