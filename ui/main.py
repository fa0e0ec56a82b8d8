"""The frame: page settings, menu, filter bar, the page itself, footer."""

from ui import faults, filters, frame, gate

frame.set_up()
if gate.passed():
    page, entry = frame.menu()
    with faults.shown():
        if gate.may_open(entry):
            if entry.filtered:
                filters.bar()
            page.run()
        else:
            gate.refuse(entry)
    frame.footer()
