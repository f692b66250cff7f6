"""What the thinking may ask of the world; the protocols here, each real one in a file of its own."""
