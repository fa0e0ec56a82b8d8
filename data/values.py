"""Values of cells: numbers, dates and coordinates, each Parsed with a note or a Fault."""

from data.coordinate_text import Box, Point, coordinates
from data.date_text import date
from data.number_text import number
from data.parsed import Fault, Parsed

__all__ = ["Box", "Fault", "Parsed", "Point", "coordinates", "date", "number"]
