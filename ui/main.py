"""The frame: page settings, the page itself, and around it filter bar, menu and footer."""

import streamlit as st

from ui import faults, filters, frame, gate

frame.set_up()
if gate.passed():
    pages, entry = frame.pages()
    above = st.container()
    with faults.shown():
        if gate.may_open(entry):
            # Before what surrounds it: what a reader waits for is on the screen while the rest is still being sent.
            pages[entry].run()
        else:
            gate.refuse(entry)
    with above, faults.shown():
        if entry.filtered and gate.may_open(entry):
            filters.bar()
    frame.menu(pages, entry)
    frame.footer()
