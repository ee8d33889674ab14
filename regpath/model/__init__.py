"""What things are: law, rulebook, answers and pathway as plain frozen values. Imports nothing."""
