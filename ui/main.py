"""The frame: page settings, menu, filter bar, the page itself, footer."""

from ui import faults, filters, frame

frame.set_up()
page, entry = frame.menu()
with faults.shown():
    if entry.filtered:
        filters.bar()
    page.run()
frame.footer()
