"""What exists: the catalogue of models, the public record, the choice of a reader, and counting."""
