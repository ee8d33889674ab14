"""Files to values: strict YAML and JSON with places, the rulebook, answers."""
