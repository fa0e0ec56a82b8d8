"""Briefings: from a frozen request (areas, models, period, sections) to the document that every writer takes."""

from briefing.compose.composing import compose, ground_of
from briefing.compose.request import PROVINCE, Area, Request
from briefing.compose.scene import Ground

__all__ = ["PROVINCE", "Area", "Ground", "Request", "compose", "ground_of"]
