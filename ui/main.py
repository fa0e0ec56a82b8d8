"""The frame: page settings, the page itself, and around it filter bar, menu and footer."""

import streamlit as st

from ui import faults, filters, frame, gate, widgets

frame.set_up()
if gate.passed():
    pages, entry = frame.pages()
    filtered = entry.filtered and gate.may_open(entry)
    above = widgets.kept("filter") if filtered else st.container()
    if filtered:
        with above, faults.shown():
            above = filters.sentence()
    with faults.shown():
        if gate.may_open(entry):
            # Before what surrounds it: what a reader waits for is on the screen while the rest is still being sent.
            pages[entry].run()
        else:
            gate.refuse(entry)
    if filtered:
        with above, faults.shown():
            filters.boxes()
    frame.menu(pages, entry)
    frame.footer()
