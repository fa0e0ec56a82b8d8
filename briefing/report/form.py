"""What frames a report by form: the letterhead above it, recipients and signature below it.

The form is that of Decree 30/2020/NĐ-CP of 05/03/2020 on clerical work, Appendix I, Part I, sections II and V. What the
settings do not say is a dotted line to be filled in by hand; nothing is put in its place.
"""

from __future__ import annotations

from dataclasses import dataclass

from briefing.document import Document
from briefing.fonts import plain
from data.wording import word

DOTS = "…………………………"


@dataclass(frozen=True)
class Form:
    """The finished texts of the frame, of which the decree's capitals are capitals already.

    superior ("" = no line), agency, number; state, motto, place_date; kind ("BÁO CÁO"), subject; recipients_word,
    recipients (one line each); signer_title, signer_name.
    """

    superior: str
    agency: str
    number: str
    state: str
    motto: str
    place_date: str
    kind: str
    subject: str
    recipients_word: str
    recipients: tuple[str, ...]
    signer_title: str
    signer_name: str


def form_of(document: Document) -> Form:
    """Fill in the form from the settings of the agency, the title and the day of making."""
    lang, agency = document.header.lang, document.agency
    # An agency named without one above it has none to name.
    unnamed = "" if agency.name else DOTS
    return Form(
        superior=plain(agency.superior).upper() or unnamed,
        agency=plain(agency.name).upper() or DOTS,
        number=word("report.number", lang, number=plain(agency.number) or "……/BC-……"),
        state=word("report.state", lang),
        motto=word("report.motto", lang),
        place_date=_place_date(plain(agency.place) or "……………", document.made, lang),
        kind=word("report.kind", lang).upper(),
        subject=_subject(plain(document.title), word("report.kind", lang)),
        recipients_word=word("report.recipients", lang),
        recipients=_recipients(agency.recipients),
        signer_title=plain(agency.signer_title).upper() or DOTS,
        signer_name=plain(agency.signer_name) or DOTS,
    )


def _place_date(place: str, made: str, lang: str) -> str:
    year, month, day = made.split("-")
    # Article 4 b: days below 10 and the months 1 and 2 are written with a zero before them.
    short = month if month in ("01", "02") else str(int(month))
    return word("report.place_date", lang, place=place, day=day, month=short, year=year)


def _subject(title: str, kind: str) -> str:
    """The title without the kind of document that stands above it in capitals."""
    bare = title[len(kind) :].lstrip(" :-–") if title.lower().startswith(f"{kind.lower()} ") else title
    return bare[:1].upper() + bare[1:]


def _recipients(lines: tuple[str, ...]) -> tuple[str, ...]:
    named = [plain(line).lstrip("- ").rstrip(";. ") for line in lines]
    named = [line for line in named if line] or [DOTS, DOTS]
    ends = [";"] * (len(named) - 1) + ["."]
    return tuple(f"- {line}{end}" for line, end in zip(named, ends, strict=True))
