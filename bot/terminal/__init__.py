"""What the command shows in a terminal: pages for people, plain when piped."""
