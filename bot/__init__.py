"""The service around the thinking: channels, the desk and its store, the console, the command."""
