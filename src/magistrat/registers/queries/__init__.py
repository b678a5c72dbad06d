"""Reading the logs."""
