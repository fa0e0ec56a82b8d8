"""The frame of the dashboard: page settings, menu, filter bar, the page itself, footer."""

from ui import faults, filters, frame

with faults.shown():
    frame.set_up()
    page = frame.menu()
    filters.bar()
    page.run()
    frame.footer()
