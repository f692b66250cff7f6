"""Pages for people: one blueprint a file. All of them ask who is there, but for those that say `PUBLIC`."""
