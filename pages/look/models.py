"""Các mô hình: all models of the catalogue, and one page for any of them, made from its row."""

from briefing.cards import cards
from briefing.model_page import model_map, model_page
from briefing.timeline import time_chart
from data import catalogue
from data.wording import word
from ui import caches, headline, model_view, state, time_view, view, widgets

choice, lang = state.choice(), state.lang()
models = catalogue.models()
labels = dict(zip(models["model_key"], models[f"label_{lang}"], strict=True))
model = view.one("model", labels)

headline.title(word("page.models", lang), word("models.lead", lang), model)
headline.choose("model", labels, word("models.pick", lang), word("models.all", lang))
if not model:
    model_view.gallery(cards(caches.basis(choice, lang)))
else:
    # The selected commune stands out among the others: it does not hide them.
    basis = caches.basis(headline.pinned(choice, model), lang)
    shown = model_page(basis)
    model_view.definition(shown)
    headline.facts(shown.facts)
    headline.lines(word("models.missing", lang), shown.missing)
    loose, points = caches.loose(choice.epoch), caches.inner_points(choice.epoch)
    headline.area_map(model_map(basis, points, choice.commune, loose), basis, "map-models")
    headline.table(shown.places)
    headline.table(shown.figures)
    for indicator in shown.over_time:
        chart = time_chart(basis, indicator)
        widgets.title(chart.header.title, level=3)
        time_view.chart(chart, f"time-{indicator}")
    headline.table(shown.near)
