"""For all tests: what they start stands on one's own computer, where registers are imported without a sign-in.

The tests of the sign-in take this away again.
"""

from __future__ import annotations

import os

os.environ.setdefault("NGHEAN_SIGN_IN", "never")
