"""A sender's .xlsx changed in place: only what has to change is written anew, all else is copied as it came."""
