"""Where it is: administrative units of four boundary epochs, their names, lineage and boundaries."""
