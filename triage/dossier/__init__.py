"""The whole case for the person who takes it over, as text and as data."""
