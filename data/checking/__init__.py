"""From cells to rows the register can take, or findings that say where, what came, what was expected, what to do."""
