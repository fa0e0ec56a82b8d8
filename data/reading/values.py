"""Values of cells: numbers, dates and coordinates, each Parsed with a note or a Fault."""

from data.reading.coordinate_text import Box, Point, coordinates
from data.reading.date_text import date
from data.reading.number_text import number
from data.reading.parsed import Fault, Parsed

__all__ = ["Box", "Fault", "Parsed", "Point", "coordinates", "date", "number"]
