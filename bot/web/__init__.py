"""The web console, the API, and what machines ask of the service (health, metrics)."""
