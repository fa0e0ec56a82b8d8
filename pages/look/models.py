"""Các mô hình: all models of the catalogue, and one page for any of them, made from its row."""

from briefing.build import site_map
from briefing.cards import cards
from briefing.model_page import model_page
from data import catalogue
from data.wording import word
from ui import caches, headline, model_view, state, view, widgets

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
    model_view.own_page(shown.model.layer)
    headline.facts(shown.facts)
    headline.lines(word("models.missing", lang), shown.missing)
    headline.table(shown.figures)
    spec = site_map(basis, caches.inner_points(choice.epoch), choice.commune, caches.loose(choice.epoch))
    widgets.title(word("models.map", lang), level=2)
    headline.area_map(spec, basis, "map-models")
    headline.table(shown.places)
    headline.table(shown.near)
